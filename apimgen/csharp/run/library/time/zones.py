"""``TimeZoneInfo`` and ``TimeZone``: Windows' time zones, with the rules that IANA keeps for them.

Where the machine has no data of time zones, none but UTC is known.
"""

from __future__ import annotations

from datetime import UTC as PYTHON_UTC
from datetime import datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.errors import NotModelledError, Thrown
from apimgen.csharp.run.library.collections.lists import List
from apimgen.csharp.run.library.failures import argument, argument_null
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.library.time.ticks import (
    LOCAL,
    SECOND,
    UNSPECIFIED,
    UTC,
    DateTime,
    DateTimeOffset,
    TimeSpan,
)
from apimgen.csharp.run.values import Array, Thing

_Z = "TimeZoneInfo"
_UTC_NAME = "UTC"


@cache
def _table() -> dict[str, tuple[str, str]]:
    text = (files(__package__) / "zones.yaml").read_text(encoding="utf-8")
    return {name: (zone, shown) for name, (zone, shown) in yaml.safe_load(text).items()}


class Zone(Thing):
    """A ``TimeZoneInfo``.

    Attributes:
        id: Windows' name.
        rules: of Python.
        display: the name that people see.
        standard: the name of its standard time.
        daylight: the name of its summer time.
    """

    __slots__ = ("daylight", "display", "id", "rules", "standard")

    def __init__(self, id_: str, rules: tzinfo, display: str, standard: str = "") -> None:
        self.id = id_
        self.rules = rules
        self.display = display
        self.standard = standard or id_
        self.daylight = self.standard.replace("Standard Time", "Daylight Time")

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(_Z)

    def csharp_text(self) -> str:
        """Its display name."""
        return self.display

    def csharp_equals(self, other: Any) -> bool:
        """Whether it is the same zone."""
        return isinstance(other, Zone) and other.id == self.id

    def offset(self, ticks: int, *, utc: bool) -> int:
        """Its offset at a time.

        Args:
            ticks: of the time.
            utc: whether it is a time of UTC; otherwise it is one on the clock there.
        """
        moment = _python(ticks)
        if utc:
            found = moment.replace(tzinfo=PYTHON_UTC).astimezone(self.rules).utcoffset()
        else:
            # in the hour that comes twice, .NET takes the standard time
            found = moment.replace(tzinfo=self.rules, fold=1).utcoffset()
        return _ticks(found)

    def base(self) -> int:
        """Its offset without summer time."""
        winter, summer = (
            self.offset(DateTime(637_134_336_000_000_000 + days * 864_000_000_000).ticks, utc=True)
            for days in (0, 182)
        )
        return min(winter, summer)


