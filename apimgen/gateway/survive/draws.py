"""Random numbers whose outcomes are followed: a draw splits when it is looked at, not before.

A draw stands in for an ``int`` or a ``double`` of C#: the functions that expressions become use
Python's operators on it. ``Next(0, 100) < 30`` has two outcomes, though a hundred numbers are
behind it; a draw that becomes a text or an index has one outcome for each of its values.
"""

from __future__ import annotations

import operator
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from apimgen.gateway.survive.arithmetic import Arithmetic, is_number
from apimgen.gateway.survive.continuous import LineDraw
from apimgen.gateway.survive.paths import Unsplittable
from apimgen.gateway.survive.spread import MOST_VALUES, Spread

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.gateway.survive.paths import Paths

_EVEN = 1


class Draw(Arithmetic):
    """A number that a draw gives, or that was computed from one."""

    __slots__ = ()

    # What it is ----------------------------------------------------------------------------

    def settled(self) -> Any:
        """The number itself: each value that it can have is followed.

        Raises:
            Unsplittable: where there are too many.
        """
        if len(self.spread) == 1:
            return self.value(self.spread.ranges[0][0])
        if len(self.spread) > MOST_VALUES:
            raise Unsplittable
        by_value: dict[Any, list[range]] = {}
        for number in self._numbers():
            by_value.setdefault(self.value(number), []).append(range(number, number + 1))
        return list(by_value)[self.spread.split(list(by_value.values()))]

    def _numbers(self) -> list[int]:
        return [number for one in self.spread.ranges for number in one]

    def ends(self) -> tuple[Any, Any]:
        """Its least and its greatest value."""
        if self.slope:
            ends = [self.value(one[at]) for one in self.spread.ranges for at in (0, -1)]
        elif len(self.spread) <= MOST_VALUES:
            ends = [self.value(number) for number in self._numbers()]
        else:
            raise Unsplittable
        return min(ends), max(ends)

    def mean(self) -> float:
        """Its mean value; for many values that of the ends."""
        if len(self.spread) <= MOST_VALUES:
            found = [self.value(number) for number in self._numbers()]
            return float(sum(found)) / len(found)
        low, high = self.ends()
        return float(low + high) / 2

    # Comparisons ---------------------------------------------------------------------------

    def _is(self, compare: Callable[[Any, Any], bool], other: Any) -> bool:
        """Whether a comparison holds; both answers are followed where both can be."""
        if isinstance(other, Draw):
            return self._against(compare, other)
        if type(other) is LineDraw:
            return bool(compare(self.settled(), other))
        value, no, yes = self.value, list[range](), list[range]()
        if self.slope:
            for one in self.spread.ranges:
                first = compare(value(one[0]), other)

                def turns(number: int, first: bool = first) -> bool:
                    return compare(value(number), other) != first

                cut = bisect_left(one, _EVEN, key=turns)
                before, after = (yes, no) if first else (no, yes)
                before.append(one[:cut])
                after.append(one[cut:])
        elif len(self.spread) <= MOST_VALUES:
            for number in self._numbers():
                part = yes if compare(value(number), other) else no
                part.append(range(number, number + 1))
        else:
            raise Unsplittable
        return self.spread.split([no, yes]) == 1

    def _against(self, compare: Callable[[Any, Any], bool], other: Draw) -> bool:
        if other is self:
            return compare(0, 0)
        if other.spread is self.spread:
            if len(self.spread) > MOST_VALUES:
                raise Unsplittable
            mine, others = self.value, other.value
            both = Draw(self.spread, lambda n: compare(mine(n), others(n)), 0)
            return bool(both.settled())
        if len(other.spread) <= len(self.spread):
            return bool(compare(self, other.settled()))
        return bool(compare(self.settled(), other))

    def __lt__(self, other: Any) -> bool:
        return self._is(operator.lt, other)

    def __le__(self, other: Any) -> bool:
        return self._is(operator.le, other)

    def __gt__(self, other: Any) -> bool:
        return self._is(operator.gt, other)

    def __ge__(self, other: Any) -> bool:
        return self._is(operator.ge, other)

    def __eq__(self, other: object) -> bool:
        if other is self:
            return True
        if not is_number(other):
            return False
        if self.value is _itself and type(other) is int:
            return self.spread.is_number(other)
        if isinstance(other, Draw) or type(other) is LineDraw or not self.slope:
            return self._is(operator.eq, other)
        against: Any = other
        reaches, passes = (
            (operator.ge, operator.gt) if self.slope > 0 else (operator.le, operator.lt)
        )
        value, no, yes = self.value, list[range](), list[range]()
        for one in self.spread.ranges:
            first = bisect_left(one, _EVEN, key=lambda n: bool(reaches(value(n), against)))
            after = bisect_left(one, _EVEN, key=lambda n: bool(passes(value(n), against)))
            yes.append(one[first:after])
            no += (one[:first], one[after:])
        return self.spread.split([no, yes]) == 1

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.settled())

    def __bool__(self) -> bool:
        return self != 0

    def _made(self, value: Callable[[int], Any], slope: int) -> Any:
        return draw_of(self.spread, value, slope)

    # Where nothing but a plain number will do -----------------------------------------------

    def __int__(self) -> int:
        return int(self.settled())

    def __index__(self) -> int:
        return operator.index(self.settled())

    def __float__(self) -> float:
        return float(self.settled())

    def __str__(self) -> str:
        return str(self.settled())

    def __repr__(self) -> str:
        return repr(self.settled())

    def __format__(self, shape: str) -> str:
        return format(self.settled(), shape)

    def bit_length(self) -> int:
        """As ``int`` has it."""
        found: int = self.settled().bit_length()
        return found

    def is_integer(self) -> bool:
        """As ``float`` has it."""
        return bool(float(self).is_integer())


class WholeDraw(Draw):
    """A draw that is taken for an ``int``."""

    __slots__ = ()
    __class__ = property(lambda _: int)


class RealDraw(Draw):
    """A draw that is taken for a ``float``."""

    __slots__ = ()
    __class__ = property(lambda _: float)


def draw_of(spread: Spread, value: Callable[[int], Any], slope: int) -> Any:
    """A number computed from a draw: a draw, or a plain one where nothing is open."""
    sample = value(spread.ranges[0][0])
    if len(spread) == 1:
        return sample
    if type(sample) is int:
        return WholeDraw(spread, value, slope)
    if type(sample) is float:
        return RealDraw(spread, value, slope)
    return Draw(spread, value, slope).settled()


def whole(low: int, high: int, paths: Paths) -> Any:
    """A number from ``low`` up to and without ``high``, each as likely."""
    return draw_of(Spread([range(low, high)], paths), _itself, 1)


def _itself(number: int) -> int:
    return number
