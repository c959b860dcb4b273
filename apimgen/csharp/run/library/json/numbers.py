"""How numbers with a fraction are written in JSON."""

from __future__ import annotations

from decimal import Decimal

from apimgen.csharp.model.types import DECIMAL, DOUBLE, FLOAT
from apimgen.csharp.run.library.text.formats.standard import number_text


def fraction_json(value: float | Decimal, *, single: bool = False) -> str:
    """A ``double``, ``float`` or ``decimal`` as JSON."""
    if isinstance(value, Decimal):
        return _with_point(number_text(value, DECIMAL, None))
    text = number_text(value, FLOAT if single else DOUBLE, "R")
    # what JSON has no number for becomes a string
    return f'"{text}"' if text[-1] in "Ny" else _with_point(text)


def _with_point(text: str) -> str:
    """The text as JSON has it: a number that is no integer has a point or an exponent."""
    return text if any(one in text for one in ".Ee") else f"{text}.0"
