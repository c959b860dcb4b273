"""Numbers in standard formats: ``N2``, ``F0``, ``D5``, ``X``, ``P``; others are custom formats.

The invariant culture's signs, as .NET has them.
See https://learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings
"""

from __future__ import annotations

import math
import struct
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import FLOAT, Type
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.text.formats.custom import custom
from apimgen.csharp.run.library.text.formats.digits import Digits, digits_of, of_float

if TYPE_CHECKING:
    from collections.abc import Callable

_BITS = {"sbyte": 8, "byte": 8, "short": 16, "ushort": 16, "int": 32, "uint": 32}


def number_text(value: Any, type_: Type | None, format_: str | None) -> str:
    """A number in a format.

    Args:
        value: the number, as its type is held.
        type_: its type; None where the Python class tells it.
        format_: a standard or custom format; nothing or an empty one is ``G``.

    Raises:
        Thrown: a FormatException for a format that there isn't.
    """
    if not format_ and not isinstance(value, (float, Decimal)):
        return str(int(value))
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    letter, count = _parsed(format_ or "G")
    if not letter:
        return custom(digits_of(value, type_, "", -1), format_ or "")
    upper = letter.upper()
    if isinstance(value, float):
        if upper == "R":
            return _round_trip(value, type_, letter)
    elif not isinstance(value, Decimal):
        if upper == "D":
            return f"{'-' if value < 0 else ''}{abs(value):0{max(count, 1)}d}"
        if upper == "X":
            bits = _BITS.get(type_.name if type_ else "int", 64)
            text = f"{value & (1 << bits) - 1:0{max(count, 1)}x}"
            return text.upper() if letter == "X" else text
        if upper == "G" and count < 1:
            return str(int(value))
    writer = _WRITERS.get(upper)
    if writer is None:
        raise bad_format()
    return writer(digits_of(value, type_, upper, count), count, letter)


def bad_format() -> Thrown:
    """What .NET throws for a format that there isn't."""
    return Thrown("System.FormatException", "Format specifier was invalid.")


def _parsed(format_: str) -> tuple[str, int]:
    """The letter and the number of a standard format; no letter for a custom one."""
    letter, rest = format_[0], format_[1:]
    if not (letter.isascii() and letter.isalpha()):
        return "", -1
    if not rest:
        return letter, -1
    if len(rest) > 2 or not (rest.isascii() and rest.isdigit()):
        return ("", -1) if rest.strip("\0") else (letter, -1)
    return letter, int(rest)


def _round_trip(value: float, type_: Type | None, letter: str) -> str:
    short, long = (7, 9) if type_ is FLOAT else (15, 17)
    number = of_float(value, short)
    read = float(f"{value:.{short - 1}e}")
    if type_ is FLOAT:
        read = struct.unpack("<f", struct.pack("<f", read))[0] if abs(read) < 3.4028236e38 else read
    if read != value:
        number = of_float(value, long)
    return _general(number, number.precision, chr(ord(letter) - ord("R") + ord("G")))


def _general(number: Digits, count: int, letter: str) -> str:
    rounding = count > 0 or not (number.exact and count == -1)
    if count < 1:
        count = number.precision
    if rounding:
        number.round(count)
    elif not number.digits:
        number.negative = False
    sign = "-" if number.negative else ""
    point, digits = number.scale, number.digits
    scientific = rounding and (point > count or point < -3)
    if scientific:
        point = 1
    whole = digits[:point].ljust(point, "0") if point > 0 else "0"
    part = digits[max(point, 0) :]
    if part or point < 0:
        part = f".{'0' * -min(point, 0)}{part}"
    tail = exponent(number.scale - 1, "E" if letter == "G" else "e", 2) if scientific else ""
    return f"{sign}{whole}{part}{tail}"


def exponent(value: int, letter: str, digits: int, *, plus: bool = True) -> str:
    """The exponent of a number: ``E+05``."""
    sign = "-" if value < 0 else "+" if plus else ""
    return f"{letter}{sign}{abs(value):0{digits}d}"


def _fixed(number: Digits, count: int, *, groups: bool = False) -> str:
    whole = number.digits[: max(number.scale, 0)].ljust(max(number.scale, 0), "0") or "0"
    part = ("0" * -min(number.scale, 0) + number.digits[max(number.scale, 0) :])[:count]
    if groups:
        whole = f"{int(whole):,}"
    return f"{whole}.{part.ljust(count, '0')}" if count else whole


def _rounded(number: Digits, count: int, default: int = 2) -> int:
    count = count if count >= 0 else default
    number.round(number.scale + count)
    return count


def _of_currency(number: Digits, count: int, _: str) -> str:
    text = "¤" + _fixed(number, _rounded(number, count), groups=True)
    return f"({text})" if number.negative else text


def _of_fixed(number: Digits, count: int, _: str) -> str:
    text = _fixed(number, _rounded(number, count))
    return f"-{text}" if number.negative else text


def _of_number(number: Digits, count: int, _: str) -> str:
    text = _fixed(number, _rounded(number, count), groups=True)
    return f"-{text}" if number.negative else text


def _of_percent(number: Digits, count: int, _: str) -> str:
    if number.digits:
        number.scale += 2
    text = _fixed(number, _rounded(number, count), groups=True) + " %"
    return f"-{text}" if number.negative else text


def _of_exponent(number: Digits, count: int, letter: str) -> str:
    count = count if count >= 0 else 6
    number.round(count + 1)
    digits = (number.digits or "0").ljust(count + 1, "0")
    power = number.scale - 1 if number.digits else 0
    part = f".{digits[1:]}" if count else ""
    return f"{'-' if number.negative else ''}{digits[0]}{part}{exponent(power, letter, 3)}"


def _of_general(number: Digits, count: int, letter: str) -> str:
    return _general(number, count, letter)


_WRITERS: dict[str, Callable[[Digits, int, str], str]] = {
    "C": _of_currency,
    "E": _of_exponent,
    "F": _of_fixed,
    "G": _of_general,
    "N": _of_number,
    "P": _of_percent,
}
