"""How long an answer asks to wait: Retry-After as seconds or as a date (RFC 9110, 10.2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apimgen.csharp.run.context import Headers


def seconds_of(headers: Headers, now: float) -> float | None:
    """The seconds that ``Retry-After`` asks for; None where it is missing or nonsense.

    Args:
        headers: of the answer.
        now: in seconds since 1970, for a date.
    """
    text = headers.joined("retry-after")
    if text is None:
        return None
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - dates are rare

    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None
