"""Relation-based objectives held against PyTorch in float64; writes relation.json beside this file.

Written from the papers pair by pair and triple by triple, in loops: nothing here uses the products of samples from which
Limbeck computes the same numbers.
"""

import math

import torch
from cases import case, seeded, write
from torch.nn import functional as F

normal = seeded(63)


def huber(x):
    return torch.where(x.abs() < 1, 0.5 * x**2, x.abs() - 0.5)


def length(x):
    return x.pow(2).sum().clamp(min=1e-12).sqrt()


def rkd(s, t, options):
    """Park et al. 2019, equations 5 to 9."""
    B = len(s)

    def distances(f):
        d = [[length(f[i] - f[j]) if i != j else torch.tensor(0.0) for j in range(B)] for i in range(B)]
        d = torch.stack([torch.stack(row) for row in d])
        return d / d[d > 0].mean()

    def angles(f):
        def unit(a, b):
            return (a - b) / length(a - b)

        zero = torch.tensor(0.0)
        return torch.stack(
            [
                zero if i in (j, k) else unit(f[j], f[i]) @ unit(f[k], f[i])
                for i in range(B)
                for j in range(B)
                for k in range(B)
            ]
        )

    by_distance = huber(distances(s) - distances(t)).mean()
    by_angle = huber(angles(s) - angles(t)).mean()
    return options.get("distance", 25) * by_distance + options.get("angle", 50) * by_angle


def sp(s, t, options):
    def G(f):
        f = f.flatten(1)
        rows = torch.stack([torch.stack([a @ b for b in f]) for a in f])
        return rows / rows.pow(2).sum(dim=1, keepdim=True).sqrt()

    return ((G(s) - G(t)) ** 2).sum() / len(s) ** 2


def pkt(s, t, options):
    B, e = len(s), 1e-7
    counts_itself = options.get("diagonal") == "code"

    def P(f):
        K = torch.stack([torch.stack([(F.cosine_similarity(a, b, dim=0) + 1) / 2 for b in f]) for a in f])
        mask = torch.ones(B, B) if counts_itself else 1 - torch.eye(B)
        K = K * mask
        return K / K.sum(dim=1, keepdim=True)

    p_s, p_t = P(s), P(t)
    return (p_t * torch.log((p_t + e) / (p_s + e))).sum() / B**2


def cc(s, t, options):
    gamma, order = options.get("gamma", 0.4), options.get("order", 2)

    def K(f):
        f = f / f.norm(dim=1, keepdim=True)

        def k(a, b):
            terms = [(2 * gamma) ** p / math.factorial(p) * (a @ b) ** p for p in range(order + 1)]
            return math.exp(-2 * gamma) * sum(terms)

        return torch.stack([torch.stack([k(a, b) for b in f]) for a in f])

    return ((K(s) - K(t)) ** 2).sum() / len(s) ** 2


def minilm(pairs, options):
    A = options.get("heads", 4)

    def R(x, head):
        d = x.shape[2] // A
        x = x[:, :, head * d : (head + 1) * d]
        return torch.softmax(torch.einsum("nid,njd->nij", x, x) / math.sqrt(d), dim=-1)

    total = 0
    for s, t in pairs:
        for a in range(A):
            r_s, r_t = R(s, a), R(t, a)
            kl = (r_t * (r_t / r_s).log()).sum(dim=(1, 2))  # summed over tokens, one number a sample
            total = total + (kl / (A * s.shape[1])).mean() / len(pairs)
    return total


