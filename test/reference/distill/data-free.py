"""Objectives of distilling without data held against PyTorch in float64; writes data-free.json beside this file.

The student of a case is the generator: its logits and features are the teacher's of the samples that it made.
"""

import torch
from cases import case, seeded, write
from torch.nn import functional as F

normal = seeded(66)


def dafl(given, options):
    t, f = given["student"]["logits"], given["student"]["taps"]["features"]
    a, b = options.get("activation", 0.1), options.get("entropy", 5)
    sure = F.cross_entropy(t, t.argmax(dim=1))
    p = torch.softmax(t, dim=1).mean(dim=0)
    if options.get("form") == "code":
        return sure - a * f.abs().mean() + b * (p * torch.log10(p)).sum()
    norms = [row.abs().sum() for row in f]
    entropy = -sum(x * torch.log(x) for x in p) / len(p)
    return sure - a * sum(norms) / len(norms) - b * entropy


def inputs(*shape):
    return {"student": {"logits": normal(4, 5, scale=2), "taps": {"features": normal(4, *shape)}}}


runs = [
    ("vectors", {}, inputs(6)),
    ("maps", {"activation": 0.02, "entropy": 1}, inputs(3, 2, 2)),
    ("the authors' code", {"form": "code"}, inputs(6)),
]

cases = [
    case("dafl", name, lambda given: dafl(given, options), options, **given) for name, options, given in runs
]
write(__file__, digits=12, cases=cases)
