"""``cache-store``: keeps the answer in the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.caching.responses import open_lookup, store
from apimgen.gateway.policies import cache_lookup

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Keeps the answer for so long, where ``cache-lookup`` found none.

    Without ``cache-response`` only a 200 is kept. The page:
    https://learn.microsoft.com/azure/api-management/cache-store-policy.
    """
    duration = build.number(element, "duration", "0")
    always = (
        None if element.get("cache-response") is None else build.boolean(element, "cache-response")
    )

    def run(exchange: Exchange) -> None:
        if exchange.cached:
            exchange.note("the answer came from the cache")
            return
        response = exchange.context.response
        lookup = open_lookup(exchange, cache_lookup.NAME)
        if lookup is None or response is None:
            exchange.note("nothing was looked up, so nothing is stored")
            return
        wanted = response.status == 200 if always is None else always.get(exchange)
        if not wanted:
            exchange.note(f"a {response.status} is not stored")
            return
        seconds = float(duration.get(exchange))
        if lookup.caching:
            control = f"{lookup.caching}, max-age={seconds:.0f}"
            response.headers.set("Cache-Control", [control])
        store(exchange, lookup, seconds)
        exchange.note(f"the answer is stored for {seconds:g} s")

    return run
