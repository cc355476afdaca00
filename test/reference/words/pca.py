"""Principal components by NumPy's singular value decomposition of centred rows (the file at hand: NumPy 1.24, float64).

Rewrites pca.json beside it; needs NumPy only:  python3 test/reference/words/pca.py
"""
import json
import pathlib

import numpy as np

random = np.random.default_rng(4)


def case(name, rows, components):
    centred = rows - rows.mean(axis=0)
    _, singular, directions = np.linalg.svd(centred, full_matrices=False)
    directions = directions[:components]
    largest = np.abs(directions).argmax(axis=1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    points = centred @ (directions * signs[:, None]).T
    variance = singular**2
    return {
        "name": name,
        "rows": rows.tolist(),
        "components": components,
        "points": points.round(10).tolist(),
        "explainedVariance": (variance[:components] / variance.sum()).round(10).tolist(),
    }


def rows(count, size):
    return (random.normal(size=(count, size)) * np.linspace(2, 0.3, size)).round(3)


cases = [
    case("fewer rows than columns", rows(5, 9), 2),
    case("more rows than columns", rows(14, 4), 2),
    case("three components", rows(8, 8), 3),
    case("two rows", rows(2, 6), 1),
]
target = pathlib.Path(__file__).with_suffix(".json")
target.write_text('{"cases":[\n' + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]}\n")
