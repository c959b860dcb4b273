"""Reading dates in a given format: ``ParseExact`` and ``TryParseExact``."""

from __future__ import annotations

import re

from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument_null, bad_format
from apimgen.csharp.run.library.time.patterns import (
    BAD,
    DAYS,
    MONTHS,
    STANDARD,
    quoted,
    run_length,
)
from apimgen.csharp.run.library.time.reading import (
    NO_TODAY,
    Read,
    bad_date,
    clock,
    finished,
    fraction,
    offset_of,
)
from apimgen.csharp.run.library.time.ticks import (
    DAY,
    MAX_TICKS,
    UNIX_TICKS,
    DateTime,
    DateTimeOffset,
    parts_of,
    ticks_of,
)

_LEADING, _TRAILING, _INNER = 1, 2, 4


class _Exact:
    """Takes a text apart along a pattern."""

    def __init__(self, text: str, style: int) -> None:
        self.text = text
        self.style = style
        self.at = 0
        self.found: dict[str, int] = {}
        self.half = ""
        self.offset: int | None = None
        self.utc = False
        self.weekday = 0

    def _number(self, least: int, most: int) -> int:
        found = re.compile(rf"\d{{{least},{most}}}", re.ASCII).match(self.text, self.at)
        if not found:
            raise bad_date()
        self.at = found.end()
        return int(found.group())

    def _set(self, key: str, value: int) -> None:
        if self.found.setdefault(key, value) != value:
            raise bad_date()

    def _word(self, names: list[str]) -> int:
        rest = self.text[self.at :].lower()
        for number, name in sorted(enumerate(names, 1), key=lambda row: -len(row[1])):
            if name and rest.startswith(name.lower()):
                self.at += len(name)
                return number
        raise bad_date()

    def _literal(self, text: str) -> None:
        if not self.text.startswith(text, self.at):
            raise bad_date()
        self.at += len(text)

    def take(self, pattern: str) -> None:
        at = 0
        while at < len(pattern):
            one = pattern[at]
            if one in "'\"":
                text, at = quoted(pattern, at)
                self._literal(text)
            elif one == "\\":
                self._literal(pattern[at + 1 : at + 2])
                at += 2
            elif one == "%":
                at += 1
            else:
                count = run_length(pattern, at)
                at += count
                after = pattern[at] if at < len(pattern) else ""
                self._part(one, count, after)

    def _part(self, one: str, count: int, after: str) -> None:
        if self.style & _INNER:
            self._skip()
        if one in "hH":
            self._set("hour", self._number(min(count, 2), 2))
        elif one == "m":
            self._set("minute", self._number(min(count, 2), 2))
        elif one == "s":
            self._set("second", self._number(min(count, 2), 2))
        elif one in "fF":
            self._fraction(one, count)
        elif one == "d":
            if count < 3:
                self._set("day", self._number(count, 2))
            else:
                self.weekday = self._word([name if count > 3 else name[:3] for name in DAYS])
        elif one == "M":
            if count < 3:
                self._set("month", self._number(count, 2))
            else:
                self._set("month", self._word([name if count > 3 else name[:3] for name in MONTHS]))
        elif one == "y":
            self._year(count)
        elif one == "t":
            self.half = "ap"[self._word(["AM", "PM"] if count > 1 else ["A", "P"]) - 1]
        elif one in "zK":
            self._zone(one, count)
        elif one == "g":
            self._literal("A.D.")
        elif (one == "." and after == "F" and not self.text.startswith(".", self.at)) or (
            one == " " and self.style & _INNER
        ):
            pass
        else:
            self._literal(one)

    def _skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _fraction(self, one: str, count: int) -> None:
        if count > 7:
            raise bad_format(BAD)
        least = count if one == "f" else 0
        found = re.compile(rf"\d{{{least},{count}}}", re.ASCII).match(self.text, self.at)
        if not found:
            raise bad_date()
        self.at = found.end()
        self._set("fraction", fraction(found.group()) if found.group() else 0)

    def _year(self, count: int) -> None:
        if count < 3:
            value = self._number(count, 2)
            self._set("year", value + (2000 if value <= 29 else 1900))
        else:
            self._set("year", self._number(count, max(count, 4) if count != 3 else 4))

    def _zone(self, one: str, count: int) -> None:
        if one == "K" and self.text.startswith("Z", self.at):
            self.at += 1
            self.offset, self.utc = 0, True
            return
        shape = r"[+-]\d{1,2}" if count < 3 and one == "z" else r"[+-]\d{1,2}:?\d{2}"
        found = re.compile(shape, re.ASCII).match(self.text, self.at)
        if found:
            self.at = found.end()
            self.offset = offset_of(found.group())[0]
        elif one == "z":
            raise bad_date()


def _expanded(pattern: str) -> tuple[str, bool]:
    if len(pattern) != 1:
        return pattern, False
    if pattern not in STANDARD:
        raise bad_format(BAD)
    return STANDARD[pattern], pattern == "U"


def _exactly(text: str, pattern: str, style: int, today: int) -> tuple[Read, int]:
    pattern, utc = _expanded(pattern)
    if not text or not pattern:
        raise bad_date()
    if style & _TRAILING:
        text = text.rstrip()
    reader = _Exact(text.lstrip() if style & _LEADING else text, style)
    reader.take(pattern)
    if reader.at != len(reader.text):
        raise bad_date()
    found = reader.found
    if utc and reader.offset is None:
        reader.offset, reader.utc = 0, True
    time = clock(
        found.get("hour", 0), found.get("minute", 0), found.get("second", 0), "", reader.half
    )
    time += found.get("fraction", 0)
    ticks = _day(found, today, style)
    if reader.weekday and (ticks // DAY + 1) % 7 != (reader.weekday - 1) % 7:
        message = (
            "String was not recognized as a valid DateTime because the day of week was incorrect."
        )
        raise bad_format(message)
    return Read(ticks, time, reader.offset, reader.utc), ticks + time


def _day(found: dict[str, int], today: int, style: int) -> int:
    if not found.keys() & {"year", "month", "day"}:
        return 0 if style & NO_TODAY else today // DAY * DAY
    year = found.get("year", parts_of(today).year)
    try:
        return ticks_of(year, found.get("month", 1), found.get("day", 1))
    except Thrown:
        raise bad_date() from None


def _any(
    text: str | None, patterns: list[str | None], style: int, today: int, name: str
) -> tuple[Read, int]:
    if text is None:
        raise argument_null(name)
    for at, pattern in enumerate(patterns):
        if pattern is None:
            raise argument_null("format")
        try:
            return _exactly(text, pattern, style, today)
        except Thrown:
            if at == len(patterns) - 1:
                raise
    raise bad_date()


def exact_date(
    text: str | None, patterns: list[str | None], style: int = 0, today: int = UNIX_TICKS
) -> DateTime:
    """A ``DateTime`` in one of some formats.

    Raises:
        Thrown: an ArgumentNullException or a FormatException.
    """
    found, ticks = _any(text, patterns, style, today, "s")
    return finished(found, ticks, style)


def exact_offset(
    text: str | None, patterns: list[str | None], style: int = 0, today: int = UNIX_TICKS
) -> DateTimeOffset:
    """A ``DateTimeOffset`` in one of some formats; as :func:`exact_date`."""
    found, ticks = _any(text, patterns, style, today, "input")
    offset = found.offset or 0
    if not 0 <= ticks - offset <= MAX_TICKS:
        message = "The UTC representation of the date falls outside the year range 1-9999."
        raise bad_format(message)
    if style & 16:
        return DateTimeOffset(ticks - offset, 0)
    return DateTimeOffset(ticks, offset)
