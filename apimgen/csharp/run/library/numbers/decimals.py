"""The members that only ``decimal`` has."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
)
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import BY_KEYWORD, INT
from apimgen.csharp.run.library.equality import compare
from apimgen.csharp.run.library.failures import argument, argument_null, out_of_range
from apimgen.csharp.run.library.numbers import members  # noqa: F401  those that numbers share
from apimgen.csharp.run.library.numbers.ranges import checked
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array, decimals

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDE = Context(prec=60)
_MODES = {0: ROUND_HALF_EVEN, 1: ROUND_HALF_UP}


def rounded(value: Decimal, places: int = 0, mode: int = 0) -> Decimal:
    """``Math.Round`` of a ``decimal``.

    Raises:
        Thrown: an ArgumentOutOfRangeException for a number of places that there isn't.
    """
    if not 0 <= places <= 28:
        message = "Decimal can only round to between 0 and 28 digits of precision."
        raise out_of_range("decimals", message)
    if mode not in _MODES:
        message = f"The value '{mode}' is not valid for this usage of the type MidpointRounding."
        raise argument(message, "mode")
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent <= places:
        return value
    return value.quantize(Decimal(1).scaleb(-places), rounding=_MODES[mode], context=_WIDE)


def whole(value: Decimal, rounding: str) -> Decimal:
    """A ``decimal`` without its fraction."""
    return value.quantize(Decimal(1), rounding=rounding, context=_WIDE)


def floor(value: Decimal) -> Decimal:
    """``Math.Floor``."""
    return whole(value, ROUND_FLOOR)


def ceiling(value: Decimal) -> Decimal:
    """``Math.Ceiling``."""
    return whole(value, ROUND_CEILING)


def truncated(value: Decimal) -> Decimal:
    """``Math.Truncate``."""
    return whole(value, ROUND_DOWN)


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "Add": decimals.add,
    "Subtract": decimals.subtract,
    "Multiply": decimals.multiply,
    "Divide": decimals.divide,
    "Remainder": decimals.remainder,
    "Negate": decimals.negate,
    "Compare": compare,
    "Floor": floor,
    "Ceiling": ceiling,
    "Truncate": truncated,
    "ToDouble": float,
    "ToSingle": float,
}
for _name, _call in _OPERATIONS.items():
    member("decimal", _name)(_call)

member("decimal", "Equals", "decimal, decimal")(lambda one, two: one == two)
member("decimal", "Round", "decimal")(rounded)
member("decimal", "Round", "decimal, int")(rounded)
member("decimal", "Round", "decimal, int, MidpointRounding")(rounded)
member("decimal", "Round", "decimal, MidpointRounding")(lambda value, mode: rounded(value, 0, mode))

_TARGETS = {
    "ToByte": "byte",
    "ToSByte": "sbyte",
    "ToInt16": "short",
    "ToUInt16": "ushort",
    "ToInt32": "int",
    "ToUInt32": "uint",
    "ToInt64": "long",
    "ToUInt64": "ulong",
}


def _to_integer(keyword: str) -> Callable[[Decimal], int]:
    type_ = BY_KEYWORD[keyword]
    return lambda value: checked(int(value), type_)


for _name, _keyword in _TARGETS.items():
    member("decimal", _name)(_to_integer(_keyword))


@member("decimal", "new", "int")
@member("decimal", "new", "long")
@member("decimal", "new", "uint")
@member("decimal", "new", "ulong")
def _of_integer(value: int) -> Decimal:
    return Decimal(value)


member("decimal", "new", "double")(decimals.from_double)
member("decimal", "new", "float")(decimals.from_single)


@member("decimal", "new", "int, int, int, bool, byte")
def _of_parts(low: int, middle: int, high: int, negative: bool, scale: int) -> Decimal:
    if scale > 28:
        message = "Decimal's scale value must be between 0 and 28, inclusive."
        raise out_of_range("scale", message)
    mask = 0xFFFFFFFF
    number = (high & mask) << 64 | (middle & mask) << 32 | low & mask
    digits = tuple(int(one) for one in str(number))
    return Decimal((int(negative), digits, -scale))


@member("decimal", "new", "int[]")
def _of_bits(bits: Array | None) -> Decimal:
    if bits is None:
        raise argument_null("bits")
    if len(bits) != 4:
        message = (
            "Decimal byte array constructor requires an array of length four containing valid "
            "decimal bytes."
        )
        raise argument(message)
    flags = bits.items[3]
    found: Decimal = _of_parts(*bits.items[:3], flags < 0, flags >> 16 & 0xFF)
    return found


@member("decimal", "GetBits")
def _bits(value: Decimal) -> Array:
    sign, figures, exponent = value.as_tuple()
    number = int("".join(map(str, figures)))
    parts = [number >> shift & 0xFFFFFFFF for shift in (0, 32, 64)]
    scale = -exponent if isinstance(exponent, int) else 0
    parts.append(sign << 31 | scale << 16)
    return Array(INT, [one - (1 << 32) if one >= 1 << 31 else one for one in parts])


@member("decimal", "ToOACurrency")
def _to_currency(value: Decimal) -> int:
    return int(rounded(value * 10000))


@member("decimal", "FromOACurrency")
def _from_currency(value: int) -> Decimal:
    return decimals.divide(Decimal(value), Decimal(10000))
