"""The exact interval of a share that was counted (Clopper and Pearson, 1934)."""

from __future__ import annotations

import math

LEVEL = 0.99
_TINY = 1e-300


def interval(succeeded: int, of: int, level: float = LEVEL) -> tuple[float, float]:
    """Where the true share is, with at least this certainty.

    Args:
        succeeded: how many did.
        of: how many there were.
        level: the certainty.
    """
    if of == 0:
        return 0.0, 1.0
    tail = (1 - level) / 2
    failed = of - succeeded
    low = 0.0 if succeeded == 0 else _quantile(tail, succeeded, failed + 1)
    high = 1.0 if failed == 0 else _quantile(1 - tail, succeeded + 1, failed)
    return low, high


def _quantile(share: float, a: float, b: float) -> float:
    """Where the beta distribution has this share below it."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _beta(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _beta(1.0 - x, b, a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front += a * math.log(x) + b * math.log1p(-x)
    # Lentz's method
    c, d = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1) or _TINY)
    found = d
    for m in range(1, 100_000):
        for top in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / (1.0 + top * d or _TINY)
            c = 1.0 + top / c or _TINY
            found *= c * d
        if abs(c * d - 1.0) < 1e-12:
            break
    return math.exp(front) * found / a
