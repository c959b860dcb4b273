"""Quotas of calls and bandwidth: what ``quota`` and ``quota-by-key`` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.limits.periods import Period, usage_of
from apimgen.gateway.limits.rates import first_time
from apimgen.gateway.limits.told import RETRY_AFTER
from apimgen.gateway.limits.windows import whole_seconds

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.csharp.run.context import Body
    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

_KILOBYTE = 1024
_DAY = 86_400


class Quota(NamedTuple):
    """How much there may be in a period.

    Attributes:
        calls: how many calls; None where they are not limited.
        kilobytes: of bodies; None where they are not limited.
        period: when it is renewed.
    """

    calls: float | None
    kilobytes: float | None
    period: Period

    @classmethod
    def of(cls, element: etree._Element, build: Build, period: Period | None = None) -> Quota:
        """The quota that an element states; none of its values takes an expression."""
        seconds = build.number_or_none(element, "renewal-period")
        if period is None or seconds is not None:
            period = Period(0 if seconds is None else float(seconds.literal))
        return cls(_figure(element, build, "calls"), _figure(element, build, "bandwidth"), period)


def _figure(element: etree._Element, build: Build, name: str) -> float | None:
    found = build.number_or_none(element, name)
    return None if found is None else float(found.literal)


def check(exchange: Exchange, policy: str, key: str, quota: Quota) -> None:
    """Refuses a request whose key has no quota left.

    Raises:
        PolicyError: the 403.
    """
    used = usage_of(exchange, key, quota.period)
    if quota.calls is not None and used.calls >= quota.calls:
        raise _out_of(exchange, policy, "call volume", quota)
    if quota.kilobytes is not None and used.octets >= quota.kilobytes * _KILOBYTE:
        raise _out_of(exchange, policy, "bandwidth", quota)
    if quota.calls is not None:
        exchange.note(f"{quota.calls - used.calls:g} of {quota.calls:g} calls left")
    if quota.kilobytes is not None:
        left = quota.kilobytes - used.octets / _KILOBYTE
        exchange.note(f"{left:.1f} of {quota.kilobytes:g} KB left")


def count(exchange: Exchange, key: str, quota: Quota, calls: float = 1) -> None:
    """Counts a call, once a request."""
    if first_time(exchange, key):
        usage_of(exchange, key, quota.period).calls += calls


def weigh(exchange: Exchange, key: str, quota: Quota) -> None:
    """Counts the bodies of a request and its answer, once both are there."""
    if not first_time(exchange, f"{key} bandwidth"):
        return
    response = exchange.context.response
    octets = _size(exchange.context.request.body) + _size(response.body if response else None)
    usage_of(exchange, key, quota.period).octets += octets


def _size(body: Body | None) -> int:
    return len(body.data) if body is not None and body.data else 0


def _out_of(exchange: Exchange, policy: str, what: str, quota: Quota) -> PolicyError:
    rest = quota.period.rest(exchange.now())
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
