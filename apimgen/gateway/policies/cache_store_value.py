"""``cache-store-value``: keeps a value in the cache, by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.caching.values import keep
from apimgen.gateway.engine.notes import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Stores a value for the duration; null is not stored.

    The page: https://learn.microsoft.com/azure/api-management/cache-store-value-policy.
    """
    key = build.text(element, "key")
    value = build.object(element, "value")
    duration = build.number(element, "duration", "0")

    def run(exchange: Exchange) -> None:
        name, made, seconds = key.get(exchange), value.get(exchange), duration.get(exchange)
        if made is None:
            exchange.note(f"{name} is null, which is not stored")
            return
        if exchange.notes is not None:
            exchange.note(f"{name} = {shown(made)} for {seconds:g} s")
        keep(exchange, name, made, float(seconds))

    return run
