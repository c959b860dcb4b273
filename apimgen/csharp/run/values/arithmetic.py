"""Arithmetic of whole numbers and doubles as .NET does it."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from apimgen.csharp.bind.types.conversions import RANGES
from apimgen.csharp.model.types import BYTE, CHAR, INT, LONG, SBYTE, SHORT, UINT, ULONG, USHORT
from apimgen.csharp.run.errors import Thrown

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.model.types import Type


def overflow(_value: Any = None) -> NoReturn:
    """What ``checked`` throws."""
    raise Thrown("System.OverflowException", "Arithmetic operation resulted in an overflow.")


def by_zero() -> Thrown:
    """What a division by zero throws."""
    return Thrown("System.DivideByZeroException", "Attempted to divide by zero.")


@cache
def wrapper(of: Type) -> Callable[[int], int]:
    """What brings a number back into the range of a type, by its low bits."""
    low, high = RANGES[of]
    mask = high - low
    if not low:
        return lambda value: value & mask
    return lambda value: ((value - low) & mask) + low


def divide(left: int, right: int) -> int:
    """``left / right``, towards zero."""
    if right == 0:
        raise by_zero()
    if left >= 0 and right > 0:
        return left // right
    if left < 0 and right < 0:
        return -left // -right
    return -(-left // right) if right > 0 else -(left // -right)


def remainder(left: int, right: int) -> int:
    """``left % right``, with the sign of ``left``."""
    if right == 0:
        raise by_zero()
    if right < 0:
        right = -right
    return left % right if left >= 0 else -(-left % right)


def divide_int(left: int, right: int) -> int:
    """``left / right`` of ``int``."""
    if right == -1 and left == -2147483648:
        overflow()
    return divide(left, right)


def divide_long(left: int, right: int) -> int:
    """``left / right`` of ``long``."""
    if right == -1 and left == -9223372036854775808:
        overflow()
    return divide(left, right)


def remainder_int(left: int, right: int) -> int:
    """``left % right`` of ``int``."""
    if right == -1 and left == -2147483648:
        overflow()
    return remainder(left, right)


def remainder_long(left: int, right: int) -> int:
    """``left % right`` of ``long``."""
    if right == -1 and left == -9223372036854775808:
        overflow()
    return remainder(left, right)


DIVISIONS: dict[tuple[str, Type], Callable[[int, int], int]] = {
    ("/", INT): divide_int,
    ("%", INT): remainder_int,
    ("/", LONG): divide_long,
    ("%", LONG): remainder_long,
    ("/", UINT): divide,
    ("%", UINT): remainder,
    ("/", ULONG): divide,
    ("%", ULONG): remainder,
}


def divide_double(left: float, right: float) -> float:
    """``left / right`` of ``double``: no exception, but infinity or no number."""
    if right != 0:
        return left / right
    if left == 0 or left != left:  # noqa: PLR0124
        return math.nan
    return math.copysign(math.inf, math.copysign(1.0, left) * math.copysign(1.0, right))


def remainder_double(left: float, right: float) -> float:
    """``left % right`` of ``double``."""
    try:
        return math.fmod(left, right)
    except ValueError:
        return math.nan


# What the processor gives for a double that is out of range.
_INDEFINITE = {INT: -(2**31), UINT: 0, LONG: -(2**63), ULONG: 2**63}


@cache
def truncation(to: Type) -> Callable[[float], int]:
    """What makes a ``double`` a whole number without a check, as 64-bit .NET does."""
    wrap = wrapper(to)
    low, high = RANGES[to]
    small = to in (SBYTE, BYTE, SHORT, USHORT, CHAR)

    def truncate(value: float) -> int:
        if low <= value <= high and value < 9.2e18:
            return int(value)
        if value != value or math.isinf(value):  # noqa: PLR0124
            return 0 if small or to is UINT else _INDEFINITE[to]
        whole = int(value)
        if low <= whole <= high:
            return whole
        if small:
            return wrap(whole) if -(2**31) <= whole < 2**31 else 0
        if to is UINT:
            return wrap(whole) if -(2**63) <= whole < 2**63 else 0
        if to is ULONG and -(2**63) <= whole < 0:
            return wrap(whole)
        return _INDEFINITE[to]

    return truncate


@cache
def checked_truncation(to: Type) -> Callable[[float], int]:
    """What makes a ``double`` a whole number, and throws where it is out of range."""
    low, high = RANGES[to]

    def truncate(value: float) -> int:
        if value != value or not low - 1 < value < high + 1:  # noqa: PLR0124
            overflow()
        found = int(value)
        return found if low <= found <= high else overflow()

    return truncate
