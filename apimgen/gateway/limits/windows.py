"""Counters of a rate: how much a key has used of what it may use in a while.

Classic tiers and the Consumption tier count in a sliding window, v2 tiers with a token bucket. See
https://learn.microsoft.com/azure/api-management/api-management-sample-flexible-throttling.
"""

from __future__ import annotations

from collections import deque
from math import ceil
from typing import TYPE_CHECKING, Protocol

from apimgen.gateway.limits.counters import Counter, counter_of

if TYPE_CHECKING:
    from apimgen.gateway.engine.exchange import Exchange

_V2 = "v2"
# A wait is told in whole seconds; less than a microsecond more is the arithmetic's.
_GRAIN = 1e-6


class Window(Counter, Protocol):
    """A counter of one key. ``most`` may be used in ``period`` seconds."""

    def left(self, most: float, period: float, now: float) -> float:
        """What may still be used; below zero where more was."""
        ...

    def wait(self, wanted: float, most: float, period: float, now: float) -> float:
        """The seconds until so much may be used."""
        ...

    def add(self, used: float, most: float, period: float, now: float) -> None:
        """Counts what is used; below zero gives it back."""
        ...


class SlidingWindow:
    """What was used in the last seconds, use by use."""

    __slots__ = ("_total", "_uses", "idle_from")

    def __init__(self) -> None:
        self.idle_from = 0.0
        self._uses: deque[tuple[float, float]] = deque()
        self._total = 0.0

    def left(self, most: float, period: float, now: float) -> float:
        """What may still be used."""
        uses = self._uses
        while uses and uses[0][0] <= now - period:
            self._total -= uses.popleft()[1]
        return most - self._total

    def wait(self, wanted: float, most: float, period: float, now: float) -> float:
        """The seconds until enough of the uses are no more in the window."""
        missing = wanted - self.left(most, period, now)
        for at, used in self._uses:
            if missing <= 0:
                break
            missing -= used
            if missing <= 0:
                return at + period - now
        return 0.0 if missing <= 0 else period

    def add(self, used: float, most: float, period: float, now: float) -> None:
        """Counts what is used now."""
        self.left(most, period, now)
        self._uses.append((now, used))
        self._total += used
        self.idle_from = now + period


class TokenBucket:
    """A bucket that fills steadily up to what may be used at once."""

    __slots__ = ("_at", "_used", "idle_from")

    def __init__(self) -> None:
        self.idle_from = 0.0
        self._used = 0.0
        self._at = 0.0

    def left(self, most: float, period: float, now: float) -> float:
        """What is in the bucket."""
        self._used = max(0.0, self._used - (now - self._at) * most / period)
        self._at = now
        return most - self._used

    def wait(self, wanted: float, most: float, period: float, now: float) -> float:
        """The seconds until enough has flowed in."""
        missing = wanted - self.left(most, period, now)
        if missing <= 0:
            return 0.0
        return period if most <= 0 or wanted > most else missing * period / most

    def add(self, used: float, most: float, period: float, now: float) -> None:
        """Takes out what is used."""
        self.left(most, period, now)
        self._used += used
        self.idle_from = now + (self._used * period / most if most > 0 else period)


def window_of(exchange: Exchange, key: str) -> Window:
    """The counter of a key, as the tier counts."""
    if exchange.instance.tier.endswith(_V2):
        return counter_of(exchange, key, TokenBucket)
    return counter_of(exchange, key, SlidingWindow)


def whole_seconds(seconds: float) -> int:
    """A wait as callers are told it: whole seconds, one at least."""
    return max(1, ceil(seconds - _GRAIN))
