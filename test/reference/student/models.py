"""Small students as PyTorch sees them: layers of the packaged format with random weights, inputs, and logits in float64.

Rewrites models.json beside it; needs PyTorch only (the file at hand: 1.13.1):  python3 test/reference/student/models.py
"""
import json
import pathlib

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(11)


def numbers(*shape, scale=0.6):
    return (torch.randn(*shape, generator=generator) * scale).mul(1000).round().div(1000)


def fill(module):
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(numbers(*parameter.shape))
    return module


words, size = 9, 5  # a table of 2 + 7 words
texts = [[2, 5, 3], [8], [4, 1, 1, 7, 2, 2, 6, 3], []]
cases = []


def case(name, model, layers, weights, inputs, outputs):
    weights = {key: value.detach() for key, value in weights.items()}
    cases.append({
        "name": name,
        "input": model,
        "layers": layers,
        "weights": {key: {"shape": list(value.shape), "data": value.flatten().tolist()} for key, value in weights.items()},
        "samples": inputs,
        "logits": [output.detach().flatten().tolist() for output in outputs],
    })


def recurrent_case(cell, hidden, layers=1, both=False, pooling="last", dense=None):
    table = numbers(words, size)
    module = fill({"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[cell](size, hidden, num_layers=layers, bidirectional=both))
    features = hidden * (2 if both else 1)
    weights = {"table": table}
    spec = [{"kind": "embedding", "table": "table"}]
    for layer in range(layers):
        directions = []
        for suffix in ("", "_reverse")[: 2 if both else 1]:
            names = {}
            for ours, theirs in (("input", "weight_ih"), ("hidden", "weight_hh"), ("inputBias", "bias_ih"), ("hiddenBias", "bias_hh")):
                names[ours] = f"{layer}{suffix}.{ours}"
                weights[names[ours]] = getattr(module, f"{theirs}_l{layer}{suffix}")
            directions.append(names)
        spec.append({"kind": "recurrent", "cell": cell, "hidden": hidden, "directions": directions})
    attention = fill(nn.Linear(features, features)) if pooling == "attention" else None
    asked = numbers(features)
    if attention:
        weights |= {"attention.weight": attention.weight, "attention.bias": attention.bias, "attention.context": asked}
        spec.append({"kind": "pool", "by": "attention", "weight": "attention.weight", "bias": "attention.bias", "context": "attention.context"})
    else:
        spec.append({"kind": "pool", "by": pooling})
    after = features
    hidden_layer = None
    if dense:
        hidden_layer = fill(nn.Linear(features, dense))
        weights |= {"dense.weight": hidden_layer.weight, "dense.bias": hidden_layer.bias}
        spec += [{"kind": "linear", "weight": "dense.weight", "bias": "dense.bias"}, {"kind": "activation", "name": "relu"}]
        after = dense
    head = fill(nn.Linear(after, 3))
    weights |= {"head.weight": head.weight, "head.bias": head.bias}
    spec.append({"kind": "linear", "weight": "head.weight", "bias": "head.bias"})

    def run(text):
        if not text:
            pooled = torch.zeros(features)
        else:
            states, last = module(table[text][:, None])
            states = states[:, 0]
            last = last[0] if cell == "lstm" else last
            pooled = {
                "last": lambda: torch.cat([last[-2, 0], last[-1, 0]]) if both else last[-1, 0],
                "mean": lambda: states.mean(0),
                "max": lambda: states.max(0).values,
                "attention": lambda: torch.softmax(torch.tanh(attention(states)) @ asked, 0) @ states,
            }[pooling]()
        if hidden_layer:
            pooled = torch.relu(hidden_layer(pooled))
        return head(pooled)

    kind = f"{'bi' if both else ''}{cell}-{hidden}{' x' + str(layers) if layers > 1 else ''}, {pooling}{', dense' if dense else ''}"
    case(kind, {"kind": "text"}, spec, weights, texts, [run(text) for text in texts])


for cell in ("rnn", "gru", "lstm"):
    recurrent_case(cell, 8)
    recurrent_case(cell, 5, both=True, pooling="max")
recurrent_case("gru", 6, layers=2, dense=4)
recurrent_case("gru", 6, layers=2, both=True)
recurrent_case("lstm", 7, both=True)
recurrent_case("gru", 49, pooling="mean")
recurrent_case("lstm", 6, both=True, pooling="attention")

table = numbers(words, size)
head = fill(nn.Linear(size, 2))
for pooling in ("mean", "max"):
    weights = {"table": table, "head.weight": head.weight, "head.bias": head.bias}
    spec = [{"kind": "embedding", "table": "table"}, {"kind": "pool", "by": pooling}, {"kind": "linear", "weight": "head.weight", "bias": "head.bias"}]
    pool = (lambda rows: rows.mean(0)) if pooling == "mean" else (lambda rows: rows.max(0).values)
    case(f"bag, {pooling}", {"kind": "text"}, spec, weights, texts, [head(pool(table[t]) if t else torch.zeros(size)) for t in texts])

kernels = (2, 3, 5)
convolutions = [fill(nn.Linear(k * size, 6)) for k in kernels]
head = fill(nn.Linear(18, 2))
weights = {"table": table, "head.weight": head.weight, "head.bias": head.bias}
for k, convolution in zip(kernels, convolutions):
    weights |= {f"{k}.weight": convolution.weight, f"{k}.bias": convolution.bias}
spec = [
    {"kind": "embedding", "table": "table"},
    {"kind": "windows", "windows": [{"length": k, "weight": f"{k}.weight", "bias": f"{k}.bias"} for k in kernels]},
    {"kind": "linear", "weight": "head.weight", "bias": "head.bias"},
]


def textcnn(text):
    if not text:
        return head(torch.zeros(18))
    pooled = []
    for k, convolution in zip(kernels, convolutions):
        padded = torch.cat([table[text], torch.zeros(k, size)])
        places = [convolution(padded[t : t + k].flatten()) for t in range(len(text))]
        pooled.append(torch.relu(torch.stack(places)).max(0).values)
    return head(torch.cat(pooled))


case("textcnn", {"kind": "text"}, spec, weights, texts, [textcnn(text) for text in texts])

activations = {
    "relu": torch.relu, "leakyRelu": nn.functional.leaky_relu, "gelu": nn.functional.gelu,
    "geluTanh": lambda x: nn.functional.gelu(x, approximate="tanh"), "silu": nn.functional.silu,
    "tanh": torch.tanh, "sigmoid": torch.sigmoid,
}
for name, function in activations.items():
    first, second = fill(nn.Linear(4, 7)), fill(nn.Linear(7, 3))
    mean, deviation = numbers(4), numbers(4).abs() + 0.5
    weights = {"a.weight": first.weight, "a.bias": first.bias, "b.weight": second.weight, "b.bias": second.bias}
    spec = [{"kind": "linear", "weight": "a.weight", "bias": "a.bias"}, {"kind": "activation", "name": name}, {"kind": "linear", "weight": "b.weight", "bias": "b.bias"}]
    samples = [numbers(4, scale=2.0) for _ in range(3)]
    model = {"kind": "numbers", "features": ["p", "q", "r", "s"], "mean": mean.tolist(), "deviation": deviation.tolist()}
    case(f"mlp, {name}", model, spec, weights, [sample.tolist() for sample in samples], [second(function(first((sample - mean) / deviation))) for sample in samples])

for channels in (1, 3):
    one, two = fill(nn.Conv2d(channels, 6, 3, padding=1)), fill(nn.Conv2d(6, 5, 3, padding=1))
    head = fill(nn.Linear(5 * 2 * 1, 3))
    mean, deviation = numbers(channels).abs(), numbers(channels).abs() + 0.3
    pixels = [torch.randint(0, 256, (channels, 9, 6), generator=generator).double() for _ in range(2)]
    weights = {"1.weight": one.weight, "1.bias": one.bias, "2.weight": two.weight, "2.bias": two.bias, "head.weight": head.weight, "head.bias": head.bias}
    spec = []
    for block in ("1", "2"):
        spec += [{"kind": "convolution", "weight": f"{block}.weight", "bias": f"{block}.bias"}, {"kind": "activation", "name": "relu"}, {"kind": "halve"}]
    spec.append({"kind": "linear", "weight": "head.weight", "bias": "head.bias"})

    def cnn(image):
        x = ((image / 255 - mean[:, None, None]) / deviation[:, None, None])[None]
        for convolution in (one, two):
            x = nn.functional.max_pool2d(torch.relu(convolution(x)), 2)
        return head(x.flatten())

    model = {"kind": "image", "shape": [channels, 9, 6], "mean": mean.tolist(), "deviation": deviation.tolist()}
    case(f"cnn, {channels} channels", model, spec, weights, [image.flatten().tolist() for image in pixels], [cnn(image) for image in pixels])


def short(value):
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, list):
        return [short(one) for one in value]
    return {key: short(one) for key, one in value.items()} if isinstance(value, dict) else value


target = pathlib.Path(__file__).with_suffix(".json")
target.write_text('{"cases":[\n' + ",\n".join(json.dumps(short(c), separators=(",", ":")) for c in cases) + "\n]}\n")
print(target.name, target.stat().st_size, len(cases))
