"""What is known of a whole number that was drawn."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.survive.paths import Paths

MOST_VALUES: Final = 1000
"""A draw with more values than this splits by comparisons only."""


class Spread:
    """Whole numbers that are equally likely: what is known of a draw so far.

    Attributes:
        ranges: the numbers, in ranges that have none in common.
    """

    __slots__ = ("_paths", "ranges")

    def __init__(self, ranges: Sequence[range], paths: Paths) -> None:
        self.ranges = list(ranges)
        self._paths = paths

    def __len__(self) -> int:
        return sum(map(len, self.ranges))

    def split(self, parts: Sequence[list[range]]) -> int:
        """Goes on with one of several parts of the numbers; which one."""
        there = [at for at, part in enumerate(parts) if any(part)]
        if len(there) > 1:
            way = self._paths.chosen()
            if way is None:
                total = len(self)
                odds = [Fraction(sum(map(len, parts[at])), total) for at in there]
                way = self._paths.choose(odds)
            chosen = there[way]
        else:
            chosen = there[0]
        self.ranges = [one for one in parts[chosen] if one]
        return chosen

    def is_number(self, number: int) -> bool:
        """Whether it is a number; both answers are followed where both can be."""
        if len(self.ranges) == 1:
            only = self.ranges[0]
            if number not in only:
                return False
            if len(only) == 1:
                return True
        no, yes = list[range](), list[range]()
        for one in self.ranges:
            if number in one:
                at = one.index(number)
                yes.append(one[at : at + 1])
                no += (one[:at], one[at + 1 :])
            else:
                no.append(one)
        return self.split([no, yes]) == 1
