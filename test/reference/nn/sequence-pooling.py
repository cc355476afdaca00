"""From states of a sequence to one vector, in PyTorch, float64; writes sequence-pooling.json (see ../made.py).

Each sample by itself, cut to its true length, so that no mask can be wrong. Input [length, batch, features]; "last" of
states in both directions takes the second half of the features at the first element. Holds the output [batch, features]
and the gradients of sum(output * probe).
"""

import pathlib
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(9)
length, batch, features = 5, 3, 4
cases = []


def attention(x, weight, bias, context):
    scores = torch.tanh(x @ weight.T + bias) @ context
    return torch.softmax(scores, dim=0) @ x


poolings = {
    "last": lambda x: x[-1],
    "last of both directions": lambda x: torch.cat([x[-1, : features // 2], x[0, features // 2 :]]),
    "mean": lambda x: x.mean(dim=0),
    "max": lambda x: x.amax(dim=0),
    "attention": attention,
}
for name, pool in poolings.items():
    for lengths in (None, [2, 5, 1]):
        x = normal(length, batch, features).requires_grad_()
        parameters = {}
        if name == "attention":
            parameters = {
                "hidden.weight": normal(features, features, scale=0.7).requires_grad_(),
                "hidden.bias": normal(features).requires_grad_(),
                "context": normal(features).requires_grad_(),
            }
        rows = [pool(x[: lengths[b] if lengths else length, b], *parameters.values()) for b in range(batch)]
        y = torch.stack(rows)
        probe = normal(*y.shape)
        (y * probe).sum().backward()
        cases.append(
            {
                "name": name + (f", lengths {lengths}" if lengths else ""),
                "pooling": name,
                "lengths": lengths,
                "input": x,
                "parameters": parameters,
                "probe": probe,
                "output": y,
                "gradients": {"input": x.grad, **{key: p.grad for key, p in parameters.items()}},
            }
        )

write(__file__, digits=8, cases=cases)
