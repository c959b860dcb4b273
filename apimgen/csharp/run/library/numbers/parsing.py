"""Reading numbers: the styles of ``NumberStyles`` and the members ``Parse`` and ``TryParse``.

See https://learn.microsoft.com/dotnet/api/system.globalization.numberstyles
"""

from __future__ import annotations

import math
import struct
from decimal import Decimal
from typing import NamedTuple

from apimgen.csharp.model.types import DECIMAL, DOUBLE, FLOAT, Type
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import OF_INDEX, argument_null, bad_format, overflow
from apimgen.csharp.run.library.numbers.ranges import named_overflow, range_of
from apimgen.csharp.run.values.decimals import fit

BAD = "Input string was not in a correct format."
_LEADING_WHITE, _TRAILING_WHITE, _LEADING_SIGN, _TRAILING_SIGN = 1, 2, 4, 8
_PARENTHESES, _POINT, _THOUSANDS, _EXPONENT, _CURRENCY, _HEX = 16, 32, 64, 128, 256, 512
INTEGER, NUMBER, FLOATING = 7, 111, 231
_WHITE = " \t\n\v\f\r"


class _Read(NamedTuple):
    """A number as it is written: its digits, and what they are to be multiplied with."""

    negative: bool
    digits: str
    exponent: int


class _Scanner:
    def __init__(self, text: str, style: int) -> None:
        self.text = text
        self.style = style
        self.at = 0
        self.signed = False
        self.negative = False
        self.open = False
        self.currency = False

    def peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _edge(self, white: int, sign: int) -> bool:
        """Takes a sign, a blank or a symbol before or after the digits."""
        one = self.peek()
        if (one and one in _WHITE and self.style & white and (not self.signed or white != 1)) or (
            one and one in _WHITE and self.style & white and self.currency
        ):
            pass
        elif one and one in "+-" and self.style & sign and not self.signed:
            self.signed = True
            self.negative = one == "-"
        elif one == "¤" and self.style & _CURRENCY and not self.currency:
            self.currency = True
        else:
            return False
        self.at += 1
        return True

    def read(self) -> _Read | None:
        while True:
            if self._edge(_LEADING_WHITE, _LEADING_SIGN):
                continue
            if self.peek() == "(" and self.style & _PARENTHESES and not self.signed:
                self.signed = self.negative = self.open = True
                self.at += 1
                continue
            break
        digits, places = self._digits()
        if not digits:
            return None
        exponent = self._exponent()
        while True:
            if self._edge(_TRAILING_WHITE, _TRAILING_SIGN):
                continue
            if self.peek() == ")" and self.open:
                self.open = False
                self.at += 1
                continue
            break
        if self.open or self.text[self.at :].strip("\0"):
            return None
        return _Read(self.negative, digits, exponent - places)

    def _digits(self) -> tuple[str, int]:
        digits: list[str] = []
        point = -1
        while True:
            one = self.peek()
            if one.isdigit() and one.isascii():
                digits.append(one)
            elif one == "." and self.style & _POINT and point < 0:
                point = len(digits)
            elif not (one == "," and self.style & _THOUSANDS and digits and point < 0):
                break
            self.at += 1
        return "".join(digits), len(digits) - point if point >= 0 else 0

    def _exponent(self) -> int:
        start = self.at
        if self.peek() not in ("e", "E") or not self.style & _EXPONENT:
            return 0
        self.at += 1
        sign = self.peek() if self.peek() in ("+", "-") else ""
        self.at += len(sign)
        digits = ""
        while self.peek().isdigit() and self.peek().isascii():
            digits += self.peek()
            self.at += 1
        if not digits:
            self.at = start
            return 0
        return int(sign + digits[:6])


def _hexadecimal(text: str, type_: Type, style: int) -> int:
    if style & _LEADING_WHITE:
        text = text.lstrip(_WHITE)
    text = text.rstrip("\0")
    if style & _TRAILING_WHITE:
        text = text.rstrip(_WHITE)
    if not text or not all(one in "0123456789abcdefABCDEF" for one in text):
        raise bad_format(BAD)
    value = int(text, 16)
    low, high = range_of(type_)
    if value > high - low:
        raise named_overflow(type_)
    return value - (high - low + 1) if value > high else value


def parse_integer(text: str | None, type_: Type, style: int = INTEGER) -> int:
    """An integer of a type.

    Raises:
        Thrown: an ArgumentNullException, a FormatException or an OverflowException.
    """
    if text is None:
        raise argument_null("s")
    if style & _HEX:
        return _hexadecimal(text, type_, style)
    found = _Scanner(text, style).read()
    if found is None:
        raise bad_format(BAD)
    low, high = range_of(type_)
    digits = found.digits.lstrip("0")
    if found.exponent < 0:
        kept = digits.rstrip("0")
        exponent = found.exponent + len(digits) - len(kept)
        if kept and exponent < 0:
            raise named_overflow(type_)
        digits, found = kept, found._replace(exponent=exponent)
    if not digits:
        return 0
    if len(digits) + found.exponent > 20:
        raise named_overflow(type_)
    value: int = int(digits) * 10**found.exponent
    value = -value if found.negative else value
    if not low <= value <= high:
        raise named_overflow(type_)
    return value


