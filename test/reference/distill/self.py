"""Objectives of self-distillation held against PyTorch in float64; writes self.json beside this file.

Each formula is written from its paper, sample by sample where that is plainer.
"""

import torch
from cases import case, seeded, write
from torch.nn import functional as F

normal = seeded(64)


def soft_targets(s, t, T):
    p, q = torch.softmax(t / T, dim=1), torch.softmax(s / T, dim=1)
    return T**2 * (p * (p / q).log()).sum(dim=1).mean()


def born_again(given, options):
    return soft_targets(given["student"]["logits"], given["teacher"]["logits"], options.get("temperature", 1))


def teacher_free_self(given, options):
    return soft_targets(given["student"]["logits"], given["teacher"]["logits"], options.get("temperature", 20))


def cs_kd(given, options):
    return soft_targets(given["student"]["logits"], given["teacher"]["logits"], options.get("temperature", 4))


def teacher_free(given, options):
    T, a = options.get("temperature", 20), options.get("correct", 0.99)
    s, labels = given["student"]["logits"], given["labels"]
    C = s.shape[1]
    u = torch.full_like(s, (1 - a) / (C - 1)).detach()
    u[torch.arange(len(s)), labels] = a
    if options.get("form") == "code":
        p, q = torch.softmax(u / T, dim=1), torch.softmax(s, dim=1)
        return (p * (p / q).log()).sum(dim=1).mean()
    p = u ** (1 / T)
    p = p / p.sum(dim=1, keepdim=True)
    q = torch.softmax(s / T, dim=1)
    return T**2 * (p * (p / q).log()).sum(dim=1).mean()


def ps_kd(given, options):
    s, labels = given["student"]["logits"], given["labels"]
    a = options.get("share", 0.8) * (given.get("epoch", 0) + 1) / options.get("epochs", 10)
    past = given["memory"]["predictions"][torch.tensor(given["indices"])]
    target = (1 - a) * F.one_hot(torch.tensor(labels), s.shape[1]) + a * past
    loss = -(target * torch.log_softmax(s, dim=1)).sum(dim=1).mean()
    return loss, {"predictions": torch.softmax(s, dim=1)}


def byot(given, options):
    T, beta = options.get("temperature", 3), options.get("beta", 1e-4)
    f, g = given["student"]["taps"]["features"], given["teacher"]["taps"]["last"]
    active = (f > 0) | (g > 0)
    features = (((f - g) ** 2) * active).flatten(1).sum(dim=1).mean()
    return soft_targets(given["student"]["logits"], given["teacher"]["logits"], T) + beta * features


def mean_teacher(given, options):
    p, q = (torch.softmax(given[who]["logits"], dim=1) for who in ("student", "teacher"))
    return ((p - q) ** 2).mean()


def logits(classes=5, rows=4):
    return {"logits": normal(rows, classes, scale=2)}


both = {"student": logits(), "teacher": logits()}
labels = [0, 3, 1, 4]
table = torch.softmax(normal(6, 5), dim=1).mul(1000).round().div(1000)
remembered = {
    "student": logits(),
    "labels": labels,
    "indices": [5, 0, 2, 3],
    "memory": {"predictions": table},
    "epoch": 3,
}


def exit_and_whole(*shape):
    return {
        "student": {**logits(), "taps": {"features": normal(4, *shape)}},
        "teacher": {**logits(), "taps": {"last": normal(4, *shape)}},
    }


runs = [
    ("born-again", born_again, "four samples", {}, both),
    ("born-again", born_again, "at another temperature", {"temperature": 3}, both),
    ("teacher-free-self", teacher_free_self, "four samples", {}, both),
    ("teacher-free", teacher_free, "the paper's", {}, {"student": logits(), "labels": labels}),
    ("teacher-free", teacher_free, "at T = 5, a = 0.9", {"temperature": 5, "correct": 0.9}, {"student": logits(), "labels": labels}),
    ("teacher-free", teacher_free, "the authors' code", {"form": "code"}, {"student": logits(), "labels": labels}),
    ("cs-kd", cs_kd, "four pairs", {}, both),
    ("ps-kd", ps_kd, "the fourth epoch of ten", {}, remembered),
    ("ps-kd", ps_kd, "the last of four", {"share": 0.5, "epochs": 4}, remembered),
    ("byot", byot, "maps", {"taps": {"features": "last"}}, exit_and_whole(2, 3, 3)),
    ("byot", byot, "vectors", {"temperature": 1, "beta": 0.5}, exit_and_whole(3)),
    ("mean-teacher", mean_teacher, "four samples", {}, both),
]

cases = [
    case(objective, name, lambda given: loss(given, options), options, **inputs)
    for objective, loss, name, options, inputs in runs
]
write(__file__, digits=12, cases=cases)
