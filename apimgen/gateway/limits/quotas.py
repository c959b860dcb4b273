"""Quotas of calls and bandwidth: what ``quota`` and ``quota-by-key`` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.limits.periods import FIRST, Period, usage_of
from apimgen.gateway.limits.rates import first_time
from apimgen.gateway.limits.told import RETRY_AFTER
from apimgen.gateway.limits.windows import whole_seconds

if TYPE_CHECKING:
    from datetime import datetime

    from lxml import etree

    from apimgen.csharp.run.context import Body
    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.values import Reader

_KILOBYTE = 1024
_DAY = 86_400


class Quota(NamedTuple):
    """How much there may be in a period, as a policy writes it.

    Attributes:
        calls: how many calls; None where they are not limited.
        kilobytes: of bodies; None where they are not limited.
        seconds: of a period; None for one without an end.
        first: when the first period began.
    """

    calls: Reader | None
    kilobytes: Reader | None
    seconds: Reader | None
    first: datetime = FIRST

    @classmethod
    def of(cls, element: etree._Element, build: Build, above: Quota | None = None) -> Quota:
        """The quota that an element states.

        Args:
            element: the policy, or an ``api`` or ``operation`` in it.
            build: the function that is being made.
            above: the one whose period it has, where it states none of its own.
        """
        seconds = build.number_or_none(element, "renewal-period")
        if seconds is None and above is not None:
            seconds = above.seconds
        calls = build.number_or_none(element, "calls")
        return cls(calls, build.number_or_none(element, "bandwidth"), seconds)

    def period(self, exchange: Exchange) -> Period:
        """When it is renewed."""
        seconds = 0.0 if self.seconds is None else float(self.seconds.get(exchange))
        return Period(seconds, self.first)


def check(exchange: Exchange, policy: str, key: str, quota: Quota) -> None:
    """Refuses a request whose key has no quota left.

    Raises:
        PolicyError: the 403.
    """
    used = usage_of(exchange, key, quota.period(exchange))
    if quota.calls is not None:
        calls = float(quota.calls.get(exchange))
        if used.calls >= calls:
            raise _out_of(exchange, policy, "call volume", quota)
        exchange.note(f"{calls - used.calls:g} of {calls:g} calls left")
    if quota.kilobytes is not None:
        most = float(quota.kilobytes.get(exchange))
        if used.octets >= most * _KILOBYTE:
            raise _out_of(exchange, policy, "bandwidth", quota)
        exchange.note(f"{most - used.octets / _KILOBYTE:.1f} of {most:g} KB left")


def count(exchange: Exchange, key: str, quota: Quota, calls: float = 1) -> None:
    """Counts a call, once a request."""
    if first_time(exchange, key):
        usage_of(exchange, key, quota.period(exchange)).calls += calls


def weigh(exchange: Exchange, key: str, quota: Quota) -> None:
    """Counts the bodies of a request and its answer, once both are there."""
    if not first_time(exchange, f"{key} bandwidth"):
        return
    response = exchange.context.response
    octets = _size(exchange.context.request.body) + _size(response.body if response else None)
    usage_of(exchange, key, quota.period(exchange)).octets += octets


def _size(body: Body | None) -> int:
    return len(body.data) if body is not None and body.data else 0


def _out_of(exchange: Exchange, policy: str, what: str, quota: Quota) -> PolicyError:
    rest = quota.period(exchange).rest(exchange.now())
    message = f"Out of {what} quota."
    headers: tuple[tuple[str, str], ...] = ()
    if rest is not None:
        seconds = whole_seconds(rest)
        message += f" Quota will be replenished in {_clock(seconds)}."
        headers = ((RETRY_AFTER, str(seconds)),)
    return PolicyError(policy, "QuotaExceeded", message, status=403, headers=headers)


def _clock(seconds: int) -> str:
    """A duration as .NET writes it: ``1.02:03:04`` where days are in it."""
    days, rest = divmod(seconds, _DAY)
    text = f"{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
    return f"{days}.{text}" if days else text
