"""Operators held against PyTorch in float64; writes operators.json beside this file (PyTorch 1.13.1, see ../made.py).

Each case: the operator's name as Limbeck spells it, its options, the inputs in order, the output. Indices are
integers. Convolution and pooling are in spatial.py.
"""

import pathlib
import sys

import torch
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(7)
cases = []


def case(operator, function, inputs, options=None, note=""):
    shown = ", ".join(f"{key} {value}" for key, value in (options or {}).items())
    shapes = " x ".join(str(list(x.shape)) for x in inputs)
    cases.append(
        {
            "name": " ".join(filter(None, [operator, note, shapes, shown])),
            "operator": operator,
            "options": options or {},
            "inputs": inputs,
            "output": function(*inputs),
        }
    )


x3 = normal(2, 3, 4, scale=3)
large = torch.tensor([[1000.0, 999.0, -1000.0], [-800.0, -801.0, -800.5]])
for axis in (0, 1, 2, -1, -2):
    for name, function in {
        "softmax": torch.softmax,
        "logSoftmax": torch.log_softmax,
        "logSumExp": torch.logsumexp,
    }.items():
        case(name, lambda x: function(x, axis), [x3 if axis in (1, -1) else x3[:, :2, :2]], {"axis": axis})
case("softmax", lambda x: torch.softmax(x, -1), [large], {"axis": -1}, "large")
case("logSoftmax", lambda x: torch.log_softmax(x, -1), [large], {"axis": -1}, "large")
case("logSumExp", lambda x: torch.logsumexp(x, -1, keepdim=True), [large], {"axis": -1, "keepDims": True}, "large")
case("logSumExp", lambda x: torch.logsumexp(x, (0, 2)), [x3], {"axis": [0, 2]})

points = torch.tensor([-30.0, -6.0, -3.0, -1.5, -1.0, -0.5, -0.1, -1e-6, 0.0, 1e-6, 0.1, 0.5, 1.0, 1.5, 3.0, 6.0, 30.0])
for name, function in {
    "erf": torch.erf,
    "gelu": F.gelu,
    "silu": F.silu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": F.softplus,
    "exp": torch.exp,
    "relu": F.relu,
    "abs": torch.abs,
    "sign": torch.sign,
    "floor": torch.floor,
    "sin": torch.sin,
    "cos": torch.cos,
    "square": torch.square,
}.items():
    case(name, function, [points])
case("gelu", lambda x: F.gelu(x, approximate="tanh"), [points], {"approximate": "tanh"})
positive = torch.tensor([1e-6, 0.1, 0.5, 1.0, 2.0, 10.0, 1e4])
for name, function in {"log": torch.log, "sqrt": torch.sqrt, "reciprocal": torch.reciprocal}.items():
    case(name, function, [positive])

reductions = {
    "sum": torch.sum,
    "mean": torch.mean,
    "max": torch.amax,
    "min": torch.amin,
    "variance": lambda x, dim, keepdim: torch.var(x, dim, unbiased=False, keepdim=keepdim),
}
small = normal(2, 3, 2)
for name, function in reductions.items():
    for axis, keep in ((0, False), (1, True), (-1, False), ([0, 2], False), ([1, 2], True), ([0, 1, 2], False)):
        case(name, lambda x: function(x, dim=axis, keepdim=keep), [small], {"axis": axis, "keepDims": keep})
case("prod", lambda x: torch.prod(x, 1), [small], {"axis": 1, "keepDims": False})
case("prod", lambda x: torch.prod(x, 1, keepdim=True), [small], {"axis": 1, "keepDims": True})
for axis in (0, 1, -1):
    case("cumsum", lambda x: torch.cumsum(x, axis), [small], {"axis": axis})

table = normal(5, 3)
case("gather", lambda t, i: t[i], [table, torch.tensor([4, 0, 4])])
case("gather", lambda t, i: t[i], [table, torch.tensor([[1, 2], [2, 3]])])
case(
    "takeAlongAxis", lambda x, i: torch.gather(x, 1, i), [table, torch.tensor([[0], [2], [1], [1], [0]])], {"axis": 1}
)
case("takeAlongAxis", lambda x, i: torch.gather(x, 0, i), [table, torch.tensor([[4, 0, 1], [4, 4, 2]])], {"axis": 0})
case(
    "takeAlongAxis",
    lambda x, i: torch.gather(x, 2, i),
    [x3, torch.tensor([[[3, 0], [1, 1], [2, 0]], [[0, 0], [3, 2], [1, 2]]])],
    {"axis": 2},
)
case(
    "scatterAddRows",
    lambda rows, i, like: torch.zeros_like(like).index_add(0, i, rows),
    [normal(4, 3), torch.tensor([1, 3, 1, 1]), table],
    {},
    "repeated indices",
)
case("oneHot", lambda i: F.one_hot(i, 4).double(), [torch.tensor([3, 0, 0, 2])], {"classes": 4})

case("pad", lambda x: F.pad(x, (1, 2)), [table[:2]], {"before": [0, 1], "after": [0, 2], "value": 0})
case(
    "pad", lambda x: F.pad(x, (0, 1, 2, 0), value=-1.5), [table[:2]], {"before": [2, 0], "after": [0, 1], "value": -1.5}
)
for permutation in ([1, 0, 2], [2, 0, 1], [0, 2, 1], [2, 1, 0]):
    case("transpose", lambda x: x.permute(permutation), [small], {"order": permutation})
case("concat", lambda a, b: torch.cat([a, b], 1), [small, normal(2, 1, 2)], {"axis": 1})
case("slice", lambda x: x[:, :, 1:4:2], [x3], {"axis": 2, "begin": 1, "end": 4, "step": 2})

for a, b in (
    ((2, 3), (3, 4)),
    ((2, 2, 3), (2, 3, 2)),
    ((2, 2, 3), (3, 2)),
    ((2, 3), (2, 3, 2)),
    ((2, 1, 2, 3), (1, 3, 3, 2)),
):
    case("matmul", torch.matmul, [normal(*a), normal(*b)])

write(__file__, digits=9, cases=cases)
