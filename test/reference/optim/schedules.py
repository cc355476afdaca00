"""Learning rates step by step; writes schedules.json beside this file (PyTorch 1.13.1, see ../made.py).

rates[i] is the rate that step i (from 0) trains with, as PyTorch's schedulers give it when stepped after each update.
"""

import pathlib
import sys

import torch
from torch.optim import lr_scheduler as schedulers

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import write

cases = []


def case(name, schedule, make, options, base=0.1, steps=50):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=base)
    scheduler = make(optimizer)
    rates = []
    for step in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step < steps - 1:
            scheduler.step()
    cases.append({"name": name, "schedule": schedule, "learningRate": base, "options": options, "rates": rates})


def warm_up(optimizer, steps, total, start, minimum):
    rise = schedulers.LinearLR(optimizer, start_factor=start, end_factor=1.0, total_iters=steps)
    fall = schedulers.CosineAnnealingLR(optimizer, T_max=total - steps, eta_min=minimum)
    return schedulers.SequentialLR(optimizer, [rise, fall], milestones=[steps])


case("constant", "constant", lambda o: schedulers.LambdaLR(o, lambda step: 1.0), {}, steps=5)
case("step: every 10 steps", "step", lambda o: schedulers.StepLR(o, 10, gamma=0.1), {"every": 10, "factor": 0.1})
case("step: every 7 steps by half", "step", lambda o: schedulers.StepLR(o, 7, gamma=0.5), {"every": 7, "factor": 0.5})
case(
    "step: at milestones",
    "milestones",
    lambda o: schedulers.MultiStepLR(o, [20, 35], gamma=0.1),
    {"milestones": [20, 35], "factor": 0.1},
)
case("cosine to zero", "cosine", lambda o: schedulers.CosineAnnealingLR(o, T_max=50), {"steps": 50, "minimum": 0})
case(
    "cosine to a minimum",
    "cosine",
    lambda o: schedulers.CosineAnnealingLR(o, T_max=49, eta_min=0.001),
    {"steps": 49, "minimum": 0.001},
)
case(
    "one-cycle",
    "one-cycle",
    lambda o: schedulers.OneCycleLR(o, max_lr=0.1, total_steps=50, cycle_momentum=False),
    {"steps": 50, "maximum": 0.1, "rise": 0.3, "startFactor": 25, "endFactor": 1e4},
)
case(
    "one-cycle, other factors",
    "one-cycle",
    lambda o: schedulers.OneCycleLR(
        o, max_lr=0.4, total_steps=40, pct_start=0.25, div_factor=10, final_div_factor=100, cycle_momentum=False
    ),
    {"steps": 40, "maximum": 0.4, "rise": 0.25, "startFactor": 10, "endFactor": 100},
    base=0.4,
    steps=40,
)
case(
    "linear warm-up",
    "warm-up",
    lambda o: schedulers.LinearLR(o, start_factor=0.1, end_factor=1.0, total_iters=10),
    {"warmUp": 10, "startFactor": 0.1},
    steps=20,
)
case(
    "warm-up, then cosine",
    "warm-up-cosine",
    lambda o: warm_up(o, 10, 50, 0.1, 0.0),
    {"warmUp": 10, "steps": 50, "startFactor": 0.1, "minimum": 0},
)
case(
    "warm-up, then cosine to a minimum",
    "warm-up-cosine",
    lambda o: warm_up(o, 5, 30, 0.01, 0.002),
    {"warmUp": 5, "steps": 30, "startFactor": 0.01, "minimum": 0.002},
    steps=30,
)
case(
    "warm-up from 1 / (n + 1), as Limbeck's, then cosine",
    "warm-up-cosine",
    lambda o: warm_up(o, 10, 50, 1 / 11, 0.0),
    {"warmUp": 10, "steps": 50, "startFactor": 1 / 11, "minimum": 0},
)
case(
    "warm-up from 1 / (n + 1), then cosine to a minimum",
    "warm-up-cosine",
    lambda o: warm_up(o, 5, 30, 1 / 6, 0.002),
    {"warmUp": 5, "steps": 30, "startFactor": 1 / 6, "minimum": 0.002},
    steps=30,
)

write(__file__, cases=cases)
