"""A number as .NET formats it: a sign, decimal digits, and where the point is.

Rounds as .NET Framework does: a ``double`` has 15 significant digits before anything else happens,
and halves go away from zero. See https://learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from apimgen.csharp.model.types import DECIMAL, DOUBLE, FLOAT, Type


class Digits:
    """A number that is on its way to a text.

    Attributes:
        negative: whether it has a minus.
        digits: its digits without zeros at the end; empty for zero.
        scale: how many of them are before the point; may be negative.
        precision: how many digits the type has.
        exact: whether it is a ``decimal``, whose zeros at the end count.
    """

    __slots__ = ("digits", "exact", "negative", "precision", "scale")

    def __init__(
        self, negative: bool, digits: str, scale: int, precision: int, *, exact: bool = False
    ) -> None:
        self.negative = negative
        self.digits = digits
        self.scale = scale
        self.precision = precision
        self.exact = exact

    def round(self, count: int) -> None:
        """Keeps so many digits, and no zeros at the end."""
        digits = self.digits
        if 0 <= count < len(digits) and digits[count] >= "5":
            kept = digits[:count].rstrip("9")
            if kept:
                self.digits = kept[:-1] + chr(ord(kept[-1]) + 1)
            else:
                self.digits = "1"
                self.scale += 1
        else:
            self.digits = digits[: max(count, 0)].rstrip("0")
        if not self.digits:
            self.scale = 0
            self.negative = False


def of_float(value: float, precision: int) -> Digits:
    """A finite ``double`` or ``float`` with so many significant digits."""
    text = f"{abs(value):.{precision - 1}e}"
    mantissa, _, exponent = text.partition("e")
    digits = mantissa.replace(".", "").rstrip("0")
    if not digits:
        return Digits(False, "", 0, precision)
    return Digits(value < 0, digits, int(exponent) + 1, precision)


def of_decimal(value: Decimal) -> Digits:
    """A ``decimal`` with its zeros at the end."""
    sign, figures, exponent = value.as_tuple()
    digits = "".join(map(str, figures)).lstrip("0")
    point = exponent if isinstance(exponent, int) else 0
    return Digits(bool(sign), digits, len(digits) + point, 29, exact=True)


def of_integer(value: int, precision: int) -> Digits:
    """An integer."""
    digits = str(abs(value)) if value else ""
    return Digits(value < 0, digits, len(digits), precision)


_PRECISIONS = {"long": 19, "ulong": 20}


def digits_of(value: Any, type_: Type | None, letter: str, count: int) -> Digits:
    """The digits of a number, as many as a format wants to see of its type."""
    if isinstance(value, Decimal) or type_ is DECIMAL:
        return of_decimal(value)
    if isinstance(value, float) or type_ in (DOUBLE, FLOAT):
        short, long = (7, 9) if type_ is FLOAT else (15, 17)
        more = (letter == "E" and count > short - 1) or (letter == "G" and count > short)
        return of_float(value, long if more else short)
    return of_integer(value, _PRECISIONS.get(type_.name if type_ else "int", 10))
