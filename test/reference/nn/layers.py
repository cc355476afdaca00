"""Layers, held against PyTorch in float64; writes layers.json beside this file (PyTorch 1.13.1, see ../made.py).

Each case: input and parameters, the output, and the gradients of sum(output * probe) with respect to the input and
every parameter. Shapes and parameter names are PyTorch's: images [batch, channels, height, width], Linear's weight
[outFeatures, inFeatures], Conv2d's [outChannels, inChannels / groups, kernelHeight, kernelWidth].
"""

import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(1)
cases = []


def case(name, layer, module, x, options=None, **more):
    """One call of the module: output and gradients."""
    for parameter in module.parameters():
        parameter.data = normal(*parameter.shape, scale=0.5)
    x = x.clone()
    if x.is_floating_point():
        x.requires_grad_()
    y = module(x)
    probe = normal(*y.shape)
    (y * probe).sum().backward()
    gradients = {"input": x.grad} if x.is_floating_point() else {}
    gradients.update({key: p.grad for key, p in module.named_parameters()})
    parameters = {key: p.data for key, p in module.named_parameters()}
    cases.append(
        {
            "name": name,
            "layer": layer,
            "options": options or {},
            "input": x,
            "parameters": parameters,
            **more,
            "probe": probe,
            "output": y,
            "gradients": gradients,
        }
    )


def batch_norm(name, module, shape, options):
    """Training over two batches (the case is the second; the running statistics are those before and after it)."""
    layer = type(module).__name__
    first = normal(*shape, scale=2) + 1
    for parameter in module.parameters():
        parameter.data = normal(*parameter.shape, scale=0.5)
    weight, bias = module.weight.data.clone(), module.bias.data.clone()
    fresh = {"running_mean": module.running_mean.clone(), "running_var": module.running_var.clone()}
    firstOutput = module(first).detach()
    before = {"running_mean": module.running_mean.clone(), "running_var": module.running_var.clone()}
    x = (normal(*shape, scale=1.5) - 0.5).requires_grad_()
    for mode in ("training", "evaluation"):
        module.zero_grad()
        x.grad = None
        y = module.train(mode == "training")(x)
        probe = normal(*y.shape)
        (y * probe).sum().backward()
        after = {"running_mean": module.running_mean.clone(), "running_var": module.running_var.clone()}
        cases.append(
            {
                "name": f"{name}, {mode}",
                "layer": layer,
                "options": {**options, "training": mode == "training"},
                **(
                    {"first": {"input": first, "output": firstOutput, "statistics": fresh}}
                    if mode == "training"
                    else {}
                ),
                "input": x,
                "parameters": {"weight": weight, "bias": bias},
                "statistics": before if mode == "training" else after,
                "statisticsAfter": after,
                "probe": probe,
                "output": y,
                "gradients": {"input": x.grad, "weight": module.weight.grad.clone(), "bias": module.bias.grad.clone()},
            }
        )


