"""Random numbers whose outcomes are followed: a draw splits when it is looked at, not before.

A draw stands in for an ``int`` or a ``double`` of C#: the functions that expressions become use
Python's operators on it. ``Next(0, 100) < 30`` has two outcomes, though a hundred numbers are
behind it; a draw that becomes a text or an index has one outcome for each of its values.
"""

from __future__ import annotations

import operator
from bisect import bisect_left
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Any, Final

from apimgen.gateway.survive.paths import Unsplittable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apimgen.gateway.survive.paths import Paths

MOST_VALUES: Final = 1000
"""A draw with more values than this splits by comparisons only."""

_NUMBERS = (int, float, Decimal, Fraction)
_EVEN = 1


def _is_number(value: object) -> bool:
    """Whether it is a number, drawn or not."""
    return isinstance(value, _NUMBERS)


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
            total = len(self)
            odds = [Fraction(sum(map(len, parts[at])), total) for at in there]
            chosen = there[self._paths.choose(odds)]
        else:
            chosen = there[0]
        self.ranges = [one for one in parts[chosen] if one]
        return chosen


class Draw:
    """A number that a draw gives, or that was computed from one.

    Attributes:
        spread: the whole numbers that were drawn from.
        value: what this number is for each of them.
        slope: 1 where it never falls as they grow, -1 where it never rises, 0 where nobody knows.
    """

    __slots__ = ("slope", "spread", "value")

    def __init__(self, spread: Spread, value: Callable[[int], Any], slope: int) -> None:
        self.spread = spread
        self.value = value
        self.slope = slope

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
            return self._is(compare, other.settled())
        mine = self.settled()
        return other._is(lambda a, b: compare(b, a), mine)

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
        if not _is_number(other):
            return False
        if isinstance(other, Draw) or not self.slope:
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

    # Arithmetic ----------------------------------------------------------------------------

    def _made(self, value: Callable[[int], Any], slope: int) -> Any:
        return draw_of(self.spread, value, slope)

    def _with(
        self, compute: Callable[[Any, Any], Any], other: Any, slope: int, *, swapped: bool = False
    ) -> Any:
        """A number computed from this one and another."""
        if not _is_number(other):
            return NotImplemented
        if isinstance(other, Draw):
            return self._with_draw(compute, other, swapped=swapped)
        value = self.value
        if swapped:
            return self._made(lambda n: compute(other, value(n)), slope)
        return self._made(lambda n: compute(value(n), other), slope)

    def _with_draw(self, compute: Callable[[Any, Any], Any], other: Draw, *, swapped: bool) -> Any:
        if other.spread is self.spread:
            one, two = (other.value, self.value) if swapped else (self.value, other.value)
            return self._made(lambda n: compute(one(n), two(n)), 0)
        if len(other.spread) <= len(self.spread):
            settled = other.settled()
            return compute(settled, self) if swapped else compute(self, settled)
        settled = self.settled()
        return compute(other, settled) if swapped else compute(settled, other)

    def _scaled(self, by: Any) -> int:
        """The slope after a multiplication."""
        return self.slope if isinstance(by, Draw) or by >= 0 else -self.slope

    def __add__(self, other: Any) -> Any:
        return self._with(operator.add, other, self.slope)

    def __radd__(self, other: Any) -> Any:
        return self._with(operator.add, other, self.slope, swapped=True)

    def __sub__(self, other: Any) -> Any:
        return self._with(operator.sub, other, self.slope)

    def __rsub__(self, other: Any) -> Any:
        return self._with(operator.sub, other, -self.slope, swapped=True)

    def __mul__(self, other: Any) -> Any:
        if not _is_number(other):
            return NotImplemented
        return self._with(operator.mul, other, self._scaled(other))

    def __rmul__(self, other: Any) -> Any:
        if not _is_number(other):
            return other * self.settled()
        return self._with(operator.mul, other, self._scaled(other), swapped=True)

    def __truediv__(self, other: Any) -> Any:
        return self._with(operator.truediv, other, self._scaled(other))

    def __rtruediv__(self, other: Any) -> Any:
        return self._with(operator.truediv, other, 0, swapped=True)

    def __floordiv__(self, other: Any) -> Any:
        return self._with(operator.floordiv, other, self._scaled(other))

    def __rfloordiv__(self, other: Any) -> Any:
        return self._with(operator.floordiv, other, 0, swapped=True)

    def __mod__(self, other: Any) -> Any:
        if type(other) is int and len(self.spread) > MOST_VALUES:
            return self._remainder(other)
        return self._with(operator.mod, other, 0)

    def __rmod__(self, other: Any) -> Any:
        if not _is_number(other):
            return other % self.settled()
        return self._with(operator.mod, other, 0, swapped=True)

    def _remainder(self, by: int) -> int:
        """What is left of many numbers, one outcome for each."""
        if not 0 < by <= MOST_VALUES:
            raise Unsplittable
        parts: dict[int, list[range]] = {}
        for one in self.spread.ranges:
            step = self.value(one[1]) - self.value(one[0]) if len(one) > 1 else by
            if self.value(one[-1]) != self.value(one[0]) + step * (len(one) - 1):
                raise Unsplittable  # not a row of equal steps
            period = by // gcd(step, by)
            for first in range(min(period, len(one))):
                parts.setdefault(self.value(one[first]) % by, []).append(one[first::period])
        return sorted(parts)[self.spread.split([parts[key] for key in sorted(parts)])]

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    def __pow__(self, other: Any) -> Any:
        return self._with(operator.pow, other, 0)

    def __rpow__(self, other: Any) -> Any:
        return self._with(operator.pow, other, 0, swapped=True)

    def __and__(self, other: Any) -> Any:
        if type(other) is int and other & (other + 1) == 0:
            low, high = self.ends()
            if low >= 0 and high <= other:
                return self
        return self._with(operator.and_, other, 0)

    __rand__ = __and__

    def __or__(self, other: Any) -> Any:
        return self._with(operator.or_, other, 0)

    __ror__ = __or__

    def __xor__(self, other: Any) -> Any:
        return self._with(operator.xor, other, 0)

    __rxor__ = __xor__

    def __lshift__(self, other: Any) -> Any:
        return self._with(operator.lshift, other, self.slope)

    def __rlshift__(self, other: Any) -> Any:
        return self._with(operator.lshift, other, 0, swapped=True)

    def __rshift__(self, other: Any) -> Any:
        return self._with(operator.rshift, other, self.slope)

    def __rrshift__(self, other: Any) -> Any:
        return self._with(operator.rshift, other, 0, swapped=True)

    def __neg__(self) -> Any:
        value = self.value
        return self._made(lambda n: -value(n), -self.slope)

    def __pos__(self) -> Any:
        return self

    def __invert__(self) -> Any:
        value = self.value
        return self._made(lambda n: ~value(n), -self.slope)

    def __abs__(self) -> Any:
        if self.ends()[0] >= 0:
            return self
        value = self.value
        return self._made(lambda n: abs(value(n)), 0)

    def __trunc__(self) -> Any:
        value = self.value
        return self._made(lambda n: int(value(n)), self.slope)

    def __floor__(self) -> Any:
        value = self.value
        return self._made(lambda n: value(n).__floor__(), self.slope)

    def __ceil__(self) -> Any:
        value = self.value
        return self._made(lambda n: value(n).__ceil__(), self.slope)

    def __round__(self, digits: int | None = None) -> Any:
        value = self.value
        return self._made(lambda n: round(value(n), digits), self.slope)

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
