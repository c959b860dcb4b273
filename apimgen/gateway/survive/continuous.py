"""A draw from 0 up to 1: between any two values is another, so it splits by comparisons."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from apimgen.gateway.survive.paths import Unsplittable
from apimgen.gateway.survive.spread import MOST_VALUES

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.gateway.survive.paths import Paths

_PLAIN = (int, float, Decimal)
_SMALL = 1_000_000


class Line:
    """What is known of a number from 0 up to 1.

    Attributes:
        low: it is not below this,
        high: and it is below this.
    """

    __slots__ = ("_paths", "high", "low")

    def __init__(self, paths: Paths) -> None:
        self.low = Fraction(0)
        self.high = Fraction(1)
        self._paths = paths

    def is_below(self, cut: Fraction) -> bool:
        """Whether the number is below another; both answers are followed where both can be."""
        if cut <= self.low:
            return False
        if cut >= self.high:
            return True
        length = self.high - self.low
        below = (cut - self.low) / length
        if self._paths.choose([below, 1 - below]) == 0:
            self.high = cut
            return True
        self.low = cut
        return False


class LineDraw:
    """A number ``factor * u + offset``, of a ``u`` from 0 up to 1; taken for a ``float``.

    That it is exactly some number has no odds at all.
    """

    __slots__ = ("factor", "line", "offset")
    __class__ = property(lambda _: float)

    def __init__(self, line: Line, factor: Fraction, offset: Fraction) -> None:
        self.line = line
        self.factor = factor
        self.offset = offset

    def mean(self) -> float:
        """Its mean value."""
        return float(self.factor * (self.line.low + self.line.high) / 2 + self.offset)

    def _below(self, other: Any) -> bool:
        other = _plain(other)
        if type(other) is LineDraw:
            if other.line is not self.line or other.factor == self.factor:
                return self._below_draw(other)
            apart = LineDraw(self.line, self.factor - other.factor, self.offset - other.offset)
            return apart._below(0)
        if isinstance(other, float) and not math.isfinite(other):
            return other > 0
        cut = (exact(other) - self.offset) / self.factor
        return self.line.is_below(cut) if self.factor > 0 else not self.line.is_below(cut)

    def _below_draw(self, other: LineDraw) -> bool:
        if other.line is self.line:
            return self.offset < other.offset
        raise Unsplittable

    def __lt__(self, other: Any) -> bool:
        return self._below(other) if _is_number(other) else False

    __le__ = __lt__

    def __gt__(self, other: Any) -> bool:
        return _is_number(other) and not self._below(other)

    __ge__ = __gt__

    def __eq__(self, other: object) -> bool:
        if type(other) is LineDraw and other.line is self.line:
            return (other.factor, other.offset) == (self.factor, self.offset)
        return False

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        return True

    def _moved(self, factor: Fraction, offset: Fraction) -> LineDraw | float:
        return LineDraw(self.line, factor, offset) if factor else float(offset)

    def __add__(self, other: Any) -> Any:
        other = _plain(other)
        if type(other) is LineDraw:
            if other.line is not self.line:
                raise Unsplittable
            return self._moved(self.factor + other.factor, self.offset + other.offset)
        return self._moved(self.factor, self.offset + exact(other))

    __radd__ = __add__

    def __neg__(self) -> Any:
        return self._moved(-self.factor, -self.offset)

    def __pos__(self) -> Any:
        return self

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        other = _plain(other)
        if type(other) is LineDraw:
            raise Unsplittable
        by = exact(other)
        return self._moved(self.factor * by, self.offset * by)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        other = _plain(other)
        if type(other) is LineDraw or other == 0:
            raise Unsplittable
        by = exact(other)
        return self._moved(self.factor / by, self.offset / by)

    def __abs__(self) -> Any:
        return -self if self < 0 else self

    def _cell(self, edge: Callable[[Fraction], int], ends: Callable[[int], Fraction]) -> int:
        """The whole number that it is brought to; each is followed, where they are few.

        Args:
            edge: brings one exact value there; it grows with the value.
            ends: where the values end that are brought to a whole number.
        """
        outer = [self.factor * one + self.offset for one in (self.line.low, self.line.high)]
        low, high = edge(min(outer)), edge(max(outer))
        if high - low > MOST_VALUES:
            raise Unsplittable
        for number in range(low, high):
            if self._below(ends(number)):
                return number
        return high

    def __trunc__(self) -> int:
        return self._cell(math.trunc, lambda n: Fraction(n + 1 if n >= 0 else n))

    def __floor__(self) -> int:
        return self._cell(math.floor, lambda n: Fraction(n + 1))

    def __ceil__(self) -> int:
        return self._cell(math.ceil, Fraction)

    def __round__(self, digits: int | None = None) -> Any:
        if digits:
            raise Unsplittable
        found = self._cell(round, lambda n: Fraction(2 * n + 1, 2))
        return found if digits is None else float(found)

    __int__ = __trunc__

    def __float__(self) -> float:
        raise Unsplittable

    def __str__(self) -> str:
        raise Unsplittable

    __repr__ = __str__

    def __format__(self, shape: str) -> str:
        raise Unsplittable


def _plain(other: Any) -> Any:
    """The other operand; where it is a draw of whole numbers, each of them is followed."""
    return other.settled() if hasattr(other, "settled") else other


def _is_number(value: object) -> bool:
    return isinstance(value, _PLAIN) and value == value  # noqa: PLR0124  not "not a number"


def exact(number: Any) -> Fraction:
    """A constant of the code as the fraction that its author means: 0.3 is three tenths.

    Raises:
        Unsplittable: for what is no finite number.
    """
    if isinstance(number, float):
        if not math.isfinite(number):
            raise Unsplittable
        near = Fraction(number).limit_denominator(_SMALL)
        return near if float(near) == number else Fraction(number)
    return Fraction(number)


def fraction(paths: Paths) -> Any:
    """A number from 0 up to and without 1."""
    return LineDraw(Line(paths), Fraction(1), Fraction(0))
