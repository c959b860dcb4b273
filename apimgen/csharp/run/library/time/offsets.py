"""The members of ``DateTimeOffset``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument, out_of_range
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.library.time.dates import of_parts, patterns_of, valid_ticks
from apimgen.csharp.run.library.time.exact import exact_offset
from apimgen.csharp.run.library.time.moments import shared
from apimgen.csharp.run.library.time.reading import read_offset
from apimgen.csharp.run.library.time.ticks import (
    DAY,
    HOUR,
    LOCAL,
    MAX_TICKS,
    MILLISECOND,
    MINUTE,
    SECOND,
    UNIX_TICKS,
    UTC,
    DateTime,
    DateTimeOffset,
    TimeSpan,
    now_ticks,
)

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host

_O = "DateTimeOffset"
_FILE_TIME = 504_911_232_000_000_000

shared(_O)
attribute(_O, "UtcTicks", "moment")
member(_O, "Offset")(lambda one: TimeSpan(one.offset))
member(_O, "DateTime")(lambda one: DateTime(one.ticks))
member(_O, "Date")(lambda one: DateTime(one.ticks // DAY * DAY))
member(_O, "UtcDateTime")(lambda one: DateTime(one.moment, UTC))
member(_O, "LocalDateTime")(lambda one: DateTime(one.moment, LOCAL))
member(_O, "MaxValue")(lambda: DateTimeOffset(MAX_TICKS))
member(_O, "MinValue")(lambda: DateTimeOffset(0))
member(_O, "ToLocalTime")(lambda one: DateTimeOffset(one.moment))
member(_O, "ToUniversalTime")(lambda one: DateTimeOffset(one.moment))
member(_O, "ToFileTime")(lambda one: one.moment - _FILE_TIME)
member(_O, "FromFileTime")(lambda time: DateTimeOffset(time + _FILE_TIME))
member(_O, "ToUnixTimeSeconds")(lambda one: one.moment // SECOND - UNIX_TICKS // SECOND)
member(_O, "ToUnixTimeMilliseconds")(
    lambda one: one.moment // MILLISECOND - UNIX_TICKS // MILLISECOND
)
member(_O, "Equals", f"{_O}, {_O}")(lambda one, two: one.moment == two.moment)
member(_O, "EqualsExact")(lambda one, two: one.ticks == two.ticks and one.offset == two.offset)
member(_O, "op_Implicit")(lambda moment: DateTimeOffset(moment.ticks))


@member(_O, "UtcNow", host=True)
@member(_O, "Now", host=True)
def _now(host: Host) -> DateTimeOffset:
    return DateTimeOffset(now_ticks(host.now()))


def _valid(offset: TimeSpan) -> int:
    if offset.ticks % MINUTE:
        raise argument("Offset must be specified in whole minutes.", "offset")
    if abs(offset.ticks) > 14 * HOUR:
        raise out_of_range("offset", "Offset must be within plus or minus 14 hours.")
    return offset.ticks


def _made(ticks: int, offset: int) -> DateTimeOffset:
    if not 0 <= ticks - offset <= MAX_TICKS:
        message = (
            "The UTC time represented when the offset is applied must be between year 0 and 10,000."
        )
        raise out_of_range("offset", message)
    return DateTimeOffset(ticks, offset)


@member(_O, "new", "")
def _empty() -> DateTimeOffset:
    return DateTimeOffset(0)


@member(_O, "new", "DateTime")
def _of_date(moment: DateTime) -> DateTimeOffset:
    return DateTimeOffset(moment.ticks)


@member(_O, "new", "DateTime, TimeSpan")
def _of_both(moment: DateTime, offset: TimeSpan) -> DateTimeOffset:
    if moment.kind == LOCAL and offset.ticks:
        message = (
            "The UTC Offset of the local dateTime parameter does not match the offset argument."
        )
        raise argument(message, "offset")
    if moment.kind == UTC and offset.ticks:
        raise argument("The UTC Offset for Utc DateTime instances must be 0.", "offset")
    return _made(moment.ticks, _valid(offset))


@member(_O, "new", "long, TimeSpan")
def _of_ticks(ticks: int, offset: TimeSpan) -> DateTimeOffset:
    valid = _valid(offset)
    return _made(valid_ticks(ticks), valid)


@member(_O, "new", "int, int, int, int, int, int, TimeSpan")
@member(_O, "new", "int, int, int, int, int, int, int, TimeSpan")
def _of_parts(*parts: Any) -> DateTimeOffset:
    offset = _valid(parts[-1])
    return _made(of_parts(*parts[:-1]), offset)


@member(_O, "FromUnixTimeSeconds")
def _from_seconds(seconds: int) -> DateTimeOffset:
    if not -62135596800 <= seconds <= 253402300799:
        message = "Valid values are between -62135596800 and 253402300799, inclusive."
        raise out_of_range("seconds", message)
    return DateTimeOffset(UNIX_TICKS + seconds * SECOND)


@member(_O, "FromUnixTimeMilliseconds")
def _from_milliseconds(milliseconds: int) -> DateTimeOffset:
    if not -62135596800000 <= milliseconds <= 253402300799999:
        message = "Valid values are between -62135596800000 and 253402300799999, inclusive."
        raise out_of_range("milliseconds", message)
    return DateTimeOffset(UNIX_TICKS + milliseconds * MILLISECOND)


@member(_O, "ToOffset")
def _to_offset(one: DateTimeOffset, offset: TimeSpan) -> DateTimeOffset:
    ticks = _valid(offset)
    return DateTimeOffset(valid_ticks(one.moment + ticks), ticks)


@member(_O, "Parse", host=True)
def _parse(host: Host, text: str | None, _provider: Any = None, style: int = 0) -> DateTimeOffset:
    return read_offset(text, style, now_ticks(host.now()))


@member(_O, "TryParse", host=True)
def _try_parse(
    host: Host, text: str | None, _provider: Any = None, style: int = 0
) -> tuple[bool, DateTimeOffset]:
    try:
        return True, read_offset(text, style, now_ticks(host.now()))
    except Thrown:
        return False, DateTimeOffset(0)


@member(_O, "ParseExact", host=True)
def _parse_exact(
    host: Host, text: str | None, format_: Any, _provider: Any, style: int = 0
) -> DateTimeOffset:
    return exact_offset(text, patterns_of(format_), style, now_ticks(host.now()))


@member(_O, "TryParseExact", host=True)
def _try_exact(
    host: Host, text: str | None, format_: Any, _provider: Any, style: int
) -> tuple[bool, DateTimeOffset]:
    try:
        return True, exact_offset(text, patterns_of(format_), style, now_ticks(host.now()))
    except Thrown:
        return False, DateTimeOffset(0)
