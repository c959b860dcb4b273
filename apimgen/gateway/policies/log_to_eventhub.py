"""``log-to-eventhub``: a message for an event hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.notes import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Says what is logged; nobody waits for the event hub.

    The page: https://learn.microsoft.com/azure/api-management/log-to-eventhub-policy.
    """
    logger = build.text(element, "logger-id")
    key = build.text(element, "partition-key")
    message = build.text(element, None)

    def run(exchange: Exchange) -> None:
        partition = key.get(exchange)
        where = logger.get(exchange) + (f", partition {partition}" if partition else "")
        exchange.note(f"to {where}: {shown(message.get(exchange))}")

    return run
