"""Reading dates however they are written: ``DateTime.Parse`` in the invariant culture."""

from __future__ import annotations

import re
from typing import NamedTuple

from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument_null, bad_format
from apimgen.csharp.run.library.time.patterns import DAYS, MONTHS
from apimgen.csharp.run.library.time.ticks import (
    DAY,
    HOUR,
    LOCAL,
    MAX_TICKS,
    MINUTE,
    SECOND,
    UNIX_TICKS,
    UNSPECIFIED,
    UTC,
    DateTime,
    DateTimeOffset,
    parts_of,
    ticks_of,
)

NOT_DATE = "String was not recognized as a valid DateTime."
NO_SUCH_TIME = (
    "The DateTime represented by the string is not supported in calendar "
    "System.Globalization.GregorianCalendar."
)
WRONG_DAY = "String was not recognized as a valid DateTime because the day of week was incorrect."
ADJUST, ASSUME_LOCAL, ASSUME_UTC, ROUND_TRIP_KIND, NO_TODAY = 16, 32, 64, 128, 8

_TOKEN = re.compile(
    r"(?P<space>[\s\0]+)|(?P<number>\d+)|(?P<word>[A-Za-z]+\.?)|(?P<mark>[-/.:,+])|(?P<bad>.)",
    re.ASCII | re.DOTALL,
)
_ISO = re.compile(
    r"\s*(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?)?"
    r"\s*(Z|GMT|[+-]\d{1,2}:?\d{0,2})?\s*\Z",
    re.ASCII,
)
_TIME = re.compile(
    r"(?<![\d.])(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?\s*([AaPp][Mm]?\b)?"
    r"|\s*([AaPp][Mm]?\b))\s*(Z\b|GMT\b|[+-]\s*\d{1,2}(?::?\d{2})?)?",
    re.ASCII,
)


class Read(NamedTuple):
    """What is in a text.

    Attributes:
        day: the ticks of the day; None where only a time is given.
        time: the ticks of the time; None where only a day is given.
        offset: to UTC in ticks; None where none is given.
        utc: whether it is given as ``Z`` or ``GMT``.
    """

    day: int | None
    time: int | None
    offset: int | None
    utc: bool = False


def bad_date() -> Thrown:
    """What .NET throws for what is no date."""
    return bad_format(NOT_DATE)


def fraction(digits: str) -> int:
    """The ticks of a fraction of a second, to the nearest."""
    if len(digits) <= 7:
        return int(digits.ljust(7, "0"))
    return (int(digits[:8]) + 5) // 10


def offset_of(text: str | None) -> tuple[int | None, bool]:
    """An offset in ticks, and whether it is UTC by its name."""
    if not text:
        return None, False
    if text[0] in "ZzGg":
        return 0, True
    packed = re.sub(r"[\s:]", "", text[1:])
    hours, minutes = (packed[:-2], packed[-2:]) if len(packed) > 2 else (packed, "0")
    if int(hours) > 14 or int(minutes) > 59:
        raise bad_date()
    ticks = int(hours) * HOUR + int(minutes) * MINUTE
    return (-ticks if text[0] == "-" else ticks), False


def clock(hour: int, minute: int, second: int, part: str = "", half: str = "") -> int:
    """The ticks of a time of day.

    Raises:
        Thrown: a FormatException for one that there isn't.
    """
    if half:
        if not 0 < hour <= 12 and hour != 0:
            raise bad_date()
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise bad_format(NO_SUCH_TIME)
    ticks = hour * HOUR + minute * MINUTE + second * SECOND
    return ticks + (fraction(part) if part else 0)


def _day(year: int, month: int, day: int) -> int:
    try:
        return ticks_of(year, month, day)
    except Thrown:
        raise bad_date() from None


def read(text: str | None, name: str = "s") -> Read:
    """What a text says of a day and a time.

    Raises:
        Thrown: an ArgumentNullException or a FormatException.
    """
    if text is None:
        raise argument_null(name)
    text = text.rstrip("\0")
    found = _ISO.match(text)
    if found:
        year, month, day, hour, minute, second, part, zone = found.groups()
        time = clock(int(hour), int(minute), int(second or 0), part or "") if hour else None
        if zone and time is None and zone[0] in "+-":
            raise bad_date()
        return Read(_day(int(year), int(month), int(day)), time, *offset_of(zone))
    return _free(text)


def _free(text: str) -> Read:
    time: int | None = None
    offset: int | None = None
    utc = False
    found = _TIME.search(text)
    if found:
        hour, minute, second, part, half, other, zone = found.groups()
        if found.start() and text[found.start() - 1] in "-/":
            raise bad_date()
        time = clock(int(hour), int(minute or 0), int(second or 0), part or "", half or other or "")
        offset, utc = offset_of(zone)
        text = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}"
        if text[:-1].endswith("T") and text[-2:-1] == "T":
            text = text[:-2]
    day = _date(text)
    if day is None and time is None:
        raise bad_date()
    return Read(day, time, offset, utc)


