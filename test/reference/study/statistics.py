"""Numbers of SciPy for the statistics of sweeps. Run: python3 test/reference/study/statistics.py"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

random = np.random.default_rng(7)


def paired(n, shift):
    first = np.round(random.normal(0.97 + shift, 0.004, n), 6)
    second = np.round(random.normal(0.97, 0.004, n), 6)
    test = stats.ttest_rel(first, second)
    difference = first - second
    low, high = stats.t.interval(0.95, n - 1, difference.mean(), stats.sem(difference))
    return {
        "first": first.tolist(),
        "second": second.tolist(),
        "mean": difference.mean(),
        "deviation": difference.std(ddof=1),
        "interval": [low, high],
        "p": test.pvalue,
        "effect": difference.mean() / difference.std(ddof=1),
    }


def bootstrap(n):
    values = np.round(random.normal(0.97, 0.01, n), 6)
    result = stats.bootstrap((values,), np.mean, method="percentile", n_resamples=200_000, random_state=1)
    interval = result.confidence_interval
    return {"values": values.tolist(), "interval": [interval.low, interval.high]}


def holm(ps):
    """Step-down by hand: SciPy has no Holm."""
    ps = np.array(ps)
    order = np.argsort(ps, kind="stable")
    steps = np.minimum(1, ps[order] * np.arange(len(ps), 0, -1))
    corrected = np.empty(len(ps))
    corrected[order] = np.maximum.accumulate(steps)
    return {"ps": ps.tolist(), "corrected": corrected.tolist()}


numbers = {
    "made with": f"SciPy {scipy.__version__}, NumPy {np.__version__}",
    "cumulative": [
        {"t": t, "freedom": f, "p": stats.t.cdf(t, f)}
        for t in (-30.0, -2.3, -0.5, 0.0, 1e-6, 1.0, 4.0, 100.0)
        for f in (1, 2, 3, 4, 9, 30, 500)
    ],
    "quantile": [
        {"p": p, "freedom": f, "t": stats.t.ppf(p, f)} for p in (0.001, 0.4, 0.5, 0.975, 0.9995) for f in (1, 2, 4, 29)
    ],
    "paired": [paired(n, shift) for n in (2, 3, 5, 20) for shift in (0, 0.003)],
    "mcnemar": [
        {"b": b, "c": c, "p": stats.binomtest(b, b + c).pvalue if b + c else 1.0}
        for b, c in ((0, 0), (0, 5), (3, 9), (9, 3), (50, 50), (120, 171), (700, 900))
    ],
    "bootstrap": [bootstrap(n) for n in (3, 5, 12)],
    "holm": [holm([0.01, 0.04, 0.03, 0.005]), holm([0.5, 0.9, 0.5]), holm([0.02])],
}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(numbers, indent=1) + "\n")
