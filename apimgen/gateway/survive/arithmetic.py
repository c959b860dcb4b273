"""Computing with draws: what comes out is a draw of the same numbers."""

from __future__ import annotations

import operator
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Any

from apimgen.gateway.survive.continuous import LineDraw
from apimgen.gateway.survive.paths import Unsplittable
from apimgen.gateway.survive.spread import MOST_VALUES

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.gateway.survive.spread import Spread

_NUMBERS = (int, float, Decimal, Fraction)


def is_number(value: object) -> bool:
    """Whether it is a number, drawn or not."""
    return isinstance(value, _NUMBERS)


class Arithmetic:
    """The operators of a draw.

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

    def settled(self) -> Any:
        """The number itself: each value that it can have is followed."""
        raise NotImplementedError

    def ends(self) -> tuple[Any, Any]:
        """Its least and its greatest value."""
        raise NotImplementedError

    def _made(self, value: Callable[[int], Any], slope: int) -> Any:
        """A number computed from the same ones."""
        raise NotImplementedError

    def _with(
        self, compute: Callable[[Any, Any], Any], other: Any, slope: int, *, swapped: bool = False
    ) -> Any:
        """A number computed from this one and another."""
        if not is_number(other):
            return NotImplemented
        if isinstance(other, Arithmetic):
            return self._with_draw(compute, other, swapped=swapped)
        if type(other) is LineDraw:
            return compute(other, self.settled()) if swapped else compute(self.settled(), other)
        value = self.value
        if swapped:
            return self._made(lambda n: compute(other, value(n)), slope)
        return self._made(lambda n: compute(value(n), other), slope)

    def _with_draw(
        self, compute: Callable[[Any, Any], Any], other: Arithmetic, *, swapped: bool
    ) -> Any:
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
        if isinstance(by, Arithmetic) or type(by) is LineDraw:
            return 0
        return self.slope if by >= 0 else -self.slope

    def __add__(self, other: Any) -> Any:
        return self._with(operator.add, other, self.slope)

    def __radd__(self, other: Any) -> Any:
        return self._with(operator.add, other, self.slope, swapped=True)

    def __sub__(self, other: Any) -> Any:
        return self._with(operator.sub, other, self.slope)

    def __rsub__(self, other: Any) -> Any:
        return self._with(operator.sub, other, -self.slope, swapped=True)

    def __mul__(self, other: Any) -> Any:
        if not is_number(other):
            return NotImplemented
        return self._with(operator.mul, other, self._scaled(other))

    def __rmul__(self, other: Any) -> Any:
        if not is_number(other):
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
        if not is_number(other):
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
