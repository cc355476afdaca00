"""Response-based objectives held against PyTorch in float64; writes response.json beside this file.

Each formula is written from its paper, plainly: what counts is taken out by indexing (never by a large negative number),
probabilities by softmax, sums over classes and means over samples in words.
"""

import torch
from cases import case, seeded, write
from torch.nn import functional as F

normal = seeded(61)


def softened(z, T):
    return torch.softmax(z / T, dim=1)


def kl(p, q):
    """Sum over classes, one number a sample."""
    return (p * (p.log() - q.log())).sum(dim=1)


def z_score(z, divisor):
    centred = z - z.mean(dim=1, keepdim=True)
    deviation = z.std(dim=1, keepdim=True, unbiased=divisor == "code")
    return centred / deviation


def standardized(z, options):
    how = options.get("standardize", "no")
    return z if how == "no" else z_score(z, how)


def others(z, labels):
    """The logits of all classes but the label's, [batch, classes - 1]."""
    keep = torch.ones_like(z, dtype=torch.bool)
    keep[torch.arange(len(z)), labels] = False
    return z[keep].reshape(len(z), -1)


def soft_targets(given, options):
    T = options.get("temperature", 4)
    s, t = (standardized(given[who]["logits"], options) for who in ("student", "teacher"))
    each = kl(softened(t, T), softened(s, T))
    return T**2 * each.mean() / (s.shape[1] if options.get("reduction") == "element-mean" else 1)


def logit_standardization(given, options):
    T = options.get("temperature", 2)
    s, t = (z_score(given[who]["logits"], options.get("divisor", "paper")) for who in ("student", "teacher"))
    return T**2 * kl(softened(t, T), softened(s, T)).mean()


def dkd(given, options):
    """Zhao et al. 2022, equation 7 with the weights of equation 8."""
    T, alpha, beta = (options.get(key, value) for key, value in (("temperature", 4), ("alpha", 1), ("beta", 8)))
    labels = given["labels"]
    s, t = (standardized(given[who]["logits"], options) / T for who in ("student", "teacher"))
    rows = torch.arange(len(s))
    p_s, p_t = (torch.softmax(z, dim=1)[rows, labels] for z in (s, t))
    tckd = p_t * (p_t / p_s).log() + (1 - p_t) * ((1 - p_t) / (1 - p_s)).log()
    nckd = kl(torch.softmax(others(t, labels), dim=1), torch.softmax(others(s, labels), dim=1))
    return T**2 * (alpha * tckd + beta * nckd).mean()


def pearson(a, b):
    """Of each row, by NumPy's definition: covariance over the product of deviations."""
    a, b = (x - x.mean(dim=1, keepdim=True) for x in (a, b))
    return (a * b).sum(dim=1) / (a.pow(2).sum(dim=1).sqrt() * b.pow(2).sum(dim=1).sqrt())


def dist(given, options):
    T, beta, gamma = (options.get(key, value) for key, value in (("temperature", 1), ("beta", 1), ("gamma", 1)))
    s, t = (softened(standardized(given[who]["logits"], options), T) for who in ("student", "teacher"))
    inter = 1 - pearson(s, t).mean()
    intra = 1 - pearson(s.T, t.T).mean()
    return T**2 * (beta * inter + gamma * intra)


def nkd(given, options):
    T, gamma = (options.get(key, value) for key, value in (("temperature", 1), ("gamma", 1.5)))
    labels = given["labels"]
    s, t = (standardized(given[who]["logits"], options) for who in ("student", "teacher"))
    rows = torch.arange(len(s))
    p_s, p_t = (torch.softmax(z, dim=1)[rows, labels] for z in (s, t))
    n_s, n_t = (torch.softmax(others(z, labels) / T, dim=1) for z in (s, t))
    return -(p_t * p_s.log()).mean() - gamma * T**2 * (n_t * n_s.log()).sum(dim=1).mean()


class Reversed(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, strength):
        ctx.strength = strength
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        return -ctx.strength * grad, None


def learned_temperature(given, options):
    low, span, strength = (options.get(k, v) for k, v in (("minimum", 1), ("range", 20), ("reversal", 1)))
    theta = Reversed.apply(given["helpers"]["temperature.theta"], strength)
    T = low + span * torch.sigmoid(theta)
    s, t = (standardized(given[who]["logits"], options) for who in ("student", "teacher"))
    return (T**2 * kl(softened(t, T), softened(s, T)).mean()).sum()


def logit_mse(given, options):
    difference = (given["student"]["logits"] - given["teacher"]["logits"]) ** 2
    return difference.sum(dim=1).mean() if options.get("reduction") == "class-sum" else difference.mean()


pairs = {
    "four samples of six classes": (normal(4, 6, scale=2), normal(4, 6, scale=3)),
    "two classes": (normal(3, 2), normal(3, 2, scale=2)),
    "a sure teacher": (normal(3, 5), normal(3, 5, scale=8)),
}

methods = {
    "soft-targets": (soft_targets, [{}, {"temperature": 1}, {"standardize": "paper"}, {"standardize": "code", "temperature": 2}]),
    "logit-mse": (logit_mse, [{}, {"reduction": "class-sum"}]),
    "logit-standardization": (logit_standardization, [{}, {"divisor": "code"}, {"temperature": 3}]),
    "dkd": (dkd, [{}, {"beta": 2, "alpha": 0.5, "temperature": 1}, {"standardize": "paper"}]),
    "dist": (dist, [{}, {"beta": 2, "gamma": 2, "temperature": 4}, {"standardize": "code"}]),
    "nkd": (nkd, [{}, {"gamma": 0.5, "temperature": 2}, {"standardize": "paper"}]),
    "learned-temperature": (learned_temperature, [{}, {"minimum": 2, "range": 5, "reversal": 0.25}]),
}

cases = []
for objective, (loss, variants) in methods.items():
    for name, (student, teacher) in pairs.items():
        for options in variants:
            inputs = {"student": {"logits": student}, "teacher": {"logits": teacher}}
            if objective in ("dkd", "nkd"):
                inputs["labels"] = (torch.arange(len(student)) * 3 + 1) % student.shape[1]
            if objective == "learned-temperature":
                inputs["helpers"] = {"temperature.theta": torch.tensor([0.3])}
            cases.append(
                case(
                    objective,
                    ", ".join([name, *(f"{key} {value}" for key, value in options.items())]),
                    lambda given: loss(given, options),
                    options,
                    differentiate=("student", "helpers"),
                    **inputs,
                )
            )

write(__file__, digits=12, cases=cases)
