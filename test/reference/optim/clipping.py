"""Gradient clipping and the max-norm constraint; writes clipping.json beside this file (PyTorch 1.13.1, see ../made.py).

kind "norm": torch.nn.utils.clip_grad_norm_, all gradients together: the norm before, and the gradients after.
kind "value": clip_grad_value_. kind "max-norm": torch.renorm, each row of a Linear's weight [outFeatures, inFeatures]
(the weights into one unit, over all other axes of a Conv2d's) scaled down to at most `max` in the 2-norm.
"""

import pathlib
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(3)
cases = []


def clip(name, gradients, maximum):
    parameters = [torch.nn.Parameter(torch.zeros_like(g)) for g in gradients]
    for p, g in zip(parameters, gradients):
        p.grad = g.clone()
    total = torch.nn.utils.clip_grad_norm_(parameters, maximum)
    cases.append(
        {
            "name": name,
            "kind": "norm",
            "max": maximum,
            "gradients": gradients,
            "total": total,
            "clipped": [p.grad for p in parameters],
        }
    )


gradients = [normal(2, 3), normal(3), normal(1, 2, 2)]
clip("above the limit", gradients, 1.0)
clip("far above the limit", [g * 1000 for g in gradients], 0.5)
clip("below the limit", [g / 100 for g in gradients], 1.0)
clip("one gradient", [normal(4)], 0.1)
clip("zero gradients", [torch.zeros(2), torch.zeros(1, 2)], 1.0)

parameter = torch.nn.Parameter(torch.zeros(2, 3))
parameter.grad = gradients[0].clone()
torch.nn.utils.clip_grad_value_([parameter], 0.5)
cases.append(
    {"name": "by value", "kind": "value", "max": 0.5, "gradients": [gradients[0]], "clipped": [parameter.grad]}
)

for name, weight, maximum in [
    ("Linear weight, rows above and below", normal(4, 3), 1.5),
    ("Linear weight, no row above", normal(3, 3, scale=0.1), 2.0),
    ("Conv2d weight", normal(3, 2, 2, 2), 2.0),
]:
    cases.append(
        {
            "name": name,
            "kind": "max-norm",
            "max": maximum,
            "weight": weight,
            "constrained": torch.renorm(weight, p=2, dim=0, maxnorm=maximum),
        }
    )

write(__file__, cases=cases)
