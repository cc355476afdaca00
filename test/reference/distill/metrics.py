"""Figures of classifiers made by scikit-learn and NumPy, in float64; writes metrics.json beside this file.

python -m venv venv && venv/bin/pip install numpy scikit-learn && venv/bin/python test/reference/distill/metrics.py
"""
import json
import pathlib

import numpy as np
import sklearn
from scipy.special import log_softmax, softmax
from sklearn.metrics import confusion_matrix, f1_score, log_loss

rng = np.random.default_rng(20261124)


def reliability(probabilities, labels, bins=15):
    """Guo et al. 2017: bins (from, to]; written with NumPy masks, one bin at a time."""
    top = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    edges = np.linspace(0, 1, bins + 1)
    rows = []
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (top > low) & (top <= high)
        n = int(inside.sum())
        rows.append({
            "count": n,
            "confidence": float(top[inside].mean()) if n else 0.0,
            "accuracy": float(right[inside].mean()) if n else 0.0,
        })
    ece = sum(r["count"] / len(labels) * abs(r["accuracy"] - r["confidence"]) for r in rows)
    return rows, ece


def case(name, logits, labels, temperature=4.0, check_log_loss=True):
    given = np.round(np.asarray(logits, dtype=np.float64), 3)  # short in the file; float32 on both sides
    logits = given.astype(np.float32)
    labels = np.asarray(labels)
    classes = logits.shape[1]
    wide = logits.astype(np.float64)
    answers = wide.argmax(axis=1)
    probabilities = softmax(wide, axis=1)
    loss = float(-log_softmax(wide, axis=1)[np.arange(len(labels)), labels].mean())
    if check_log_loss:  # scikit-learn clips probabilities, so only where none underflows
        assert abs(loss - log_loss(labels, probabilities, labels=range(classes))) < 1e-9
    bins, ece = reliability(probabilities, labels)
    return {
        "name": name,
        "classes": classes,
        "logits": given.ravel().tolist(),
        "labels": labels.tolist(),
        "metrics": {
            "accuracy": float((answers == labels).mean()),
            "errors": int((answers != labels).sum()),
            "macroF1": float(f1_score(labels, answers, average="macro", zero_division=0)),
            "logLoss": loss,
            "ece": float(ece),
        },
        "confusion": confusion_matrix(labels, answers, labels=range(classes)).tolist(),
        "bins": bins,
        "temperature": temperature,
        "softened": softmax(wide[0] / temperature).tolist(),
    }


def noisy(samples, classes, strength, scale):
    labels = rng.integers(0, classes, samples)
    logits = rng.normal(0, 1, (samples, classes)) * scale
    logits[np.arange(samples), labels] += strength
    return logits, labels


cases = [
    case("ten classes", *noisy(200, 10, 3.0, 1.5)),
    case("two classes, overconfident", *noisy(120, 2, 2.0, 6.0)),
    case("a class without samples or answers", [[3, 1, 0, -9], [1, 3, 0, -9], [2, 1, 0, -9]], [0, 1, 1]),
    case("a class answered but never labelled", [[0, 1, 5], [4, 1, 0], [0, 2, 1]], [1, 0, 1]),
    case("logits of ±10000", [[1e4, -1e4, 0], [-1e4, 1e4, 0], [0, -1e4, 1e4], [1e4, 1e4, -1e4]], [0, 0, 2, 1],
         check_log_loss=False),
    case("ties go to the first class", [[1, 1, 1], [0, 2, 2], [5, 5, 1], [-3, -3, -3]], [0, 1, 1, 2]),
    case("thirty classes, low temperature", *noisy(90, 30, 2.0, 1.0), temperature=0.5),
]
a, b = (np.round(noisy(150, 5, 1.0, 1.0)[0], 3) for _ in range(2))
result = {
    "made": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "cases": cases,
    "agreement": {
        "classes": 5,
        "a": a.ravel().tolist(),
        "b": b.ravel().tolist(),
        "value": float((a.argmax(axis=1) == b.argmax(axis=1)).mean()),
    },
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
