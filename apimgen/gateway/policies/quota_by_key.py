"""``quota-by-key``: so many calls or kilobytes in a period, by a key of one's own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.limits.periods import FIRST
from apimgen.gateway.limits.quotas import Quota, check, count, weigh
from apimgen.gateway.limits.rates import at_end

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "quota-by-key"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Counts what the key uses, in all scopes together.

    A call with an ``increment-condition`` counts when it has its answer, as its bytes always do.
    The page: https://learn.microsoft.com/azure/api-management/quota-by-key-policy.
    """
    counter_key = build.text(element, "counter-key")
    written = build.text(element, "first-period-start").literal
    first = _first(written)
    quota = Quota.of(element, build)._replace(first=first or FIRST)
    amount = build.number(element, "increment-count", "1")
    condition = None
    if element.get("increment-condition") is not None:
        condition = build.boolean(element, "increment-condition")

    def run(exchange: Exchange) -> None:
        key = f"{NAME} {counter_key.get(exchange)}"
        if first is None:
            message = f'"{written}" is no date like 2026-01-31T00:00:00Z.'
            raise PolicyError(NAME, "InvalidFirstPeriodStart", message)
        check(exchange, NAME, key, quota)
        if condition is None:
            count(exchange, key, quota, float(amount.get(exchange)))
            at_end(exchange, None, lambda: weigh(exchange, key, quota))
            return

        def later() -> None:
            count(exchange, key, quota, float(amount.get(exchange)))
            weigh(exchange, key, quota)

        at_end(exchange, condition, later)

    return run


def _first(text: str | None) -> datetime | None:
    """When the first period begins; None where what is written is no date."""
    if not text:
        return FIRST
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
