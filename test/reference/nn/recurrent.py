"""Recurrent layers, held against PyTorch in float64; writes recurrent.json beside this file (see ../made.py).

Each case: input [length, batch, features], true lengths (or null), the output, 0 behind the end of each sequence, and the
gradients of sum(output * probe) with respect to the input and every parameter. Parameter names are PyTorch's:
weight_ih_l1_reverse is the input's weight of the second layer, backwards.
"""

import pathlib
import sys

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(7)
kinds = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
cases = []


def case(cell, layers, bidirectional, lengths):
    length, batch, features, hidden = 5, 3, 4, 3
    module = kinds[cell](features, hidden, num_layers=layers, bidirectional=bidirectional)
    for parameter in module.parameters():
        parameter.data = normal(*parameter.shape, scale=0.6)
    x = normal(length, batch, features).requires_grad_()
    if lengths is None:
        y, _ = module(x)
    else:
        packed = pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=False)
        y, _ = pad_packed_sequence(module(packed)[0], total_length=length)
    probe = normal(*y.shape)
    (y * probe).sum().backward()
    cases.append(
        {
            "name": f"{layers} layer{'s' if layers > 1 else ''} of {cell}"
            + (", bidirectional" if bidirectional else "")
            + (f", lengths {lengths}" if lengths else ""),
            "options": {"cell": cell, "hidden": [hidden] * layers, "bidirectional": bidirectional},
            "lengths": lengths,
            "input": x,
            "parameters": {name: p.data for name, p in module.named_parameters()},
            "probe": probe,
            "output": y,
            "gradients": {"input": x.grad, **{name: p.grad for name, p in module.named_parameters()}},
        }
    )


for cell in kinds:
    case(cell, 1, False, None)
    case(cell, 1, False, [2, 5, 3])
    case(cell, 2, True, [4, 1, 5])

write(__file__, digits=7, cases=cases)
