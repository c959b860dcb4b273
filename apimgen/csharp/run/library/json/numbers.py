"""Texts of floating numbers, as .NET Framework writes them in any culture."""

from __future__ import annotations

import math
import struct
from decimal import Decimal


def general(value: float, digits: int = 15) -> str:
    """``ToString("G15")`` and so on."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    return f"{value:.{digits}g}".replace("e", "E")


def round_trip(value: float) -> str:
    """``ToString("R")`` of a ``double``."""
    text = general(value)
    if text == "0" and math.copysign(1, value) < 0:
        return "-0"
    return text if float(text.replace("Infinity", "inf")) == value or value != value else general(value, 17)  # noqa: PLR0124


def round_trip_single(value: float) -> str:
    """``ToString("R")`` of a ``float``."""
    text = general(value, 7)
    if not math.isfinite(value) or struct.unpack("f", struct.pack("f", float(text)))[0] == value:
        return text
    return general(value, 9)


def with_point(text: str) -> str:
    """The text as JSON has it: a number that is no integer has a point or an exponent."""
    return text if any(one in text for one in ".EeN") or "Inf" in text else f"{text}.0"


def decimal_text(value: Decimal) -> str:
    """A ``decimal`` with all the digits of its scale."""
    return f"{value:f}"
