"""How dates are written: standard formats such as ``o`` and custom ones such as ``yyyy-MM-dd``.

See https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.library.failures import bad_format
from apimgen.csharp.run.library.time.ticks import (
    DAY,
    HOUR,
    LOCAL,
    MINUTE,
    SECOND,
    UTC,
    DateTime,
    DateTimeOffset,
    parts_of,
    writes,
)

if TYPE_CHECKING:
    from apimgen.csharp.run.library.time.ticks import Ticks

BAD = "Input string was not in a correct format."
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
ROUND_TRIP = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"
STANDARD = {
    "d": "MM/dd/yyyy",
    "D": "dddd, dd MMMM yyyy",
    "f": "dddd, dd MMMM yyyy HH:mm",
    "F": "dddd, dd MMMM yyyy HH:mm:ss",
    "g": "MM/dd/yyyy HH:mm",
    "G": "MM/dd/yyyy HH:mm:ss",
    "m": "MMMM dd",
    "M": "MMMM dd",
    "o": ROUND_TRIP,
    "O": ROUND_TRIP,
    "r": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
    "R": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
    "s": "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
    "t": "HH:mm",
    "T": "HH:mm:ss",
    "u": "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
    "U": "dddd, dd MMMM yyyy HH:mm:ss",
    "y": "yyyy MMMM",
    "Y": "yyyy MMMM",
}


def offset_text(offset: int, count: int) -> str:
    """An offset to UTC: ``+2``, ``+02`` or ``+02:00``."""
    sign = "-" if offset < 0 else "+"
    minutes = abs(offset) // MINUTE
    hours, rest = divmod(minutes, 60)
    if count == 1:
        return f"{sign}{hours}"
    return f"{sign}{hours:02d}" if count == 2 else f"{sign}{hours:02d}:{rest:02d}"


class _Writer:
    def __init__(self, moment: Ticks) -> None:
        self.ticks = moment.ticks
        self.day = parts_of(moment.ticks)
        self.kind = moment.kind if isinstance(moment, DateTime) else LOCAL
        self.offset = moment.offset if isinstance(moment, DateTimeOffset) else 0
        self.with_offset = isinstance(moment, DateTimeOffset)

    def write(self, pattern: str) -> str:
        made: list[str] = []
        at = 0
        while at < len(pattern):
            one = pattern[at]
            if one in "'\"":
                text, at = quoted(pattern, at)
                made.append(text)
            elif one == "\\":
                if at + 1 >= len(pattern):
                    raise bad_format(BAD)
                made.append(pattern[at + 1])
                at += 2
            elif one == "%":
                if at + 1 >= len(pattern) or pattern[at + 1] == "%":
                    raise bad_format(BAD)
                made.append(self.write(pattern[at + 1]))
                at += 2
            else:
                count = run_length(pattern, at)
                if one in "fF" and count > 7:
                    raise bad_format(BAD)
                if one == "F" and made and made[-1] == ".":
                    part = self._part(one, count)
                    if not part:
                        made.pop()
                    made.append(part)
                else:
                    made.append(self._part(one, count))
                at += count
        return "".join(made)

    def _part(self, one: str, count: int) -> str:
        if one in "hHmst":
            return self._time(one, count)
        if one in "fF":
            digits = f"{self.ticks % SECOND:07d}"[:count]
            return digits if one == "f" else digits.rstrip("0")
        if one == "d":
            if count > 2:
                name = DAYS[self.day.isoweekday() % 7]
                return name if count > 3 else name[:3]
            return str(self.day.day).zfill(count)
        if one == "M":
            if count > 2:
                name = MONTHS[self.day.month - 1]
                return name if count > 3 else name[:3]
            return str(self.day.month).zfill(count)
        if one == "y":
            year = self.day.year % 100 if count < 3 else self.day.year
            return str(year).zfill(count)
        if one == "g":
            return "A.D."
        if one == "z":
            return offset_text(self.offset, count)
        if one == "K":
            return self._zone() * count
        return one * count

    def _time(self, one: str, count: int) -> str:
        hour = self.ticks % DAY // HOUR
        if one == "t":
            word = "AM" if hour < 12 else "PM"
            return word[0] if count == 1 else word
        value = {
            "H": hour,
            "h": hour % 12 or 12,
            "m": self.ticks // MINUTE % 60,
            "s": self.ticks // SECOND % 60,
        }[one]
        return f"{value:02d}" if count > 1 else str(value)

    def _zone(self) -> str:
        if self.with_offset or self.kind == LOCAL:
            return offset_text(self.offset, 3)
        return "Z" if self.kind == UTC else ""


def quoted(pattern: str, at: int) -> tuple[str, int]:
    """What is between quotes, and where it ends.

    Raises:
        Thrown: a FormatException where the end is missing.
    """
    mark, made = pattern[at], ""
    at += 1
    while at < len(pattern):
        one = pattern[at]
        at += 1
        if one == mark:
            return made, at
        if one == "\\":
            if at >= len(pattern):
                break
            one = pattern[at]
            at += 1
        made += one
    message = f"Cannot find a matching quote character for the character '{mark}'."
    raise bad_format(message)


def run_length(pattern: str, at: int) -> int:
    """How often the letter at a place comes one after the other."""
    one, end = pattern[at], at + 1
    if one not in "yMdhHmsfFtzgK":
        return 1
    while end < len(pattern) and pattern[end] == one:
        end += 1
    return 1 if one == "K" else end - at


@writes("DateTime")
def date_text(moment: DateTime, format_: str | None) -> str:
    """A ``DateTime`` in a format.

    Raises:
        Thrown: a FormatException.
    """
    if not format_:
        format_ = "G"
    if len(format_) == 1:
        if format_ not in STANDARD:
            raise bad_format(BAD)
        pattern = STANDARD[format_]
    else:
        pattern = format_
    return _Writer(moment).write(pattern)


@writes("DateTimeOffset")
def offset_date_text(moment: DateTimeOffset, format_: str | None) -> str:
    """A ``DateTimeOffset`` in a format.

    Raises:
        Thrown: a FormatException.
    """
    if not format_:
        format_ = "MM/dd/yyyy HH:mm:ss zzz"
    if len(format_) == 1:
        if format_ not in STANDARD or format_ == "U":
            raise bad_format(BAD)
        if format_ in "rRu":
            moment = DateTimeOffset(moment.moment, 0)
        format_ = STANDARD[format_]
    return _Writer(moment).write(format_)
