"""Dates in JSON: strings of ISO 8601 that Newtonsoft turns into dates, and their way back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.errors import Thrown, invalid_cast
from apimgen.csharp.run.library.net.uris import Uri
from apimgen.csharp.run.library.net.uris import parsed as parsed_uri
from apimgen.csharp.run.library.system.guids import Guid, parsed
from apimgen.csharp.run.library.time import offsets, spans  # noqa: F401  they write dates and spans
from apimgen.csharp.run.library.time.patterns import offset_text
from apimgen.csharp.run.library.time.reading import read_date, read_offset
from apimgen.csharp.run.library.time.spanreading import read_span
from apimgen.csharp.run.library.time.ticks import (
    DAY,
    HOUR,
    LOCAL,
    MAX_TICKS,
    MILLISECOND,
    MINUTE,
    SECOND,
    UNIX_TICKS,
    UNSPECIFIED,
    UTC,
    DateTime,
    DateTimeOffset,
    TimeSpan,
    parts_of,
    ticks_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,7}))?"
    r"(?:([Zz])|([+-])([0-9]{2})(?::?([0-9]{2}))?)?"
)
_OF_MICROSOFT = re.compile(r"/Date\((-?[0-9]+)(?:([+-])([0-9]{2})([0-9]{2})?)?\)/")


def read(text: str) -> DateTime | None:
    """The date that a string of JSON is; None for any other string."""
    if text[:1] == "/":
        return _of_microsoft(text)
    if not 19 <= len(text) <= 40 or text[10] != "T":
        return None
    found = _ISO.fullmatch(text)
    return _of_iso(found) if found else None


def _of_iso(found: re.Match[str]) -> DateTime | None:
    year, month, day, hour, minute, second = (int(one) for one in found.groups()[:6])
    fraction = int((found[7] or "0").ljust(7, "0"))
    if hour > 24 or minute > 59 or second > 59:
        return None
    if hour == 24 and (minute or second or fraction):
        return None
    try:
        ticks = ticks_of(year, month, day)
    except Thrown:
        return None
    ticks += hour * HOUR + minute * MINUTE + second * SECOND + fraction
    if found[9] is None:
        kind = UTC if found[8] else UNSPECIFIED
        return DateTime(ticks, kind) if ticks <= MAX_TICKS else None
    offset = int(found[10]) * HOUR + int(found[11] or 0) * MINUTE
    ticks += offset if found[9] == "-" else -offset
    return DateTime(min(max(ticks, 0), MAX_TICKS), LOCAL)


def _of_microsoft(text: str) -> DateTime | None:
    found = _OF_MICROSOFT.fullmatch(text)
    if found is None:
        return None
    ticks = UNIX_TICKS + int(found[1]) * MILLISECOND
    if not 0 <= ticks <= MAX_TICKS:
        return None
    return DateTime(ticks, LOCAL if found[2] else UTC)


def iso(value: DateTime | DateTimeOffset) -> str:
    """A ``DateTime`` or ``DateTimeOffset`` as JSON has it."""
    day = parts_of(value.ticks)
    hour, minute = value.ticks % DAY // HOUR, value.ticks % HOUR // MINUTE
    second, fraction = value.ticks % MINUTE // SECOND, value.ticks % SECOND
    text = f"{day.isoformat()}T{hour:02}:{minute:02}:{second:02}"
    if fraction:
        text += f".{fraction:07}".rstrip("0")
    if isinstance(value, DateTimeOffset):
        return text + offset_text(value.offset, 3)
    return text + {UNSPECIFIED: "", UTC: "Z", LOCAL: "+00:00"}[value.kind]


def to_date_time(value: Any) -> DateTime:
    """``Convert.ToDateTime`` of a date or a text.

    Raises:
        Thrown: a ``FormatException``, or an ``InvalidCastException`` for anything else.
    """
    if isinstance(value, DateTime):
        return value
    if isinstance(value, DateTimeOffset):
        return DateTime(value.ticks)
    if isinstance(value, str):
        return read_date(value)
    kind = {bool: "Boolean", int: "Int64", float: "Double"}.get(type(value), "Decimal")
    raise invalid_cast(f"Invalid cast from '{kind}' to 'DateTime'.")


def to_offset(value: Any) -> DateTimeOffset:
    """A date with its offset, from a date or a text."""
    if isinstance(value, DateTimeOffset):
        return value
    if isinstance(value, str):
        return read_offset(value)
    return DateTimeOffset(to_date_time(value).ticks)


def to_span(value: Any) -> TimeSpan:
    """A span, from a text."""
    return value if isinstance(value, TimeSpan) else read_span(str(value))


# What makes a value of JSON one of a type of .NET.
CASTS: dict[str, Callable[[Any], Any]] = {
    "DateTime": to_date_time,
    "DateTimeOffset": to_offset,
    "Guid": lambda value: value if isinstance(value, Guid) else parsed(str(value)),
    "TimeSpan": to_span,
    "Uri": lambda value: value if isinstance(value, Uri) else parsed_uri(str(value)),
}