_WORDS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def parse_float(text: str | None, type_: Type = DOUBLE, style: int = FLOATING) -> float:
    """A ``double`` or a ``float``.

    Raises:
        Thrown: an ArgumentNullException, a FormatException or an OverflowException.
    """
    if text is None:
        raise argument_null("s")
    found = _Scanner(text, style).read()
    if found is None:
        word = text.strip(_WHITE)
        if word not in _WORDS:
            raise bad_format(BAD)
        return _WORDS[word]
    value = float(f"{found.digits}e{found.exponent}")
    if type_ is FLOAT and math.isfinite(value):
        try:
            value = struct.unpack("<f", struct.pack("<f", value))[0]
        except OverflowError:
            value = math.inf
    if math.isinf(value):
        kind = "Single" if type_ is FLOAT else "Double"
        raise overflow(f"Value was either too large or too small for a {kind}.")
    return -value if found.negative and value else value


def parse_decimal(text: str | None, style: int = NUMBER) -> Decimal:
    """A ``decimal``, with the zeros that it is written with.

    Raises:
        Thrown: an ArgumentNullException, a FormatException or an OverflowException.
    """
    if text is None:
        raise argument_null("s")
    found = _Scanner(text, style).read()
    if found is None:
        raise bad_format(BAD)
    if len(found.digits.lstrip("0")) + found.exponent > 30:
        message = "Value was either too large or too small for a Decimal."
        raise overflow(message)
    digits = tuple(int(one) for one in found.digits)
    if found.exponent < -60:
        digits, found = (0,), found._replace(exponent=-28)
    return fit(Decimal((int(found.negative), digits, found.exponent)))


def parse(text: str | None, type_: Type, style: int | None = None) -> int | float | Decimal:
    """A number of any type, in its own style where none is given."""
    if type_ is DECIMAL:
        return parse_decimal(text, NUMBER if style is None else style)
    if type_ in (DOUBLE, FLOAT):
        return parse_float(text, type_, FLOATING if style is None else style)
    return parse_integer(text, type_, INTEGER if style is None else style)


def parse_bool(text: str | None, name: str = "value") -> bool:
    """A ``bool``: ``true`` or ``false`` in any case, with blanks around."""
    if text is None:
        raise argument_null(name)
    word = text.strip(" \t\n\v\f\r\0\x85\xa0").lower()
    if word not in ("true", "false"):
        raise bad_format("String was not recognized as a valid Boolean.")
    return word == "true"


def tried(text: str | None, type_: Type, style: int | None) -> tuple[bool, int | float | Decimal]:
    """What ``TryParse`` gives: whether it is a number, and which."""
    try:
        return True, parse(text, type_, style)
    except Thrown:
        return False, Decimal(0) if type_ is DECIMAL else 0.0 if type_ in (DOUBLE, FLOAT) else 0


_BASES = (2, 8, 10, 16)


def parse_base(text: str | None, base: int, type_: Type) -> int:
    """What ``Convert.ToInt32("ff", 16)`` and its like give."""
    if base not in _BASES:
        raise Thrown("System.ArgumentException", "Invalid Base.")
    if text is None:
        return 0
    low, high = range_of(type_)
    if not text:
        raise Thrown("System.ArgumentOutOfRangeException", OF_INDEX)
    negative = text[0] == "-"
    if negative and base != 10:
        message = "String cannot contain a minus sign if the base is not 10."
        raise Thrown("System.ArgumentException", message)
    if negative and low == 0:
        message = (
            "The string was being parsed as an unsigned number and could not have a negative sign."
        )
        raise overflow(message)
    digits = text[1:] if text[0] in "+-" else text
    if base == 16 and digits[:2] in ("0x", "0X"):
        digits = digits[2:]
    known = "0123456789abcdef"[:base]
    good = 0
    while good < len(digits) and digits[good].lower() in known:
        good += 1
    if not good:
        raise bad_format("Could not find any recognizable digits.")
    value = int(digits[:good], base)
    most = high if base == 10 or low == 0 else high - low
    if value > (most + 1 if negative else most):
        raise named_overflow(type_)
    if good < len(digits):
        message = "Additional non-parsable characters are at the end of the string."
        raise bad_format(message)
    value = -value if negative else value
    return value - (high - low + 1) if value > high else value
