"""Feature-based objectives held against PyTorch in float64; writes feature.json beside this file.

Each formula is written from its paper. Helpers (projections, regressors, fusions) are given as numbers, so that nothing
depends on how their first weights are drawn; batch norm takes the statistics of the batch.
"""

import torch
from cases import case, seeded, write
from torch.nn import functional as F

normal = seeded(62)


def pooled(a, b):
    """Both maps in the smaller size of the two."""
    size = [min(x, y) for x, y in zip(a.shape[2:], b.shape[2:])]
    return F.adaptive_avg_pool2d(a, size), F.adaptive_avg_pool2d(b, size)


def alike(a, b):
    return pooled(a, b) if a.dim() == 4 else (a, b)


def convolved(x, weight, bias=None):
    return F.conv2d(x, weight, bias, padding=weight.shape[2] // 2)


def normed(x, helpers, name):
    return F.batch_norm(x, None, None, helpers[f"{name}.weight"], helpers[f"{name}.bias"], training=True, eps=1e-5)


def projected(given, place, x):
    helpers = given.get("helpers", {})
    name = f"projection{place + 1}"
    if f"{name}.weight" not in helpers:
        return x
    layer = convolved if x.dim() == 4 else F.linear
    return layer(x, helpers[f"{name}.weight"], helpers[f"{name}.bias"])


def pairs_of(given):
    return list(zip(given["student"]["taps"].values(), given["teacher"]["taps"].values()))


def hint(given, options):
    total = 0
    for i, (s, t) in enumerate(pairs_of(given)):
        s, t = alike(projected(given, i, s), t)
        total = total + ((s - t) ** 2).mean()
    return total


def attention_transfer(given, options):
    def Q(x):
        q = (x**2).sum(dim=1).flatten(1)
        return q / q.pow(2).sum(dim=1, keepdim=True).sqrt()

    total = 0
    for s, t in pairs_of(given):
        s, t = pooled(s, t)
        difference = Q(s) - Q(t)
        if options.get("form") == "code":
            total = total + (difference**2).mean()
        else:
            total = total + difference.pow(2).sum(dim=1).sqrt().mean()
    return total


def nst(given, options):
    """Huang and Wang 2017, equation 5, kernel by kernel: a loop over samples and pairs of channels."""

    def k(a, b):
        a, b = (x.flatten(2) / x.flatten(2).norm(dim=2, keepdim=True) for x in (a, b))
        values = [(a[n, i] @ b[n, j]) ** 2 for n in range(len(a)) for i in range(a.shape[1]) for j in range(b.shape[1])]
        return torch.stack(values).mean()

    total = 0
    for s, t in pairs_of(given):
        s, t = pooled(s, t)
        total = total + k(t, t) + k(s, s) - 2 * k(s, t)
    return total


def vid(given, options):
    helpers, total = given["helpers"], 0
    for i, (s, t) in enumerate(pairs_of(given)):
        s, t = alike(s, t)
        layer = convolved if s.dim() == 4 else F.linear
        for j in range(3):
            s = layer(F.relu(s) if j > 0 else s, helpers[f"guess{i + 1}.mean.{j}.weight"])
        variance = torch.log1p(torch.exp(helpers[f"guess{i + 1}.a"])) + 1e-5
        if t.dim() == 4:
            variance = variance[:, None, None]
        total = total + (0.5 * ((t - s) ** 2 / variance + torch.log(variance))).mean()
    return total


def fsp(given, options):
    def G(a, b):
        """Yim et al. 2017, equation 1, pixel by pixel."""
        size = [min(x, y) for x, y in zip(a.shape[2:], b.shape[2:])]
        pool = F.adaptive_avg_pool2d if options.get("pooling") == "average" else F.adaptive_max_pool2d
        a, b = (x if list(x.shape[2:]) == size else pool(x, size) for x in (a, b))
        return torch.einsum("nihw,njhw->nij", a, b) / (size[0] * size[1])

    taps = pairs_of(given)
    student = [projected(given, i, s) for i, (s, _) in enumerate(taps)]
    teacher = [t for _, t in taps]
    return sum(
        ((G(student[i], student[i + 1]) - G(teacher[i], teacher[i + 1])) ** 2).mean() for i in range(len(taps) - 1)
    )


def ofd(given, options):
    total = 0
    for i, (s, t) in enumerate(pairs_of(given)):
        s, t = pooled(s, t)
        name = f"regressor{i + 1}.layers"
        s = normed(convolved(s, given["helpers"][f"{name}.0.weight"]), given["helpers"], f"{name}.1")
        margins = []
        for c in range(t.shape[1]):
            below = t[:, c][t[:, c] < 0]
            margins.append(below.mean() if len(below) else torch.tensor(0.0))
        t = torch.maximum(t, torch.stack(margins)[None, :, None, None])
        counts = ~((s <= t) & (t <= 0))
        total = total + ((t - s)[counts] ** 2).sum() / len(t)
    return total


def review_kd(given, options):
    helpers, taps = given["helpers"], pairs_of(given)
    below, total = None, 0
    for i in reversed(range(len(taps))):
        s, t = taps[i]
        name = f"fusion{i + 1}"
        x = normed(convolved(s, helpers[f"{name}.enter.layers.0.weight"]), helpers, f"{name}.enter.layers.1")
        if below is not None:
            y = F.interpolate(below, s.shape[2:], mode="nearest")
            z = convolved(torch.cat([x, y], dim=1), helpers[f"{name}.attention.weight"], helpers[f"{name}.attention.bias"])
            z = torch.sigmoid(z)
            x = x * z[:, 0:1] + y * z[:, 1:2]
        x = F.interpolate(x, t.shape[2:], mode="nearest")
        below = x
        fused = normed(convolved(x, helpers[f"{name}.leave.layers.0.weight"]), helpers, f"{name}.leave.layers.1")
        loss, weights, weight = F.mse_loss(fused, t), 1.0, 1.0
        for side in (4, 2, 1):
            if side >= min(t.shape[2:]):
                continue
            weight /= 2
            loss = loss + weight * F.mse_loss(F.adaptive_avg_pool2d(fused, side), F.adaptive_avg_pool2d(t, side))
            weights += weight
        total = total + loss / weights
    return total


def simkd(given, options):
    helpers = given["helpers"]
    ((s, t),) = pairs_of(given)
    layer = convolved if s.dim() == 4 else F.linear
    for i in range(3):
        name = f"projector.layers.{i}.layers"
        s = F.relu(normed(layer(s, helpers[f"{name}.0.weight"]), helpers, f"{name}.1"))
    s, t = alike(s, t)
    return ((s - t) ** 2).mean()


def pkd(given, options):
    total = 0
    for i, (s, t) in enumerate(pairs_of(given)):
        s = projected(given, i, s)
        s, t = ((x[:, 0] if x.dim() == 3 else x) for x in (s, t))
        s, t = (x / x.norm(dim=1, keepdim=True) for x in (s, t))
        total = total + ((s - t) ** 2).sum(dim=1).mean()
    return total


def hidden_cosine(given, options):
    total = 0
    for i, (s, t) in enumerate(pairs_of(given)):
        total = total + (1 - F.cosine_similarity(projected(given, i, s), t, dim=-1)).mean()
    return total


methods = {
    "hint": hint,
    "attention-transfer": attention_transfer,
    "nst": nst,
    "vid": vid,
    "fsp": fsp,
    "ofd": ofd,
    "review-kd": review_kd,
    "simkd": simkd,
    "pkd": pkd,
    "hidden-cosine": hidden_cosine,
}


def maps(*shapes):
    return {f"stage{i + 1}": normal(3, *shape) for i, shape in enumerate(shapes)}


def norm_layer(name, width):
    return {f"{name}.weight": 1 + normal(width, scale=0.3), f"{name}.bias": normal(width, scale=0.3)}


def regressor(name, inputs, outputs, kernel=1):
    return {f"{name}.layers.0.weight": normal(outputs, inputs, kernel, kernel, scale=0.5), **norm_layer(f"{name}.layers.1", outputs)}


def fusion(name, inputs, middle, outputs, fused):
    attention = {f"{name}.attention.weight": normal(2, 2 * middle, 1, 1), f"{name}.attention.bias": normal(2)} if fused else {}
    return {**regressor(f"{name}.enter", inputs, middle), **attention, **regressor(f"{name}.leave", middle, outputs, 3)}


def guess(name, inputs, outputs, *kernel):
    weights = {f"{name}.mean.{j}.weight": normal(outputs, inputs if j == 0 else outputs, *kernel, scale=0.7) for j in range(3)}
    return {**weights, f"{name}.a": normal(outputs)}


def projection(name, inputs, outputs, *kernel):
    return {f"{name}.weight": normal(outputs, inputs, *kernel), f"{name}.bias": normal(outputs)}


def projector(inputs, outputs, *kernels):
    middle = -(-outputs // 2)
    widths = [(inputs, middle), (middle, middle), (middle, outputs)]
    helpers = {}
    for i, (a, b) in enumerate(widths):
        shape = [kernels[i], kernels[i]] if kernels else []
        helpers[f"projector.layers.{i}.layers.0.weight"] = normal(b, a, *shape)
        helpers.update(norm_layer(f"projector.layers.{i}.layers.1", b))
    return helpers


two = (maps((2, 6, 6), (3, 3, 3)), maps((2, 6, 6), (3, 3, 3)))
wide = (maps((2, 6, 6), (3, 3, 3)), maps((4, 6, 6), (5, 4, 4)))
vectors = ({"features": normal(4, 3)}, {"features": normal(4, 5)})
alike_vectors = ({"features": normal(4, 3)}, {"features": normal(4, 3)})
tokens = ({"layer": normal(2, 4, 3)}, {"layer": normal(2, 4, 5)})

runs = [
    # objective, name, options, (student's taps, teacher's taps), helpers
    ("hint", "maps of one width", {"taps": ["stage1", "stage2"]}, two, {}),
    ("hint", "maps of other widths, the later ones by depth", {}, wide, projection("projection1", 3, 5, 1, 1)),
    ("hint", "vectors", {}, vectors, projection("projection1", 3, 5)),
    ("hint", "sequences", {}, tokens, projection("projection1", 3, 5)),
    ("attention-transfer", "two maps", {}, two, {}),
    ("attention-transfer", "maps of other sizes", {}, wide, {}),
    ("attention-transfer", "the authors' code", {"form": "code"}, wide, {}),
    ("nst", "two maps", {}, two, {}),
    ("nst", "maps of other sizes", {}, wide, {}),
    ("vid", "maps", {}, wide, {**guess("guess1", 2, 4, 1, 1), **guess("guess2", 3, 5, 1, 1)}),
    ("vid", "vectors", {}, vectors, guess("guess1", 3, 5)),
    ("fsp", "maps of one width", {}, two, {}),
    (
        "fsp",
        "maps of other widths",
        {},
        (maps((2, 6, 6), (3, 3, 3)), maps((4, 6, 6), (5, 3, 3))),
        {**projection("projection1", 2, 4, 1, 1), **projection("projection2", 3, 5, 1, 1)},
    ),
    ("fsp", "pooled by means", {"pooling": "average"}, two, {}),
    ("ofd", "maps", {}, wide, {**regressor("regressor1", 2, 4), **regressor("regressor2", 3, 5)}),
    (
        "ofd",
        "maps after the activation",
        {},
        ({"stage1": normal(2, 2, 4, 4).abs()}, {"stage1": normal(2, 3, 4, 4).abs()}),
        regressor("regressor1", 2, 3),
    ),
    ("review-kd", "two stages", {}, wide, {**fusion("fusion1", 2, 3, 4, True), **fusion("fusion2", 3, 3, 5, False)}),
    ("simkd", "maps", {"taps": {"stage2": "stage2"}}, wide, projector(3, 5, 1, 3, 1)),
    ("simkd", "vectors", {}, vectors, projector(3, 5)),
    ("pkd", "vectors", {}, alike_vectors, {}),
    ("pkd", "sequences of other widths", {}, tokens, projection("projection1", 3, 5)),
    ("hidden-cosine", "sequences", {}, ({"layer": normal(2, 4, 3)}, {"layer": normal(2, 4, 3)}), {}),
    ("hidden-cosine", "vectors of other widths", {}, vectors, projection("projection1", 3, 5)),
]


cases = []
for objective, name, options, (student, teacher), helpers in runs:
    inputs = {"student": {"taps": student}, "teacher": {"taps": teacher}}
    if helpers:
        inputs["helpers"] = helpers
    one_pair = objective == "simkd" or (objective == "hint" and "taps" not in options)
    compared = ["stage2"] if one_pair and "stage2" in student else list(student)

    def loss(given):
        taps = {who: {"taps": {tap: given[who]["taps"][tap] for tap in compared}} for who in ("student", "teacher")}
        return methods[objective]({**given, **taps}, options)

    cases.append(case(objective, name, loss, options, differentiate=("student", "helpers"), **inputs))

write(__file__, digits=11, cases=cases)