def _python(ticks: int) -> datetime:
    return datetime(1, 1, 1) + timedelta(microseconds=ticks // 10)  # noqa: DTZ001  its zone is set


def _ticks(offset: timedelta | None) -> int:
    return 0 if offset is None else round(offset.total_seconds()) * SECOND


@member(_Z, "FindSystemTimeZoneById")
def find_zone(name: str | None) -> Zone:
    """A time zone by Windows' name.

    Raises:
        Thrown: an ArgumentNullException or a TimeZoneNotFoundException.
        NotModelledError: for one whose rules the machine does not have.
    """
    if name is None:
        raise argument_null("id")
    row = next((row for known, row in _table().items() if known.lower() == name.lower()), None)
    if row is None:
        message = f"The time zone ID '{name}' was not found on the local computer."
        raise Thrown("System.TimeZoneNotFoundException", message)
    if name.upper() == _UTC_NAME:
        return _UTC
    try:
        return Zone(name, ZoneInfo(row[0]), row[1])
    except ZoneInfoNotFoundError:
        raise NotModelledError(f"the time zone {name}", 0) from None


_UTC = Zone(_UTC_NAME, PYTHON_UTC, "(UTC) Coordinated Universal Time", _UTC_NAME)
member(_Z, "Utc")(lambda: _UTC)
member(_Z, "Local")(lambda: _UTC)
member(_Z, "ClearCachedData")(lambda: None)
attribute(_Z, "Id", "id")
attribute(_Z, "DisplayName", "display")
attribute(_Z, "StandardName", "standard")
attribute(_Z, "DaylightName", "daylight")
member(_Z, "BaseUtcOffset")(lambda one: TimeSpan(one.base()))
member(_Z, "Equals")(lambda one, other: one.csharp_equals(other))
member(_Z, "HasSameRules")(lambda one, other: one.rules == other.rules)


@member(_Z, "GetSystemTimeZones")
def _all() -> List:
    found = [find_zone(name) for name in _table()]
    found.sort(key=lambda one: (one.base(), one.display))
    return List(named(_Z), found, read_only=True)


def _given(zone: Zone | None, name: str) -> Zone:
    if zone is None:
        raise argument_null(name)
    return zone


def _offset_at(zone: Zone, moment: Any) -> int:
    if isinstance(moment, DateTimeOffset):
        return zone.offset(moment.moment, utc=True)
    return zone.offset(moment.ticks, utc=moment.kind != UNSPECIFIED)


@member(_Z, "GetUtcOffset")
def _utc_offset(zone: Zone, moment: Any) -> TimeSpan:
    return TimeSpan(_offset_at(zone, moment))


@member(_Z, "IsDaylightSavingTime")
def _is_daylight(zone: Zone, moment: Any) -> bool:
    return _offset_at(zone, moment) != zone.base()


@member(_Z, "SupportsDaylightSavingTime")
def _supports(zone: Zone) -> bool:
    winter = 637_134_336_000_000_000
    offsets = {zone.offset(winter + days * 864_000_000_000, utc=True) for days in (0, 182)}
    return len(offsets) > 1


def _pair(zone: Zone, ticks: int) -> tuple[int, int]:
    first, second = (
        _ticks(_python(ticks).replace(tzinfo=zone.rules, fold=fold).utcoffset()) for fold in (0, 1)
    )
    return first, second


def _is_invalid(zone: Zone, moment: DateTime) -> bool:
    first, second = _pair(zone, moment.ticks)
    return moment.kind == UNSPECIFIED and first < second


@member(_Z, "IsInvalidTime")
def _invalid(zone: Zone, moment: DateTime) -> bool:
    return _is_invalid(zone, moment)


@member(_Z, "IsAmbiguousTime")
def _ambiguous(zone: Zone, moment: Any) -> bool:
    ticks = moment.ticks
    if isinstance(moment, DateTimeOffset):
        ticks = moment.moment + zone.offset(moment.moment, utc=True)
    first, second = _pair(zone, ticks)
    return first > second


def _to_utc(moment: DateTime, zone: Zone, name: str = "dateTime") -> int:
    """The ticks in UTC of a time in a zone.

    Raises:
        Thrown: an ArgumentException for a time that the zone's clocks skip.
    """
    if _is_invalid(zone, moment):
        message = (
            "The supplied DateTime represents an invalid time.  For example, when the clock is "
            "adjusted forward, any time in the period that is skipped is invalid."
        )
        raise argument(message, name)
    return moment.ticks - zone.offset(moment.ticks, utc=False)


def _converted(moment: DateTime, source: Zone, target: Zone) -> DateTime:
    kind = UTC if source is _UTC else UNSPECIFIED
    if moment.kind != UNSPECIFIED and kind not in (moment.kind, UTC):
        message = (
            "The conversion could not be completed because the supplied DateTime did not have the "
            "Kind property set correctly.  For example, when the Kind property is "
            "DateTimeKind.Local, the source time zone must be TimeZoneInfo.Local."
        )
        raise argument(message, "sourceTimeZone")
    utc = _to_utc(moment, source)
    ticks = utc + target.offset(utc, utc=True)
    return DateTime(ticks, UTC if target is _UTC else UNSPECIFIED)


@member(_Z, "ConvertTime", "DateTime, TimeZoneInfo")
def _convert(moment: DateTime, target: Zone | None) -> DateTime:
    return _converted(moment, _UTC, _given(target, "destinationTimeZone"))


@member(_Z, "ConvertTime", "DateTime, TimeZoneInfo, TimeZoneInfo")
def _convert_from(moment: DateTime, source: Zone | None, target: Zone | None) -> DateTime:
    one = _given(source, "sourceTimeZone")
    return _converted(moment, one, _given(target, "destinationTimeZone"))


@member(_Z, "ConvertTime", "DateTimeOffset, TimeZoneInfo")
def _convert_offset(moment: DateTimeOffset, target: Zone | None) -> DateTimeOffset:
    offset = _given(target, "destinationTimeZone").offset(moment.moment, utc=True)
    return DateTimeOffset(moment.moment + offset, offset)


@member(_Z, "ConvertTimeFromUtc")
def _from_utc(moment: DateTime, target: Zone | None) -> DateTime:
    zone = _given(target, "destinationTimeZone")
    if moment.kind == LOCAL:
        moment = DateTime(moment.ticks, UTC)
    return _converted(moment, _UTC, zone)


@member(_Z, "ConvertTimeToUtc", "DateTime")
def _to_utc_of(moment: DateTime) -> DateTime:
    return DateTime(moment.ticks, UTC)


@member(_Z, "ConvertTimeToUtc", "DateTime, TimeZoneInfo")
def _to_utc_from(moment: DateTime, source: Zone | None) -> DateTime:
    return _converted(moment, _given(source, "sourceTimeZone"), _UTC)


@member(_Z, "ConvertTimeBySystemTimeZoneId", "DateTime, string")
def _by_name(moment: DateTime, target: str | None) -> DateTime:
    return _converted(moment, _UTC, find_zone(target))


@member(_Z, "ConvertTimeBySystemTimeZoneId", "DateTime, string, string")
def _by_names(moment: DateTime, source: str | None, target: str | None) -> DateTime:
    return _converted(moment, find_zone(source), find_zone(target))


@member(_Z, "ConvertTimeBySystemTimeZoneId", "DateTimeOffset, string")
def _offset_by_name(moment: DateTimeOffset, target: str | None) -> DateTimeOffset:
    offset = find_zone(target).offset(moment.moment, utc=True)
    return DateTimeOffset(moment.moment + offset, offset)


@member(_Z, "GetAmbiguousTimeOffsets")
def _offsets(zone: Zone, moment: Any) -> Array:
    found = sorted(set(_pair(zone, moment.ticks)))
    return Array(named("TimeSpan"), [TimeSpan(one) for one in found])


# The older class: the zone of the machine, which is UTC.
member("TimeZone", "CurrentTimeZone")(lambda: _UTC)
attribute("TimeZone", "StandardName", "standard")
attribute("TimeZone", "DaylightName", "daylight")
member("TimeZone", "GetUtcOffset")(lambda _, __: TimeSpan(0))
member("TimeZone", "IsDaylightSavingTime", "DateTime")(lambda _, __: False)
member("TimeZone", "ToLocalTime")(lambda _, moment: DateTime(moment.ticks, LOCAL))
member("TimeZone", "ToUniversalTime")(lambda _, moment: DateTime(moment.ticks, UTC))
