"""When requests come: a Poisson process, whose rate may change in steps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence


class Step(NamedTuple):
    """From when on how many requests come.

    Attributes:
        begin: the simulated time in seconds.
        rate: requests a second.
    """

    begin: float
    rate: float


def arrivals(
    steps: Sequence[Step],
    dice: random.Random,
    *,
    requests: int | None = None,
    seconds: float | None = None,
) -> Iterator[float]:
    """The simulated times in seconds at which requests come, in order.

    Args:
        steps: the rates, the first from 0 on, in order.
        dice: where the gaps come from.
        requests: how many come; None for as many as fit.
        seconds: when the last may come; None for no end.
    """
    end = math.inf if seconds is None else seconds
    left = math.inf if requests is None else requests
    draw, log = dice.random, math.log
    now = 0.0
    at = 0
    rate, until = steps[0].rate, _until(steps, 0)
    while left > 0:
        # How much of the expected number passes until the next one comes: it is the same under
        # every rate, so a change of rate inside a gap is exact.
        due = -log(1.0 - draw())
        while due > (until - now) * rate if rate else True:
            if until == math.inf:
                return
            due -= (until - now) * rate
            now = until
            at += 1
            rate, until = steps[at].rate, _until(steps, at)
        now += due / rate
        if now >= end:
            return
        left -= 1
        yield now


def _until(steps: Sequence[Step], at: int) -> float:
    return steps[at + 1].begin if at + 1 < len(steps) else math.inf


def expected(steps: Sequence[Step], requests: int | None, seconds: float | None) -> float:
    """About how long it takes, in seconds of simulated time."""
    if seconds is not None:
        return seconds
    left = float(requests or 0)
    for at, step in enumerate(steps):
        until = _until(steps, at)
        if step.rate and left <= (until - step.begin) * step.rate:
            return step.begin + left / step.rate
        left -= (until - step.begin) * step.rate if step.rate else 0
    return steps[-1].begin
