"""What every script here shares: short random inputs, and JSON with seven to ten significant digits.

Every script runs alone and rewrites the JSON of its own name; it needs PyTorch only (the files at hand were made by
Debian's python3-torch 1.13.1, which calls itself 1.13.0a0) and computes in float64:

  for script in test/reference/*/*.py; do python3 "$script"; done
"""

import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def seeded(seed):
    """A generator of inputs: normal numbers, rounded so that the file holds exactly what PyTorch saw."""
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape, scale=1.0, decimals=2):
        values = torch.randn(*shape, generator=generator) * scale
        return values.mul(10**decimals).round().div(10**decimals)

    return normal


def plain(value, digits):
    """Tensors become nested lists; numbers keep so many significant digits."""
    if isinstance(value, torch.Tensor):
        return plain(value.detach().tolist(), digits)
    if isinstance(value, dict):
        return {key: plain(inner, digits) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner, digits) for inner in value]
    if isinstance(value, float):
        short = float(f"{value:.{digits}g}")
        return int(short) if short.is_integer() and abs(short) < 1e9 else short
    return value


def write(script, digits=8, name=None, **content):
    """Writes NAME.json beside NAME.py (or the name given): a line for each case, so that changes can be read in a diff."""
    head = {"torch": torch.__version__, **{k: v for k, v in content.items() if k != "cases"}}
    lines = [json.dumps(plain(case, digits), separators=(",", ":")) for case in content.get("cases", [])]
    text = json.dumps(plain(head, digits), separators=(",", ":"))[:-1]
    if "cases" in content:
        text += ',"cases":[\n' + ",\n".join(lines) + "\n]"
    target = pathlib.Path(script).with_name(f"{name or pathlib.Path(script).stem}.json")
    target.write_text(text + "}\n")
    print(f"{target.name}: {target.stat().st_size} bytes")
