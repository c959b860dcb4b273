"""``decimal``: 96 bits and a scale from 0 to 28.

Page: https://learn.microsoft.com/dotnet/api/system.decimal
"""

from __future__ import annotations

import decimal
import math
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

from apimgen.csharp.bind.types.conversions import RANGES
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.values.arithmetic import by_zero

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type

MOST = 2**96 - 1
_WIDE = decimal.Context(prec=120, rounding=decimal.ROUND_HALF_EVEN, Emax=9999, Emin=-9999)
_ONE, _ZERO = Decimal(1), Decimal(0)


def _overflow() -> NoReturn:
    message = "Value was either too large or too small for a Decimal."
    raise Thrown("System.OverflowException", message)


def fit(value: Decimal) -> Decimal:
    """A number as a ``decimal``: rounded to what it can hold.

    Raises:
        Thrown: an ``OverflowException``.
    """
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101
    if exponent > 0:
        value = value.quantize(_ONE, context=_WIDE)
        sign, digits, exponent = value.as_tuple()
        assert isinstance(exponent, int)  # noqa: S101
    if -exponent > 28:
        value = value.quantize(Decimal(1).scaleb(-28), context=_WIDE)
        sign, digits, exponent = value.as_tuple()
        assert isinstance(exponent, int)  # noqa: S101
    if len(digits) > 28:
        exact = value
        coefficient = int(value.copy_abs().scaleb(-exponent, context=_WIDE))
        while coefficient > MOST:
            exponent += 1
            if exponent > 0:
                _overflow()
            value = exact.quantize(Decimal(1).scaleb(exponent), context=_WIDE)
            coefficient = int(value.copy_abs().scaleb(-exponent, context=_WIDE))
    return -value if sign and not value else value


def add(left: Decimal, right: Decimal) -> Decimal:
    """``left + right``."""
    return fit(_WIDE.add(left, right))


def subtract(left: Decimal, right: Decimal) -> Decimal:
    """``left - right``."""
    return fit(_WIDE.subtract(left, right))


def multiply(left: Decimal, right: Decimal) -> Decimal:
    """``left * right``."""
    found = _WIDE.multiply(left, right)
    exponent = found.as_tuple().exponent
    # A product so small is 0 at once, without its scale.
    return _ZERO if isinstance(exponent, int) and exponent < -47 else fit(found)


def divide(left: Decimal, right: Decimal) -> Decimal:
    """``left / right``: as many digits as there is room for, without zeros at the end."""
    if not right:
        raise by_zero()
    one, below = parts(left)
    other, above = parts(right)
    scale = below - above
    quotient, rest = divmod(one, other)
    if not rest:
        if scale < 0:
            quotient, scale = quotient * 10**-scale, 0
    else:
        more = max(28 - scale, 0)
        while more > 0 and one * 10**more // other > MOST:
            more -= 1
        if scale + more < 0:
            _overflow()
        quotient, rest = divmod(one * 10**more, other)
        scale += more
        if 2 * rest > other or (2 * rest == other and quotient & 1):
            quotient += 1
        while scale > 0 and quotient % 10 == 0:
            quotient //= 10
            scale -= 1
    if quotient > MOST:
        _overflow()
    found = Decimal(quotient).scaleb(-scale, _WIDE)
    return found.copy_negate() if quotient and (left < 0) != (right < 0) else found


def parts(value: Decimal) -> tuple[int, int]:
    """The digits of a number as a whole number without a sign, and how many are after the point."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101
    return int(value.copy_abs().scaleb(-exponent, _WIDE)), -exponent


def remainder(left: Decimal, right: Decimal) -> Decimal:
    """``left % right``; a smaller ``left`` stays as it is."""
    if not right:
        raise by_zero()
    return left if abs(left) < abs(right) else fit(_WIDE.remainder(left, right))


def negate(value: Decimal) -> Decimal:
    """``-value``."""
    return value.copy_negate() if value else value


def from_double(value: float, digits: int = 15) -> Decimal:
    """A ``double`` as a ``decimal``: its first 15 digits, found with the arithmetic of doubles."""
    size = abs(value)
    if not size < MOST + 1:
        _overflow()
    exponent = math.frexp(size)[1]
    if exponent < -94 or not size:
        return _ZERO
    most = 10.0**digits
    scale = min(digits - 1 - (exponent * 19728 >> 16), 28)
    if scale >= 0:
        size *= 10.0**scale
    elif scale != -1 or size >= most:
        size /= 10.0**-scale
    else:
        scale = 0
    if size < most / 10 and scale < 28:
        size *= 10
        scale += 1
    whole = int(size)
    rest = size - whole
    if rest > 0.5 or (rest == 0.5 and whole & 1):
        whole += 1
    if not whole:
        return _ZERO
    while scale > 0 and whole % 10 == 0:
        whole //= 10
        scale -= 1
    found = Decimal(whole * 10**-scale if scale < 0 else whole).scaleb(min(-scale, 0), _WIDE)
    return found.copy_negate() if value < 0 else found


def from_single(value: float) -> Decimal:
    """A ``float`` as a ``decimal``: its first 7 digits."""
    return from_double(value, 7)


def to_whole(value: Decimal, to: Type) -> int:
    """A ``decimal`` as a whole number, towards zero.

    Raises:
        Thrown: an ``OverflowException``.
    """
    found = int(value)
    low, high = RANGES[to]
    if not low <= found <= high:
        name = _NAMES.get(to.name, "")
        message = f"Value was either too large or too small for {name}."
        raise Thrown("System.OverflowException", message)
    return found


_NAMES = {
    "int": "an Int32",
    "long": "an Int64",
    "uint": "a UInt32",
    "ulong": "a UInt64",
    "short": "an Int16",
    "ushort": "a UInt16",
    "byte": "an unsigned byte",
    "sbyte": "a signed byte",
    "char": "a character",
}
OPERATIONS = {"+": add, "-": subtract, "*": multiply, "/": divide, "%": remainder}
