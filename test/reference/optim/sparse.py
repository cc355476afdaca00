"""A table of which each step reads some rows, in PyTorch with sparse=True, float64; writes sparse.json (see ../made.py).

The loss of a step is sum(table[ids] * probe). The optimiser is SGD or SparseAdam, which touch the rows of the step and no
others; "held" steps come before the optimiser is given any gradient. A case holds the table after every step.
"""

import pathlib
import sys

import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(13)
cases = []
lookups = [[[0, 3], [3, 3]], [[6, 3], [1, 0]], [[5, 5], [5, 5]], [[2, 0], [3, 6]]]


def case(name, optimizer, width, make, rate, held=0):
    table = nn.Embedding(7, width, sparse=True)
    table.weight.data = normal(7, width)
    start = table.weight.detach().clone()
    updates = make(table.parameters())
    steps = []
    for step, ids in enumerate(lookups):
        probe = normal(2, 2, width)
        updates.zero_grad()
        (table(torch.tensor(ids)) * probe).sum().backward()
        if step >= held:
            updates.step()
        steps.append({"ids": ids, "probe": probe, "table": table.weight.detach().clone()})
    cases.append(
        {"name": name, "optimizer": optimizer, "learningRate": rate, "held": held, "start": start, "steps": steps}
    )


for width in (4, 5, 3):
    case(f"sgd, rows of {width}", "sgd", width, lambda p: torch.optim.SGD(p, lr=0.1), 0.1)
    case(f"adam, rows of {width}", "adam", width, lambda p: torch.optim.SparseAdam(list(p), lr=0.05), 0.05)
case("adam, held for two steps", "adam", 6, lambda p: torch.optim.SparseAdam(list(p), lr=0.05), 0.05, held=2)

write(__file__, digits=8, cases=cases)
