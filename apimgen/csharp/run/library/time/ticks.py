"""``TimeSpan``, ``DateTime`` and ``DateTimeOffset`` as values: ticks of 100 nanoseconds.

The gateway's machine runs in UTC, so local time is UTC here.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.equality import Comparable
from apimgen.csharp.run.library.failures import argument, out_of_range
from apimgen.csharp.run.library.formatting import Formattable
from apimgen.csharp.run.values.casts import unboxed

if TYPE_CHECKING:
    from collections.abc import Callable

MICROSECOND = 10
MILLISECOND = 10_000
SECOND = 10_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MAX_TICKS = 3_155_378_975_999_999_999
UNIX_TICKS = 621_355_968_000_000_000
MAX_SPAN = 2**63 - 1
MIN_SPAN = -(2**63)

UNSPECIFIED, UTC, LOCAL = 0, 1, 2


class Ticks(Formattable, Comparable):
    """What the three types share: an order by ticks.

    Attributes:
        ticks: how many.
    """

    __slots__ = ("ticks",)
    type_name = ""
    write: Callable[[Any, str | None], str]

    def __init__(self, ticks: int) -> None:
        self.ticks = ticks

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.type_name)

    @property
    def moment(self) -> int:
        """The ticks that are compared."""
        return self.ticks

    def csharp_equals(self, other: Any) -> bool:
        """Whether both are the same moment, or as long."""
        other = unboxed(other)
        return (
            isinstance(other, Ticks)
            and self.type_name == other.type_name
            and (self.moment == other.moment)
        )

    def __eq__(self, other: object) -> bool:
        return self.csharp_equals(other)

    def __hash__(self) -> int:
        return self.csharp_hash()

    def csharp_hash(self) -> int:
        """The two halves of the ticks together."""
        low = self.moment & 0xFFFFFFFF ^ self.moment >> 32 & 0xFFFFFFFF
        return low - (1 << 32) if low >= 1 << 31 else low

    def csharp_compare(self, other: Any) -> int:
        """Which is the first, or shorter."""
        if other is None:
            return 1
        other = unboxed(other)
        if not isinstance(other, Ticks) or other.type_name != self.type_name:
            raise argument(f"Object must be of type {self.type_name}.")
        return (self.moment > other.moment) - (self.moment < other.moment)

    def csharp_format(self, format_: str | None) -> str:
        """What ``ToString(format)`` gives."""
        return _WRITERS[self.type_name](self, format_)


# What writes each type; the modules that know the formats put themselves here.
_WRITERS: dict[str, Callable[[Any, str | None], str]] = {}


def writes(name: str) -> Callable[[Callable[..., str]], Callable[..., str]]:
    """Makes a function the one that writes a type."""

    def register(function: Callable[..., str]) -> Callable[..., str]:
        _WRITERS[name] = function
        return function

    return register


class TimeSpan(Ticks):
    """A span of time."""

    __slots__ = ()
    type_name = "TimeSpan"


class DateTime(Ticks):
    """A moment.

    Attributes:
        kind: ``UNSPECIFIED``, ``UTC`` or ``LOCAL``.
    """

    __slots__ = ("kind",)
    type_name = "DateTime"

    def __init__(self, ticks: int, kind: int = UNSPECIFIED) -> None:
        super().__init__(ticks)
        self.kind = kind

    def plus(self, ticks: int, name: str = "value") -> DateTime:
        """A moment so much later.

        Raises:
            Thrown: an ArgumentOutOfRangeException for one before the year 1 or after 9999.
        """
        return DateTime(in_range(self.ticks + ticks, name), self.kind)


class DateTimeOffset(Ticks):
    """A moment with an offset to UTC.

    Attributes:
        ticks: of the time on the clock there.
        offset: in ticks.
    """

    __slots__ = ("offset",)
    type_name = "DateTimeOffset"

    def __init__(self, ticks: int, offset: int = 0) -> None:
        super().__init__(ticks)
        self.offset = offset

    @property
    def moment(self) -> int:
        """The ticks in UTC."""
        return self.ticks - self.offset

    def plus(self, ticks: int, name: str = "value") -> DateTimeOffset:
        """A moment so much later, with the same offset."""
        return DateTimeOffset(in_range(self.ticks + ticks, name), self.offset)


def in_range(ticks: int, name: str = "value") -> int:
    """Ticks that a ``DateTime`` can have.

    Raises:
        Thrown: an ArgumentOutOfRangeException.
    """
    if not 0 <= ticks <= MAX_TICKS:
        message = "The added or subtracted value results in an un-representable DateTime."
        raise out_of_range(name, message)
    return ticks


def parts_of(ticks: int) -> date:
    """The day of a moment."""
    return date.fromordinal(ticks // DAY + 1)


def ticks_of(year: int, month: int, day: int) -> int:
    """The first tick of a day.

    Raises:
        Thrown: an ArgumentOutOfRangeException for a day that there isn't.
    """
    try:
        return (date(year, month, day).toordinal() - 1) * DAY
    except ValueError:
        message = "Year, Month, and Day parameters describe an un-representable DateTime."
        raise out_of_range("", message) from None


def now_ticks(seconds: float) -> int:
    """The ticks of a time in seconds since 1970."""
    return UNIX_TICKS + round(seconds * 1_000_000) * MICROSECOND


def add_months(ticks: int, months: int) -> int:
    """A moment so many months later, on the last day where the month is shorter.

    Raises:
        Thrown: an ArgumentOutOfRangeException.
    """
    if not -120000 <= months <= 120000:
        raise out_of_range("months", "Months value must be between +/-120000.")
    day = parts_of(ticks)
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if not 1 <= year <= 9999:
        message = "The added or subtracted value results in an un-representable DateTime."
        raise out_of_range("months", message)
    return ticks_of(year, month, min(day.day, days_in(year, month))) + ticks % DAY


def is_leap(year: int) -> bool:
    """Whether a year has a 29th of February.

    Raises:
        Thrown: an ArgumentOutOfRangeException.
    """
    if not 1 <= year <= 9999:
        raise out_of_range("year", "Year must be between 1 and 9999.")
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year: int, month: int) -> int:
    """How many days a month has.

    Raises:
        Thrown: an ArgumentOutOfRangeException.
    """
    if not 1 <= month <= 12:
        raise out_of_range("month", "Month must be between one and twelve.")
    leap = is_leap(year)
    return (
        29 if month == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    )


def scaled(value: float, scale: int) -> int | None:
    """So many units as ticks, to the nearest millisecond; None where it is too much.

    Args:
        value: how many.
        scale: the milliseconds of the unit.
    """
    exact = value * scale + (0.5 if value >= 0 else -0.5)
    if not -922337203685477.0 <= exact <= 922337203685477.0:
        return None
    return int(exact) * MILLISECOND
