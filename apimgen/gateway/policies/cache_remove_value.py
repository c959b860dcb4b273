"""``cache-remove-value``: removes a value from the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.caching.values import forget

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Forgets what is kept by the key.

    The page: https://learn.microsoft.com/azure/api-management/cache-remove-value-policy.
    """
    key = build.text(element, "key")

    def run(exchange: Exchange) -> None:
        name = key.get(exchange)
        forget(exchange, name)
        exchange.note(f"{name} is removed")

    return run