def _word(word: str, names: tuple[str, ...]) -> int:
    low = word.rstrip(".").lower()
    for at, name in enumerate(names):
        if low == name.lower() or low == name[:3].lower():
            return at + 1
    return 0


def _date(text: str) -> int | None:
    numbers: list[str] = []
    marks: list[str] = []
    month, weekday, month_at = 0, 0, 0
    for token in _TOKEN.finditer(text):
        kind, value = token.lastgroup, token.group()
        if kind == "number":
            numbers.append(value)
        elif kind == "word":
            if value in ("T",) and numbers:
                continue
            number, day = _word(value, MONTHS), _word(value, DAYS)
            if number and not month:
                month, month_at = number, len(numbers)
            elif day and not weekday:
                weekday = day
            elif number or day:
                raise bad_date()
            else:
                message = (
                    "The string was not recognized as a valid DateTime. There is an unknown word "
                    f"starting at index {token.start()}."
                )
                raise bad_format(message)
        elif kind == "mark":
            marks.append(value)
        elif kind == "bad":
            raise bad_date()
    if not numbers and not month:
        if weekday or marks:
            raise bad_date()
        return None
    if any(one in ":+" for one in marks):
        raise bad_date()
    ticks = _named(numbers, month, month_at) if month else _numeric(numbers)
    if weekday and (ticks // DAY + 1) % 7 != (weekday - 1) % 7:
        message = (
            "String was not recognized as a valid DateTime because the day of week was incorrect."
        )
        raise bad_format(message)
    return ticks


def _year(text: str) -> int:
    if len(text) > 4:
        raise bad_date()
    value = int(text)
    if len(text) <= 2:
        return value + (2000 if value <= 29 else 1900)
    return value


def _numeric(numbers: list[str]) -> int:
    if len(numbers) == 3:
        if len(numbers[0]) > 2:
            return _day(_year(numbers[0]), int(numbers[1]), int(numbers[2]))
        return _day(_year(numbers[2]), int(numbers[0]), int(numbers[1]))
    if len(numbers) == 2:
        one, two = numbers
        if len(one) > 2:
            return _day(_year(one), int(two), 1)
        if len(two) > 2:
            return _day(_year(two), int(one), 1)
        return -_day(4, int(one), int(two)) - 1
    raise bad_date()


def _named(numbers: list[str], month: int, month_at: int) -> int:
    if len(numbers) == 1:
        if len(numbers[0]) > 2 or int(numbers[0]) > 31:
            return _day(_year(numbers[0]), month, 1)
        return -_day(4, month, int(numbers[0])) - 1
    if len(numbers) != 2:
        raise bad_date()
    one, two = numbers
    if len(one) > 2 and month_at == 1:
        return _day(_year(one), month, int(two))
    if len(one) > 2:
        return _day(_year(one), month, int(two))
    return _day(_year(two), month, int(one))


def _moment(found: Read, today: int) -> int:
    day = found.day
    if day is None:
        day = today // DAY * DAY
    elif day < 0:
        # a day and a month, without a year: of this year
        given = parts_of(-day - 1)
        day = _day(parts_of(today).year, given.month, given.day)
    return day + (found.time or 0)


def read_date(
    text: str | None, style: int = 0, today: int = UNIX_TICKS, name: str = "s"
) -> DateTime:
    """A ``DateTime``.

    Args:
        text: how it is written.
        style: the flags of ``DateTimeStyles``.
        today: the ticks of now, for what has no day.
        name: of the parameter.

    Raises:
        Thrown: an ArgumentNullException or a FormatException.
    """
    found = read(text, name)
    return finished(found, _moment(found, 0 if style & NO_TODAY else today), style)


def finished(found: Read, ticks: int, style: int) -> DateTime:
    """A date with the kind that its offset and the flags give it."""
    if found.offset is not None:
        ticks -= found.offset
        if not 0 <= ticks <= MAX_TICKS:
            message = "The UTC representation of the date falls outside the year range 1-9999."
            raise bad_format(message)
        utc = style & ADJUST or (style & ROUND_TRIP_KIND and found.utc)
        return DateTime(ticks, UTC if utc else LOCAL)
    if style & ASSUME_UTC:
        return DateTime(ticks, UTC if style & ADJUST else LOCAL)
    if style & ASSUME_LOCAL:
        return DateTime(ticks, UTC if style & ADJUST else LOCAL)
    return DateTime(ticks, UNSPECIFIED)


def read_offset(
    text: str | None, style: int = 0, today: int = UNIX_TICKS, name: str = "input"
) -> DateTimeOffset:
    """A ``DateTimeOffset``; as :func:`read_date`."""
    found = read(text, name)
    ticks = _moment(found, today)
    offset = found.offset or 0
    if not 0 <= ticks - offset <= MAX_TICKS:
        message = "The UTC representation of the date falls outside the year range 1-9999."
        raise bad_format(message)
    return DateTimeOffset(ticks - offset, 0) if style & ADJUST else DateTimeOffset(ticks, offset)
