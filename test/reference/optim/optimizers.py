"""Optimisers, held against PyTorch in float64; writes optimizers.json beside this file (PyTorch 1.13.1, see ../made.py).

Two parameters and ten gradients for each, the same in every case; a case holds the parameters after every step. The
last gradients of the second parameter are tiny, so that epsilon shows. Adam's `weightDecay` is coupled (added to the
gradient), AdamW's is decoupled; SGD adds it to the gradient before the momentum.
"""

import pathlib
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(2)
start = [normal(2, 3), normal(3)]
gradients = [[normal(2, 3), normal(3) * (1 if step < 6 else 1e-4)] for step in range(10)]
cases = []


def case(name, optimizer, make, options, learningRates=None):
    parameters = [p.clone().requires_grad_() for p in start]
    updates = make(parameters)
    steps = []
    for step, grads in enumerate(gradients):
        if learningRates:
            updates.param_groups[0]["lr"] = learningRates[step]
        for p, g in zip(parameters, grads):
            p.grad = g.clone()
        updates.step()
        steps.append([p.detach().clone() for p in parameters])
    cases.append(
        {
            "name": name,
            "optimizer": optimizer,
            "options": options,
            **({"learningRates": learningRates} if learningRates else {}),
            "steps": steps,
        }
    )


def sgd(name, learningRates=None, lr=0.1, momentum=0.0, nesterov=False, decay=0.0):
    case(
        f"sgd {name}",
        "sgd",
        lambda p: torch.optim.SGD(p, lr=lr, momentum=momentum, nesterov=nesterov, weight_decay=decay),
        {"learningRate": lr, "momentum": momentum, "nesterov": nesterov, "weightDecay": decay},
        learningRates,
    )


def adam(name, kind="adam", learningRates=None, lr=0.01, betas=(0.9, 0.999), eps=1e-8, decay=0.0):
    make = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[kind]
    case(
        f"{kind} {name}",
        kind,
        lambda p: make(p, lr=lr, betas=betas, eps=eps, weight_decay=decay),
        {"learningRate": lr, "beta1": betas[0], "beta2": betas[1], "epsilon": eps, "weightDecay": decay},
        learningRates,
    )


falling = [0.1, 0.1, 0.05, 0.05, 0.02, 0.02, 0.01, 0.01, 0.005, 0.0]
sgd("plain")
sgd("weight decay", decay=0.05)
sgd("momentum", momentum=0.9)
sgd("momentum, weight decay", momentum=0.9, decay=0.05)
sgd("nesterov", momentum=0.9, nesterov=True)
sgd("nesterov, weight decay", momentum=0.8, nesterov=True, decay=5e-4)
sgd("nesterov, falling learning rate", falling, momentum=0.9, nesterov=True)
adam("plain")
adam("large epsilon", eps=1e-3)
adam("other betas", betas=(0.8, 0.95))
adam("coupled weight decay", decay=0.1)
adam("falling learning rate", learningRates=falling)
adam("plain", "adamw")
adam("decay 0.1", "adamw", decay=0.1)
adam("decay 0.01, large epsilon", "adamw", decay=0.01, eps=1e-3)
adam("decay 0.1, falling learning rate", "adamw", decay=0.1, learningRates=falling)

write(__file__, start=start, gradients=gradients, cases=cases)