def crd(given, options):
    """Tian et al. 2020, equations 11 to 18, anchor by anchor."""
    tau, m, e = options.get("temperature", 0.07), options.get("momentum", 0.5), 1e-7
    helpers, memory, labels = given["helpers"], given["memory"], given["labels"]

    def embedded(who):
        x = F.linear(given[who]["taps"]["x"], helpers[f"{who}.weight"], helpers[f"{who}.bias"])
        return x / x.norm(dim=1, keepdim=True)

    u = {"student": embedded("student"), "teacher": embedded("teacher")}
    banks = {who: memory[who] for who in u}
    N, drawn = len(memory["student"]), memory["drawn"]
    K = options["negatives"]
    loss, constants = 0, []
    for place, (who, other) in enumerate((("student", "teacher"), ("teacher", "student"))):
        hits, misses, sizes = [], [], []
        for i, index in enumerate(given["indices"]):
            others = [k for k in drawn if memory["label"][k, 0] != labels[i]]
            hits.append(torch.exp(u[who][i] @ banks[other][index] / tau))
            misses.append(torch.stack([torch.exp(u[who][i] @ banks[other][k] / tau) for k in others]))
            sizes.append((hits[-1] + K * misses[-1].mean()) / (1 + K))
        known = memory["constants"][place]
        Z = known if known > 0 else torch.stack(sizes).mean().detach() * N
        constants.append(Z)
        each = [
            torch.log((hit / Z) / (hit / Z + K / N + e)) + K * torch.log((K / N) / (miss / Z + K / N + e)).mean()
            for hit, miss in zip(hits, misses)
        ]
        loss = loss - torch.stack(each).mean()

    def moved(who):
        rows = m * banks[who][torch.tensor(given["indices"])] + (1 - m) * u[who]
        return rows / rows.norm(dim=1, keepdim=True)

    return loss, {"student": moved("student"), "teacher": moved("teacher"), "constants": torch.stack(constants)}


methods = {"rkd": rkd, "sp": sp, "pkt": pkt, "cc": cc}

narrow, wide = normal(5, 3), normal(5, 4, scale=2)
maps = (normal(3, 2, 3, 3), normal(3, 4, 2, 2))

runs = [
    ("rkd", "five samples", {}, narrow, wide),
    ("rkd", "distances alone", {"angle": 0}, narrow, wide),
    ("rkd", "angles alone", {"distance": 0, "angle": 1}, narrow, wide),
    ("rkd", "far from the origin", {}, narrow + 100, wide - 50),
    ("sp", "vectors", {}, narrow, wide),
    ("sp", "maps", {}, *maps),
    ("pkt", "the paper's, without the diagonal", {}, narrow, wide),
    ("pkt", "the code's, with the diagonal", {"diagonal": "code"}, narrow, wide),
    ("cc", "second order", {}, narrow, wide),
    ("cc", "fourth order", {"order": 4, "gamma": 1.5}, narrow, wide),
]

cases = []
for objective, name, options, student, teacher in runs:
    cases.append(
        case(
            objective,
            name,
            lambda given: methods[objective](given["student"]["taps"]["x"], given["teacher"]["taps"]["x"], options),
            options,
            student={"taps": {"x": student}},
            teacher={"taps": {"x": teacher}},
        )
    )

for name, options, widths in (("four heads", {}, (8, 4)), ("two heads", {"heads": 2}, (4, 6))):
    student, teacher = ({part: normal(2, 3, width) for part in "qkv"} for width in widths)
    cases.append(
        case(
            "minilm",
            name,
            lambda given: minilm(list(zip(given["student"]["taps"].values(), given["teacher"]["taps"].values())), options),
            options,
            student={"taps": student},
            teacher={"taps": teacher},
        )
    )



def unit(*shape):
    x = normal(*shape)
    return (x / x.norm(dim=1, keepdim=True)).mul(1000).round().div(1000)


for name, constants, drawn in (
    ("the first batch", torch.zeros(2), [0, 1, 3, 5, 6, 6]),
    ("a later one", torch.tensor([3.5, 2.25]), [5, 4, 3, 2, 1, 0]),
):
    options = {"negatives": 6, "width": 4, "temperature": 0.5}
    cases.append(
        case(
            "crd",
            name,
            lambda given: crd(given, options),
            options,
            differentiate=("student", "helpers"),
            student={"taps": {"x": normal(3, 3)}},
            teacher={"taps": {"x": normal(3, 5)}},
            labels=[0, 2, 1],
            indices=[4, 0, 6],
            helpers={
                "student.weight": normal(4, 3),
                "student.bias": normal(4),
                "teacher.weight": normal(4, 5),
                "teacher.bias": normal(4),
            },
            memory={
                "student": unit(7, 4),
                "teacher": unit(7, 4),
                "label": torch.tensor([[2], [0], [1], [1], [0], [2], [1]]),
                "constants": constants,
                "drawn": drawn,
            },
        )
    )

write(__file__, digits=12, cases=cases)
