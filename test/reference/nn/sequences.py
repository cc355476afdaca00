"""Layers over sequences, held against PyTorch in float64; writes sequences.json beside this file (see ../made.py).

"ConvolutionOverTime": input [length, batch, features]; each sample by itself, cut to its true length, with kernel - 1
zeros behind it, through Conv1d. "TransformerEncoder": input [batch, length, features], PyTorch's own encoder (normalised
first, GELU), padding masked. Outputs and probe are 0 behind the end of a sequence. Each case holds the output and the
gradients of sum(output * probe) with respect to the input and every parameter, under PyTorch's names.
"""

import pathlib
import sys

import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(11)
cases = []


def case(name, layer, options, module, x, lengths, y, mask):
    probe = normal(*y.shape) * mask
    y = y * mask
    (y * probe).sum().backward()
    cases.append(
        {
            "name": name,
            "layer": layer,
            "options": options,
            "lengths": lengths,
            "input": x,
            "parameters": {key: p.data for key, p in module.named_parameters()},
            "probe": probe,
            "output": y,
            "gradients": {"input": x.grad, **{key: p.grad for key, p in module.named_parameters()}},
        }
    )


def prepare(module, scale=0.5):
    for name, parameter in module.named_parameters():
        shift = 1 if "norm" in name and name.endswith("weight") else 0
        parameter.data = normal(*parameter.shape, scale=scale) + shift
    return module


for kernel, lengths in ((1, None), (3, None), (3, [2, 5, 4]), (4, [1, 5, 3])):
    length, batch, features, channels = 5, 3, 2, 3
    module = prepare(nn.Conv1d(features, channels, kernel))
    x = normal(length, batch, features).requires_grad_()
    columns = []
    for b in range(batch):
        n = lengths[b] if lengths else length
        padded = torch.cat([x[:n, b], torch.zeros(kernel - 1, features)])
        y = module(padded.T[None])[0].T  # [n, channels]
        columns.append(torch.cat([y, torch.zeros(length - n, channels)]))
    mask = torch.ones(length, batch, 1)
    for b in range(batch):
        mask[(lengths[b] if lengths else length) :, b] = 0
    name = f"convolution over time, kernel {kernel}" + (f", lengths {lengths}" if lengths else "")
    options = {"features": features, "channels": channels, "kernel": kernel}
    case(name, "ConvolutionOverTime", options, module, x, lengths, torch.stack(columns, dim=1), mask)

for layers, heads, lengths in ((1, 1, None), (2, 2, [4, 2, 1])):
    length, batch, features, wide = 4, 3, 4, 6
    layer = nn.TransformerEncoderLayer(
        features, heads, wide, dropout=0.0, activation="gelu", norm_first=True, batch_first=True
    )
    module = prepare(nn.TransformerEncoder(layer, layers, nn.LayerNorm(features), enable_nested_tensor=False))
    x = normal(batch, length, features).requires_grad_()
    padding = torch.arange(length)[None] >= torch.tensor(lengths)[:, None] if lengths else None
    y = module(x, src_key_padding_mask=padding)
    mask = (~padding).double()[..., None] if lengths else torch.ones(batch, length, 1)
    name = f"transformer encoder of {layers} layers, {heads} heads" + (f", lengths {lengths}" if lengths else "")
    options = {"features": features, "layers": layers, "heads": heads, "feedForward": wide}
    case(name, "TransformerEncoder", options, module, x, lengths, y, mask)

write(__file__, digits=7, cases=cases)
