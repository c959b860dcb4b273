"""``rate-limit-by-key``: so many calls in a while, by a key of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.limits.rates import Rate, Telling, at_end, first_time, take
from apimgen.gateway.limits.windows import window_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "rate-limit-by-key"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Counts the calls of the key, which all scopes share.

    A call with an ``increment-condition`` counts when it has its answer. The page:
    https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy.
    """
    rate, telling = Rate.of(element, build), Telling(element, build)
    counter_key = build.text(element, "counter-key")
    amount = build.number(element, "increment-count", "1")
    condition = None
    if element.get("increment-condition") is not None:
        condition = build.boolean(element, "increment-condition")
    later = build.boolean(element, "increment-after-response")

    def run(exchange: Exchange) -> None:
        key = f"{NAME} {counter_key.get(exchange)}"
        if condition is None and not later.get(exchange):
            take(exchange, NAME, key, rate, telling, lambda: float(amount.get(exchange)))
            return
        take(exchange, NAME, key, rate, telling, lambda: None)

        def count() -> None:
            if first_time(exchange, key):
                calls, period = float(rate.calls.get(exchange)), float(rate.period.get(exchange))
                used = float(amount.get(exchange))
                window_of(exchange, key).add(used, calls, period, exchange.now())

        at_end(exchange, condition, count)

    return run
