"""Quotas: what was used in a period that begins at fixed times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import inf
from typing import TYPE_CHECKING

from apimgen.gateway.limits.counters import counter_of

if TYPE_CHECKING:
    from apimgen.gateway.engine.exchange import Exchange

# What the service counts periods from, unless the policy says: 0001-01-01T00:00:00Z.
FIRST = datetime(1, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = 12


class Period:
    """When a quota is renewed: every so many seconds, or never.

    Attributes:
        seconds: the length of a period; 0 for one without an end.
        first: when the first one began.
    """

    __slots__ = ("first", "seconds")

    def __init__(self, seconds: float, first: datetime = FIRST) -> None:
        self.seconds = seconds
        self.first = (first - _EPOCH).total_seconds()

    def start(self, now: float) -> float:
        """When the period began that a time is in, in seconds since 1970."""
        if self.seconds <= 0 or now < self.first:
            return self.first
        return now - (now - self.first) % self.seconds

    def rest(self, now: float) -> float | None:
        """The seconds until the next period; None where there is none."""
        return None if self.seconds <= 0 else self.start(now) + self.seconds - now


class CalendarPeriod:
    """An hour, a day, a week from Monday, a month or a year, in UTC.

    Attributes:
        name: ``Hourly``, ``Daily``, ``Weekly``, ``Monthly`` or ``Yearly``.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name.strip().lower()

    def start(self, now: float) -> float:
        """When the period began that a time is in, in seconds since 1970."""
        return self._begin(_EPOCH + timedelta(seconds=now)).timestamp()

    def rest(self, now: float) -> float | None:
        """The seconds until the next period."""
        begin = self._begin(_EPOCH + timedelta(seconds=now))
        return self._next(begin).timestamp() - now

    def _begin(self, when: datetime) -> datetime:
        when = when.replace(minute=0, second=0, microsecond=0)
        if self.name == "hourly":
            return when
        when = when.replace(hour=0)
        if self.name == "weekly":
            return when - timedelta(days=when.weekday())
        if self.name == "monthly":
            return when.replace(day=1)
        return when.replace(month=1, day=1) if self.name == "yearly" else when

    def _next(self, begin: datetime) -> datetime:
        if self.name == "yearly":
            return begin.replace(year=begin.year + 1)
        if self.name == "monthly":
            if begin.month == _MONTHS:
                return begin.replace(year=begin.year + 1, month=1)
            return begin.replace(month=begin.month + 1)
        hours = {"hourly": 1, "weekly": 7 * 24}.get(self.name, 24)
        return begin + timedelta(hours=hours)


class Usage:
    """What a key has used in the period that runs.

    Attributes:
        idle_from: when the period ends.
        start: when the period began.
        calls: calls, or tokens.
        octets: bytes of bodies.
    """

    __slots__ = ("calls", "idle_from", "octets", "start")

    def __init__(self, start: float, idle_from: float) -> None:
        self.start = start
        self.idle_from = idle_from
        self.calls = 0.0
        self.octets = 0


def usage_of(exchange: Exchange, key: str, period: Period | CalendarPeriod) -> Usage:
    """What a key has used so far; nothing where a new period has begun."""
    now = exchange.now()
    start, rest = period.start(now), period.rest(now)

    def fresh() -> Usage:
        return Usage(start, inf if rest is None else now + rest)

    found = counter_of(exchange, key, fresh)
    if found.start != start:
        found = exchange.world.counters[key] = fresh()
    return found
