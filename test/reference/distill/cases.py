"""What the scripts of the families share: a case is an objective's inputs, its value, and its gradients by autograd.

Nothing here knows a formula: each script writes those of its family from the papers.
"""

import pathlib
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write  # noqa: E402,F401


def learned(value):
    """Copies of all tensors within, which collect gradients."""
    if isinstance(value, torch.Tensor):
        return value.clone().requires_grad_()
    if isinstance(value, dict):
        return {key: learned(inner) for key, inner in value.items()}
    return [learned(inner) for inner in value]


def gradients(value):
    if isinstance(value, torch.Tensor):
        return torch.zeros_like(value) if value.grad is None else value.grad
    if isinstance(value, dict):
        return {key: gradients(inner) for key, inner in value.items()}
    return [gradients(inner) for inner in value]


def case(objective, name, loss, options=None, differentiate=("student",), **inputs):
    """An objective on some inputs; `loss(inputs)` returns the value, or the value and new rows of its memory."""
    given = {key: learned(value) if key in differentiate else value for key, value in inputs.items()}
    result = loss(given)
    value, memory = result if isinstance(result, tuple) else (result, None)
    value.backward()
    return {
        "objective": objective,
        "name": name,
        "options": options or {},
        "inputs": inputs,
        "value": value,
        "gradients": {key: gradients(given[key]) for key in differentiate if key in given},
        **({} if memory is None else {"memory": memory}),
    }