class Call(nn.Module):
    """A function as a module without parameters."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


case("linear", "Linear", nn.Linear(5, 3), normal(4, 5), {"inFeatures": 5, "outFeatures": 3})
case(
    "linear without bias",
    "Linear",
    nn.Linear(5, 3, bias=False),
    normal(4, 5),
    {"inFeatures": 5, "outFeatures": 3, "bias": False},
)
case(
    "linear on [batch, length, features]",
    "Linear",
    nn.Linear(4, 3),
    normal(2, 3, 4),
    {"inFeatures": 4, "outFeatures": 3},
)


def conv(name, ins, outs, kernel, size, bias=True, **options):
    case(
        f"conv2d {name}",
        "Conv2d",
        nn.Conv2d(ins, outs, kernel, bias=bias, **options),
        normal(2, ins, *size),
        {"inChannels": ins, "outChannels": outs, "kernel": kernel, "bias": bias, **options},
    )


conv("plain", 2, 3, 3, (4, 4))
conv("without bias, same padding", 2, 2, 3, (4, 4), bias=False, padding=1)
conv("stride 2, padding 1", 2, 3, 3, (5, 4), stride=2, padding=1)
conv("stride 2, padding 1, even size", 2, 2, 3, (4, 4), stride=2, padding=1)
conv("dilation 2", 2, 2, 3, (5, 6), dilation=2)
conv("dilation 2, padding 2, stride 2", 1, 2, 3, (7, 6), dilation=2, padding=2, stride=2)
conv("groups 2", 4, 2, 3, (3, 4), groups=2, padding=1)
conv("groups 2, stride 2", 2, 4, 3, (5, 4), groups=2, stride=2, padding=1)
conv("depthwise 3x3", 3, 3, 3, (4, 3), groups=3, padding=1)
conv("depthwise 3x3, stride 2, multiplier 2", 2, 4, 3, (3, 4), groups=2, stride=2, padding=1)
conv("1x1", 3, 2, 1, (3, 4))
conv("1x1 stride 2", 3, 2, 1, (5, 6), stride=2, bias=False)
conv("5x5 on 5x5", 1, 2, 5, (5, 5))
conv("2x2 stride 2", 2, 2, 2, (4, 6), stride=2)

batch_norm(
    "batchNorm2d", nn.BatchNorm2d(2, momentum=0.1), (3, 2, 2, 3), {"features": 2, "momentum": 0.1, "epsilon": 1e-5}
)
batch_norm(
    "batchNorm2d momentum 0.3",
    nn.BatchNorm2d(2, momentum=0.3, eps=1e-3),
    (2, 2, 2, 2),
    {"features": 2, "momentum": 0.3, "epsilon": 1e-3},
)
batch_norm("batchNorm1d", nn.BatchNorm1d(4), (5, 4), {"features": 4, "momentum": 0.1, "epsilon": 1e-5})
case("layerNorm", "LayerNorm", nn.LayerNorm(5), normal(3, 5, scale=2), {"shape": [5], "epsilon": 1e-5})
case(
    "layerNorm on [batch, length, features]",
    "LayerNorm",
    nn.LayerNorm(4),
    normal(2, 3, 4),
    {"shape": [4], "epsilon": 1e-5},
)
case("layerNorm over two axes", "LayerNorm", nn.LayerNorm([3, 4]), normal(2, 3, 4), {"shape": [3, 4], "epsilon": 1e-5})
case(
    "embedding with repeated ids",
    "Embedding",
    nn.Embedding(6, 3),
    torch.tensor([[0, 2, 5], [2, 2, 1]]),
    {"count": 6, "size": 3},
)

case("maxPool2d 2x2 stride 2", "MaxPool2d", nn.MaxPool2d(2, 2), normal(1, 2, 4, 5), {"kernel": 2, "stride": 2})
case(
    "maxPool2d 3x3 stride 2 padding 1",
    "MaxPool2d",
    nn.MaxPool2d(3, 2, 1),
    normal(2, 1, 5, 6),
    {"kernel": 3, "stride": 2, "padding": 1},
)
case(
    "maxPool2d 3x3 stride 1, overlapping",
    "MaxPool2d",
    nn.MaxPool2d(3, 1),
    normal(1, 1, 5, 5),
    {"kernel": 3, "stride": 1},
)
case("avgPool2d 2x2 stride 2", "AvgPool2d", nn.AvgPool2d(2, 2), normal(1, 2, 4, 5), {"kernel": 2, "stride": 2})
case(
    "avgPool2d 3x3 stride 1, overlapping",
    "AvgPool2d",
    nn.AvgPool2d(3, 1),
    normal(1, 2, 4, 5),
    {"kernel": 3, "stride": 1},
)
case(
    "avgPool2d 3x3 stride 2 padding 1, zeros counted",
    "AvgPool2d",
    nn.AvgPool2d(3, 2, 1),
    normal(2, 1, 5, 5),
    {"kernel": 3, "stride": 2, "padding": 1, "countIncludePad": True},
)
case(
    "avgPool2d 3x3 stride 2 padding 1, zeros not counted",
    "AvgPool2d",
    nn.AvgPool2d(3, 2, 1, count_include_pad=False),
    normal(2, 1, 5, 5),
    {"kernel": 3, "stride": 2, "padding": 1, "countIncludePad": False},
)
case("globalAveragePool", "GlobalAveragePool", Call(lambda x: x.mean(dim=(2, 3))), normal(2, 2, 3, 3))

points = torch.cat([normal(12, scale=2), torch.tensor([-30.0, -8.0, -0.001, 0.001, 8.0, 30.0])]).reshape(3, 6)
for name, function in {
    "relu": F.relu,
    "gelu": F.gelu,
    "geluTanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
}.items():
    case(name, name, Call(function), points)

write(__file__, digits=7, cases=cases)
