"""Constants: what an operator or a conversion makes of them.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/expressions#1223-constant-expressions
"""

from __future__ import annotations

import decimal
import math
import struct
from decimal import Decimal
from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.conversions import RANGES
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import BOOL, CHAR, DECIMAL, DOUBLE, FLOAT, STRING

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.model.types import Type

_DECIMAL = decimal.Context(prec=29, rounding=decimal.ROUND_HALF_EVEN, Emax=9999, Emin=-9999)
_MOST_DECIMAL = Decimal(2**96 - 1)
_MOST_TEXT = 100_000


class ConstantError(ValueError):
    """A constant that cannot be: it overflows, or something is divided by zero."""


def in_range(value: object, to: Type, *, checked: bool) -> object:
    """A number as a value of a type; wrapped around where that is allowed.

    Raises:
        ConstantError: if it is out of range, and ``checked``.
    """
    if to in RANGES and isinstance(value, int):
        low, high = RANGES[to]
        if not low <= value <= high:
            if checked:
                message = f"this overflows: {value} is no {to}"
                raise ConstantError(message if abs(value) < 10**30 else f"this overflows {to}")
            value = (value - low) % (high - low + 1) + low
        return chr(value) if to is CHAR else value
    if to is FLOAT and isinstance(value, float):
        try:
            return struct.unpack("f", struct.pack("f", value))[0]
        except OverflowError:
            return math.copysign(math.inf, value)
    if to is DECIMAL and isinstance(value, Decimal) and abs(value) > _MOST_DECIMAL:
        raise ConstantError("this overflows decimal")
    return value


def converted(value: object, source: Type, to: Type, *, checked: bool) -> object:
    """A constant of one type as one of another; ABSENT where that is no constant.

    Raises:
        ConstantError: if it is out of range.
    """
    if value is None or source is to:
        return value
    if source is CHAR and isinstance(value, str):
        value = ord(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return ABSENT
    if to in RANGES:
        if isinstance(value, float) and (math.isnan(value) or math.isinf(value)):
            if checked:
                message = f"this overflows {to}"
                raise ConstantError(message)
            return ABSENT
        return in_range(int(value), to, checked=checked or isinstance(value, Decimal))
    if to in (FLOAT, DOUBLE):
        return in_range(float(value), to, checked=checked)
    if to is DECIMAL:
        if isinstance(value, float):
            if math.isnan(value) or math.isinf(value):
                raise ConstantError("this overflows decimal")
            value = Decimal(f"{value:.7g}" if source is FLOAT else f"{value:.15g}")
        return in_range(Decimal(value), to, checked=True)
    return ABSENT


def binary(operator: str, left: object, right: object, type_: Type, *, checked: bool) -> object:
    """What an operator makes of two constants that have the same type; ABSENT if no constant.

    Raises:
        ConstantError: if the result is out of range, or something is divided by zero.
    """
    if type_ is STRING:
        return _texts(operator, left, right)
    if type_ is BOOL:
        return _BOOLS[operator](left, right) if operator in _BOOLS else ABSENT
    if operator in _COMPARE:
        return _COMPARE[operator](left, right)
    if isinstance(left, int) and isinstance(right, int):
        return in_range(_whole(operator, left, right), type_, checked=checked)
    if isinstance(left, float) and isinstance(right, float):
        return in_range(_float(operator, left, right), type_, checked=checked)
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return in_range(_decimal(operator, left, right), type_, checked=True)
    return ABSENT


def _texts(operator: str, left: object, right: object) -> object:
    if operator == "+" and isinstance(left, str | None) and isinstance(right, str | None):
        found = (left or "") + (right or "")
        return found if len(found) < _MOST_TEXT else ABSENT
    if operator in ("==", "!="):
        return (left == right) == (operator == "==")
    return ABSENT


def _whole(operator: str, left: int, right: int) -> int:
    if operator in ("/", "%"):
        if not right:
            raise ConstantError("this divides by zero")
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return quotient if operator == "/" else left - quotient * right
    return _WHOLE[operator](left, right)


def shifted(operator: str, left: int, right: int, type_: Type) -> object:
    """What ``<<`` or ``>>`` makes of a constant."""
    bits = 64 if RANGES[type_][1] > 2**32 else 32
    right &= bits - 1
    value = left << right if operator == "<<" else left >> right
    return in_range(value, type_, checked=False)


def _float(operator: str, left: float, right: float) -> float:
    try:
        if operator == "/":
            return left / right
        if operator == "%":
            return math.fmod(left, right)
        found = _WHOLE[operator](left, right)  # type: ignore[arg-type]
    except ZeroDivisionError:
        same = math.copysign(1, left) * math.copysign(1, right)
        return math.nan if not left or math.isnan(left) else math.copysign(math.inf, same)
    except ValueError:
        return math.nan
    else:
        return float(found)


def _decimal(operator: str, left: Decimal, right: Decimal) -> Decimal:
    try:
        if operator == "+":
            return _DECIMAL.add(left, right)
        if operator == "-":
            return _DECIMAL.subtract(left, right)
        if operator == "*":
            return _DECIMAL.multiply(left, right)
        if operator == "/":
            return _DECIMAL.divide(left, right)
        return _DECIMAL.remainder(left, right)
    except decimal.DecimalException:
        if not right and operator in ("/", "%"):
            raise ConstantError("this divides by zero") from None
        raise ConstantError("this overflows decimal") from None


_WHOLE: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
}
_COMPARE: dict[str, Callable[..., bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}
_BOOLS: dict[str, Callable[..., bool]] = {
    "&&": lambda a, b: a and b,
    "||": lambda a, b: a or b,
    "&": lambda a, b: a and b,
    "|": lambda a, b: a or b,
    "^": lambda a, b: a != b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
