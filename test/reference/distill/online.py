"""Objectives of online distillation held against PyTorch in float64; writes online.json beside this file.

Each is one network's loss beside its peers. Where the paper holds the peers' side fixed, their gradients are zeros.
"""

import torch
from cases import case, seeded, write
from torch.nn import functional as F

normal = seeded(65)


def kl(t, s, T):
    p, q = torch.softmax(t / T, dim=1), torch.softmax(s / T, dim=1)
    return (p * (p / q).log()).sum(dim=1).mean()


def logits_of(given):
    return [given["student"]["logits"], *(peer["logits"] for peer in given["peers"])]


def dml(given, options):
    T = options.get("temperature", 1)
    student, *peers = logits_of(given)
    return T**2 * sum(kl(peer.detach(), student, T) for peer in peers) / len(peers)


def kdcl(given, options):
    T, labels = options.get("temperature", 2), torch.tensor(given["labels"])
    every = logits_of(given)
    rows = torch.arange(len(labels))
    if options.get("ensemble") == "naive":
        target = []
        for i in rows:
            errors = [F.cross_entropy(z[i : i + 1], labels[i : i + 1]) for z in every]
            target.append(every[int(torch.stack(errors).argmin())][i])
        target = torch.stack(target)
    else:
        target = torch.stack([z - z[rows, labels][:, None] for z in every]).min(dim=0).values
    return T**2 * kl(target.detach(), every[0], T)


def one(given, options):
    T, rise, labels = options.get("temperature", 3), options.get("rise", 1), torch.tensor(given["labels"])
    branches, helpers = logits_of(given), given["helpers"]
    trunk = given["student"]["taps"]["trunk"]
    features = trunk.mean(dim=(2, 3)) if trunk.dim() == 4 else trunk
    scores = F.linear(features, helpers["gate.linear.weight"])
    scores = F.batch_norm(scores, None, None, helpers["gate.norm.weight"], helpers["gate.norm.bias"], training=True)
    g = torch.softmax(F.relu(scores), dim=1)
    together = sum(g[:, i : i + 1] * z for i, z in enumerate(branches))
    target = together if options.get("ensemble") == "code" else together.detach()
    hard = sum(F.cross_entropy(z, labels) for z in [*branches, together])
    return hard + rise * T**2 * sum(kl(target, z, T) for z in branches)


def inputs(peers, **taps):
    student = {"logits": normal(4, 5, scale=2), **({"taps": taps} if taps else {})}
    return {
        "student": student,
        "peers": [{"logits": normal(4, 5, scale=2)} for _ in range(peers)],
        "labels": [0, 3, 1, 4],
    }


def gate(width, branches):
    return {
        "gate.linear.weight": normal(branches, width),
        "gate.norm.weight": 1 + normal(branches, scale=0.3),
        "gate.norm.bias": normal(branches, scale=0.3),
    }


runs = [
    ("dml", dml, "two", {}, inputs(1)),
    ("dml", dml, "three, softened", {"temperature": 3}, inputs(2)),
    ("kdcl", kdcl, "least logits", {}, inputs(2)),
    ("kdcl", kdcl, "the surest peer", {"ensemble": "naive", "temperature": 3}, inputs(2)),
    ("one", one, "three branches of maps", {}, {**inputs(2, trunk=normal(4, 3, 2, 2)), "helpers": gate(3, 3)}),
    ("one", one, "two of vectors, the authors' code", {"ensemble": "code"}, {**inputs(1, trunk=normal(4, 6)), "helpers": gate(6, 2)}),
    ("one", one, "before the ensemble teaches", {"rise": 0.1}, {**inputs(1, trunk=normal(4, 6)), "helpers": gate(6, 2)}),
]

cases = [
    case(objective, name, lambda given: loss(given, options), options, ("student", "peers", "helpers"), **given)
    for objective, loss, name, options, given in runs
]
write(__file__, digits=12, cases=cases)
