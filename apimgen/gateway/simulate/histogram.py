"""Times by the thousand in little memory: counted in buckets that grow with the time."""

from __future__ import annotations

import math

_STEPS = 200  # to each factor of e: a bucket is half a percent wide
_LEAST = 1e-3
_OFFSET = 2000  # keeps the numbers above zero, so that int() rounds all of them down


class Histogram:
    """Counts of times, from which percentiles can be read to half a percent.

    Attributes:
        counts: how often each bucket was met, by its number.
    """

    __slots__ = ("counts",)

    def __init__(self) -> None:
        self.counts: dict[int, int] = {}

    def percentile(self, share: float) -> float | None:
        """What this share of the times is at most, in the unit they were counted in."""
        total = sum(self.counts.values())
        if not total:
            return None
        wanted = math.ceil(share * total)
        seen = 0
        for bucket in sorted(self.counts):
            seen += self.counts[bucket]
            if seen >= wanted:
                return middle(bucket)
        raise AssertionError

    def take(self, other: Histogram) -> None:
        """Adds another's counts."""
        for bucket, count in other.counts.items():
            self.counts[bucket] = self.counts.get(bucket, 0) + count


def bucket_of(time: float) -> int:
    """The number of a time's bucket."""
    return int(math.log(time if time > _LEAST else _LEAST) * _STEPS + _OFFSET)


def middle(bucket: int) -> float:
    """The time in the middle of a bucket."""
    return math.exp((bucket + 0.5 - _OFFSET) / _STEPS)
