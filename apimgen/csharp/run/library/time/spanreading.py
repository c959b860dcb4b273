"""Reading spans: ``TimeSpan.Parse`` and ``ParseExact``."""

from __future__ import annotations

import re
from typing import Any

from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument_null, bad_format, overflow
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.time.patterns import BAD, quoted
from apimgen.csharp.run.library.time.spans import span
from apimgen.csharp.run.library.time.ticks import DAY, HOUR, MINUTE, SECOND, TimeSpan
from apimgen.csharp.run.values import Array

_WHOLE = re.compile(r"\s*(-?)\s*(\d+)\s*\Z", re.ASCII)
_CLOCK = re.compile(r"\s*(-?)\s*(?:(\d+)\.)?(\d+):(\d+)(?::(\d*)(?:\.(\d{0,7}))?)?\s*\Z", re.ASCII)
_LONG = re.compile(r"\s*(-?)\s*(\d+):(\d+):(\d+):(\d+)(?:\.(\d{0,7}))?\s*\Z", re.ASCII)
_OUT = (
    "The TimeSpan could not be parsed because at least one of the numeric components is out of "
    "range or contains too many digits."
)
_NOT_SPAN = "String was not recognized as a valid TimeSpan."


def read_span(text: str | None) -> TimeSpan:
    """A span that is written as ``[-][d.]hh:mm[:ss[.fffffff]]`` or as days.

    Raises:
        Thrown: an ArgumentNullException, a FormatException or an OverflowException.
    """
    if text is None:
        raise argument_null("input")
    whole = _WHOLE.match(text)
    if whole:
        sign, days = whole.groups()
        if len(days.lstrip("0")) > 8 or int(days) > 10675199:
            raise overflow(_OUT)
        return span(int(days) * DAY * (-1 if sign else 1))
    found = _CLOCK.match(text) or _LONG.match(text)
    if not found:
        raise bad_format(_NOT_SPAN)
    sign, days, hours, minutes, seconds, part = found.groups()
    day, hour, minute, second = (int(one or 0) for one in (days, hours, minutes, seconds))
    if days is None and hour > 23 and seconds and part is None:
        # 24:00:00 are 24 days
        day, hour, minute, second = hour, minute, second, 0
    if hour > 23 or minute > 59 or second > 59 or day > 10675199:
        raise overflow(_OUT)
    ticks = day * DAY + hour * HOUR + minute * MINUTE + second * SECOND
    ticks += int((part or "").ljust(7, "0"))
    return span(-ticks if sign else ticks)


member("TimeSpan", "Parse")(lambda text, _provider=None: read_span(text))


@member("TimeSpan", "TryParse")
def _try(text: str | None, _provider: Any = None) -> tuple[bool, TimeSpan]:
    try:
        return True, read_span(text)
    except Thrown:
        return False, TimeSpan(0)


_FIELD = {"d": r"(?P<d>\d{%d,8})", "h": r"(?P<h>\d{%d,2})", "m": r"(?P<m>\d{%d,2})"}
_FIELD |= {"s": r"(?P<s>\d{%d,2})", "f": r"(?P<f>\d{%d})", "F": r"(?P<f>\d{0,%d})"}


def _shape(pattern: str) -> str:
    made, at = "", 0
    while at < len(pattern):
        one = pattern[at]
        if one in "'\"":
            text, at = quoted(pattern, at)
            made += re.escape(text)
            continue
        if one in "\\%":
            after = pattern[at + 1 : at + 2]
            if not after:
                raise bad_format(BAD)
            made += re.escape(after) if one == "\\" else _shape(after)
            at += 2
            continue
        count = len(pattern) - at - len(pattern[at:].lstrip(one))
        if one not in _FIELD or count > 8:
            raise bad_format(BAD)
        # one letter takes two digits too, two letters take just two
        made += _FIELD[one] % count
        at += count
    return made


def _exactly(text: str | None, format_: str | None, style: int) -> TimeSpan:
    if text is None or format_ is None:
        raise argument_null("input" if text is None else "format")
    if format_ in ("c", "t", "T", "g", "G"):
        return read_span(text)
    found = re.fullmatch(_shape(format_), text, re.ASCII)
    if not found:
        raise bad_format(BAD)
    parts = found.groupdict()
    days, hours, minutes, seconds = (int(parts.get(one) or 0) for one in "dhms")
    if hours > 23 or minutes > 59 or seconds > 59:
        raise overflow(_OUT)
    ticks = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
    ticks += int((parts.get("f") or "").ljust(7, "0"))
    return span(-ticks if style == 1 else ticks)


def _exact(text: str | None, format_: Any, style: int) -> TimeSpan:
    formats = format_.items if isinstance(format_, Array) else [format_]
    for at, one in enumerate(formats):
        try:
            return _exactly(text, one, style)
        except Thrown:
            if at == len(formats) - 1:
                raise
    raise bad_format(BAD)


@member("TimeSpan", "ParseExact")
def _parse_exact(text: str | None, format_: Any, _provider: Any, style: int = 0) -> TimeSpan:
    return _exact(text, format_, style)


@member("TimeSpan", "TryParseExact")
def _try_exact(
    text: str | None, format_: Any, _provider: Any, style: int = 0
) -> tuple[bool, TimeSpan]:
    try:
        return True, _exact(text, format_, style)
    except Thrown:
        return False, TimeSpan(0)
