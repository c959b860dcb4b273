"""``set-method``: the method of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Changes the method with which the request goes to the backend."""
    method = build.text(element, None)

    def run(exchange: Exchange) -> None:
        exchange.context.request.method = method.get(exchange).strip().upper()
        exchange.note(exchange.context.request.method)

    return run
