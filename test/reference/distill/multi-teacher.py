"""Objectives of several teachers, and of assistants, held against PyTorch in float64; writes multi-teacher.json and
assistant.json beside this file."""

import torch
from cases import case, seeded, write
from torch.nn import functional as F

normal = seeded(66)


def softened(z, T):
    return torch.softmax(z / T, dim=1)


def kl(p, q):
    return (p * (p / q).log()).sum(dim=1)


def averaged(given, options):
    T = options.get("temperature", 4)
    teachers = [teacher["logits"] for teacher in given["teacher"]]
    if options.get("average") == "logits":
        p = softened(sum(teachers) / len(teachers), T)
    else:
        p = sum(softened(t, T) for t in teachers) / len(teachers)
    return T**2 * kl(p, softened(given["student"]["logits"], T)).mean()


def confident(given, options):
    T, labels = options.get("temperature", 4), torch.tensor(given["labels"])
    teachers, s = [teacher["logits"] for teacher in given["teacher"]], given["student"]["logits"]
    K, total = len(teachers), 0
    for i in range(len(s)):
        errors = torch.stack([F.cross_entropy(t[i : i + 1], labels[i : i + 1]) for t in teachers]).exp()
        for k, t in enumerate(teachers):
            w = (1 - errors[k] / errors.sum()) / (K - 1)
            total = total + w * kl(softened(t[i : i + 1], T), softened(s[i : i + 1], T)).sum()
    return T**2 * total / len(s)


def assistant(given, options):
    T = options.get("temperature", 4)
    return T**2 * kl(softened(given["teacher"]["logits"], T), softened(given["student"]["logits"], T)).mean()


def inputs(teachers, **more):
    return {
        "student": {"logits": normal(4, 5, scale=2)},
        "teacher": [{"logits": normal(4, 5, scale=3)} for _ in range(teachers)],
        **more,
    }


labels = [0, 3, 1, 4]
runs = [
    ("averaged-teachers", averaged, "three", {}, inputs(3)),
    ("averaged-teachers", averaged, "their logits", {"average": "logits", "temperature": 2}, inputs(2)),
    ("confident-teachers", confident, "three", {}, inputs(3, labels=labels)),
    ("confident-teachers", confident, "two at T = 1", {"temperature": 1}, inputs(2, labels=labels)),
]
one = inputs(1)
write(
    __file__,
    digits=12,
    cases=[
        case(objective, name, lambda given: loss(given, options), options, **given)
        for objective, loss, name, options, given in runs
    ],
)
write(
    __file__,
    digits=12,
    name="assistant",
    cases=[
        case(
            "assistant",
            "four samples",
            lambda given: assistant(given, {}),
            {},
            student=one["student"],
            teacher=one["teacher"][0],
        )
    ],
)
