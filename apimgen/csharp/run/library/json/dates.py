"""Dates in JSON: strings of ISO 8601 that Newtonsoft turns into dates, and their way back."""

from __future__ import annotations

from typing import Any


def read(text: str) -> Any:
    """The date that a string of JSON is; None for any other string."""
    del text
    return None


def iso(value: Any) -> str:
    """A ``DateTime`` or ``DateTimeOffset`` as JSON has it."""
    return str(value.csharp_text())


def to_date_time(value: Any) -> Any:
    """``Convert.ToDateTime``."""
    return value


CASTS: dict[str, Any] = {}
