"""The members of ``DateTime``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import STRING
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument, out_of_range
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.library.time.exact import exact_date
from apimgen.csharp.run.library.time.moments import shared
from apimgen.csharp.run.library.time.patterns import STANDARD
from apimgen.csharp.run.library.time.reading import read_date
from apimgen.csharp.run.library.time.ticks import (
    DAY,
    HOUR,
    LOCAL,
    MAX_TICKS,
    MILLISECOND,
    MINUTE,
    SECOND,
    UNSPECIFIED,
    UTC,
    DateTime,
    days_in,
    is_leap,
    now_ticks,
    ticks_of,
)
from apimgen.csharp.run.values import Array

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host

_FILE_TIME = 504_911_232_000_000_000

shared("DateTime")
attribute("DateTime", "Kind", "kind")
member("DateTime", "Date")(lambda one: DateTime(one.ticks // DAY * DAY, one.kind))
member("DateTime", "MaxValue")(lambda: DateTime(MAX_TICKS))
member("DateTime", "MinValue")(lambda: DateTime(0))
member("DateTime", "IsLeapYear")(is_leap)
member("DateTime", "DaysInMonth")(days_in)
member("DateTime", "GetTypeCode")(lambda _: 16)
member("DateTime", "IsDaylightSavingTime")(lambda _: False)
member("DateTime", "Equals", "DateTime, DateTime")(lambda one, two: one.ticks == two.ticks)
member("DateTime", "ToShortDateString")(lambda one: one.csharp_format("d"))
member("DateTime", "ToLongDateString")(lambda one: one.csharp_format("D"))
member("DateTime", "ToShortTimeString")(lambda one: one.csharp_format("t"))
member("DateTime", "ToLongTimeString")(lambda one: one.csharp_format("T"))
member("DateTime", "ToFileTime")(lambda one: one.ticks - _FILE_TIME)
member("DateTime", "ToFileTimeUtc")(lambda one: one.ticks - _FILE_TIME)
member("DateTime", "FromFileTime")(lambda time: DateTime(time + _FILE_TIME, LOCAL))
member("DateTime", "FromFileTimeUtc")(lambda time: DateTime(time + _FILE_TIME, UTC))


@member("DateTime", "UtcNow", host=True)
def _utc_now(host: Host) -> DateTime:
    return DateTime(now_ticks(host.now()), UTC)


@member("DateTime", "Now", host=True)
def _now(host: Host) -> DateTime:
    return DateTime(now_ticks(host.now()), LOCAL)


@member("DateTime", "Today", host=True)
def _today(host: Host) -> DateTime:
    return DateTime(now_ticks(host.now()) // DAY * DAY, LOCAL)


@member("DateTime", "ToUniversalTime")
def _to_universal(one: DateTime) -> DateTime:
    return DateTime(one.ticks, UTC)


@member("DateTime", "ToLocalTime")
def _to_local(one: DateTime) -> DateTime:
    return DateTime(one.ticks, LOCAL)


def valid_kind(kind: int) -> int:
    """A ``DateTimeKind``.

    Raises:
        Thrown: an ArgumentException for a number that is none.
    """
    if kind not in (UNSPECIFIED, UTC, LOCAL):
        raise argument("Invalid DateTimeKind value.", "kind")
    return kind


@member("DateTime", "SpecifyKind")
def _with_kind(one: DateTime, kind: int) -> DateTime:
    return DateTime(one.ticks, valid_kind(kind))


@member("DateTime", "new", "")
def _empty() -> DateTime:
    return DateTime(0)


@member("DateTime", "new", "long")
@member("DateTime", "new", "long, DateTimeKind")
def _of_ticks(ticks: int, kind: int = UNSPECIFIED) -> DateTime:
    return DateTime(valid_ticks(ticks), valid_kind(kind))


def valid_ticks(ticks: int) -> int:
    """Ticks that a constructor takes.

    Raises:
        Thrown: an ArgumentOutOfRangeException.
    """
    if not 0 <= ticks <= MAX_TICKS:
        message = "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks."
        raise out_of_range("ticks", message)
    return ticks


def of_parts(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, part: int = 0
) -> int:
    """The ticks of a date in parts; the last are milliseconds.

    Raises:
        Thrown: an ArgumentOutOfRangeException.
    """
    ticks = ticks_of(year, month, day)
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        message = "Hour, Minute, and Second parameters describe an un-representable DateTime."
        raise out_of_range("", message)
    if not 0 <= part < 1000:
        raise out_of_range("millisecond", "Valid values are between 0 and 999, inclusive.")
    return ticks + hour * HOUR + minute * MINUTE + second * SECOND + part * MILLISECOND


_SIX = "int, int, int, int, int, int"


@member("DateTime", "new", "int, int, int")
@member("DateTime", "new", _SIX)
@member("DateTime", "new", f"{_SIX}, int")
def _of_parts(*parts: int) -> DateTime:
    return DateTime(of_parts(*parts))


@member("DateTime", "new", f"{_SIX}, DateTimeKind")
@member("DateTime", "new", f"{_SIX}, int, DateTimeKind")
def _of_kind(*parts: int) -> DateTime:
    return DateTime(of_parts(*parts[:-1]), valid_kind(parts[-1]))


@member("DateTime", "Parse", "string", host=True)
@member("DateTime", "Parse", "string, IFormatProvider", host=True)
@member("DateTime", "Parse", "string, IFormatProvider, DateTimeStyles", host=True)
def _parse(host: Host, text: str | None, _provider: Any = None, style: int = 0) -> DateTime:
    return read_date(text, style, now_ticks(host.now()))


@member("DateTime", "TryParse", "string, DateTime", host=True)
@member("DateTime", "TryParse", "string, IFormatProvider, DateTimeStyles, DateTime", host=True)
def _try_parse(
    host: Host, text: str | None, _provider: Any = None, style: int = 0
) -> tuple[bool, DateTime]:
    try:
        return True, read_date(text, style, now_ticks(host.now()))
    except Thrown:
        return False, DateTime(0)


def patterns_of(given: Any) -> list[str | None]:
    """One format or an array of them as a list.

    Raises:
        Thrown: an ArgumentNullException where there is none.
    """
    return list(given.items) if isinstance(given, Array) else [given]


@member("DateTime", "ParseExact", host=True)
def _parse_exact(
    host: Host, text: str | None, format_: Any, _provider: Any, style: int = 0
) -> DateTime:
    return exact_date(text, patterns_of(format_), style, now_ticks(host.now()))


@member("DateTime", "TryParseExact", host=True)
def _try_exact(
    host: Host, text: str | None, format_: Any, _provider: Any, style: int
) -> tuple[bool, DateTime]:
    try:
        return True, exact_date(text, patterns_of(format_), style, now_ticks(host.now()))
    except Thrown:
        return False, DateTime(0)


@member("DateTime", "ToBinary")
def _to_binary(one: DateTime) -> int:
    found = one.ticks | {UNSPECIFIED: 0, UTC: 1 << 62, LOCAL: 2 << 62}[one.kind]
    return found - (1 << 64) if found >= 1 << 63 else found


@member("DateTime", "FromBinary")
def _from_binary(data: int) -> DateTime:
    data &= (1 << 64) - 1
    kind = data >> 62
    return DateTime(valid_ticks(data & (1 << 62) - 1), LOCAL if kind > 1 else kind)


@member("DateTime", "ToOADate")
def _to_days(one: DateTime) -> float:
    if one.ticks == 0:
        return 0.0
    millis = (one.ticks - 599_264_352_000_000_000) // MILLISECOND
    if millis < 0 and millis % 86_400_000:
        rest = millis % 86_400_000 - 86_400_000
        millis -= (86_400_000 + rest) * 2
    return millis / 86_400_000


@member("DateTime", "FromOADate")
def _from_days(value: float) -> DateTime:
    if not -657435.0 < value < 2958466.0:
        raise argument(" Not a legal OleAut date.")
    millis = int(value * 86_400_000 + (0.5 if value >= 0 else -0.5))
    if millis < 0:
        millis -= int(math.fmod(millis, 86_400_000)) * 2
    return DateTime(millis * MILLISECOND + 599_264_352_000_000_000)


@member("DateTime", "GetDateTimeFormats", "")
@member("DateTime", "GetDateTimeFormats", "IFormatProvider")
def _all_formats(one: DateTime, _provider: Any = None) -> Array:
    return Array(STRING, [one.csharp_format(letter) for letter in STANDARD])


@member("DateTime", "GetDateTimeFormats", "char")
@member("DateTime", "GetDateTimeFormats", "char, IFormatProvider")
def _formats(one: DateTime, letter: str, _provider: Any = None) -> Array:
    return Array(STRING, [one.csharp_format(letter)])
