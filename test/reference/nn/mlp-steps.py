"""Ten training steps of an MLP 6-5-4-3, as llm.c checks itself; writes mlp-steps.json (PyTorch 1.13.1, see ../made.py).

ReLU between the layers, cross entropy (mean over the batch), SGD with momentum 0.9, Nesterov, learning rate 0.1. Holds
the initial weights, the batches, logits and loss of every step (before its update), all gradients of the first step,
and the weights after the tenth.
"""

import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(4)
model = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 3))
names = {"0": "layer1", "2": "layer2", "4": "layer3"}
for parameter in model.parameters():
    parameter.data = normal(*parameter.shape, scale=0.6)


def named(values):
    """0.weight -> layer1.weight."""
    return {f"{names[key.split('.')[0]]}.{key.split('.')[1]}": value for key, value in values.items()}


def weights():
    return named({key: p.detach().clone() for key, p in model.named_parameters()})


batches = [{"x": normal(7, 6), "labels": (normal(7).abs() * 100).long() % 3} for _ in range(10)]
options = {"learningRate": 0.1, "momentum": 0.9, "nesterov": True}
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, nesterov=True)
initial, steps, gradients = weights(), [], None
for batch in batches:
    logits = model(batch["x"])
    loss = F.cross_entropy(logits, batch["labels"])
    optimizer.zero_grad()
    loss.backward()
    gradients = gradients or named({key: p.grad.clone() for key, p in model.named_parameters()})
    optimizer.step()
    steps.append({**batch, "logits": logits, "loss": loss})

write(__file__, optimizer="sgd", options=options, initial=initial, gradients=gradients, final=weights(), cases=steps)
