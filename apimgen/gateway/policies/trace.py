"""``trace``: a message for the trace, with properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.engine.notes import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "trace"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Says the message; a property without a value fails the request, as people report.

    The page: https://learn.microsoft.com/azure/api-management/trace-policy.
    """
    source = build.text(element, "source")
    severity = build.text(element, "severity", "verbose")
    child = element.find("message")
    message = build.text(element if child is None else child, None)
    properties = [
        (build.text(one, "name"), build.text(one, "value"))
        for one in element.iterchildren("metadata")
    ]

    def run(exchange: Exchange) -> None:
        told = f"{source.get(exchange)} ({severity.get(exchange)}): {shown(message.get(exchange))}"
        for name, value in properties:
            named, given = name.get(exchange), value.get(exchange)
            if not given:
                text = f"The value of the metadata {named} is empty."
                raise PolicyError(NAME, "MetadataValueEmpty", text)
            told += f", {named}={shown(given)}"
        exchange.note(told)

    return run
