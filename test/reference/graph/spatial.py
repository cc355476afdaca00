"""Convolution and pooling held against PyTorch in float64; writes spatial.json beside this file (PyTorch 1.13.1, see
../made.py).

Each case: the operator, its options (PyTorch's: stride, padding, dilation, groups; each one number or [height, width]),
the inputs in order, the output. Images are [batch, channels, height, width], weights [out, in / groups, height, width].
convInputGradient(dy, w) and convWeightGradient(x, dy) are the gradients of sum(conv2d(x, w) * dy) with respect to x,
whose height and width are `size`, and to w, whose are `kernel`; maxPool2dGradient(x, dy) is that of max pooling.
"""

import pathlib
import sys

import torch
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(8)
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


convolutions = [  # x, weight, options
    ((2, 2, 5, 4), (3, 2, 3, 3), {}),
    ((1, 2, 5, 5), (2, 2, 3, 3), {"padding": 1}),
    ((1, 2, 5, 6), (2, 2, 3, 3), {"stride": 2, "padding": 1}),
    ((1, 2, 6, 6), (2, 2, 2, 2), {"stride": 2}),
    ((2, 3, 5, 4), (2, 3, 1, 1), {"stride": 2}),
    ((1, 1, 7, 6), (2, 1, 3, 3), {"dilation": 2, "padding": 1}),
    ((1, 4, 5, 4), (4, 2, 3, 3), {"groups": 2, "padding": 1}),
    ((1, 4, 5, 5), (4, 2, 3, 3), {"groups": 2, "stride": 2, "padding": 1}),
    ((2, 3, 4, 4), (3, 1, 3, 3), {"groups": 3, "padding": 1}),
    ((1, 2, 6, 5), (4, 1, 3, 3), {"groups": 2, "stride": 2, "padding": 2, "dilation": 2}),
    ((1, 2, 7, 8), (2, 2, 3, 2), {"stride": [3, 2], "padding": [1, 0], "dilation": [1, 2]}),
    ((1, 1, 8, 8), (1, 1, 3, 3), {"stride": 3}),
]
for x_shape, w_shape, options in convolutions:
    x, w = normal(*x_shape).requires_grad_(), normal(*w_shape).requires_grad_()
    y = F.conv2d(x, w, **options)
    dy = normal(*y.shape)
    (y * dy).sum().backward()
    case("conv2d", lambda *_: y, [x, w], options)
    case("convInputGradient", lambda *_: x.grad, [dy, w], {**options, "size": list(x_shape[2:])})
    case("convWeightGradient", lambda *_: w.grad, [x, dy], {**options, "kernel": list(w_shape[2:])})

for size, kernel, stride, padding in (
    ((1, 2, 5, 5), 3, 1, 0),
    ((1, 2, 5, 6), 3, 2, 1),
    ((1, 1, 5, 5), 2, 2, 0),
    ((1, 1, 6, 5), [2, 3], [1, 2], 0),
):
    x = normal(*size).requires_grad_()
    options = {"kernel": kernel, "stride": stride, "padding": padding}
    y = F.max_pool2d(x, kernel, stride, padding)
    dy = normal(*y.shape)
    (y * dy).sum().backward()
    case("maxPool2d", lambda *_: y, [x], options)
    case("maxPool2dGradient", lambda *_: x.grad, [x, dy], options)
    case(
        "avgPool2d",
        lambda v: F.avg_pool2d(v, kernel, stride, padding, count_include_pad=False),
        [x],
        options,
        "without padding",
    )

write(__file__, cases=cases)
