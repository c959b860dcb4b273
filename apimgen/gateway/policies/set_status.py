"""``set-status``: the status of the answer, and the text beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.messages import response_of
from apimgen.gateway.engine.reasons import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.csharp.run.context import Response
    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Changes the status of the answer."""
    change = status_of(element, build)

    def run(exchange: Exchange) -> None:
        response = response_of(exchange)
        change(exchange, response)
        if exchange.notes is not None:
            exchange.notes.detail(f"{response.status} {response.reason}".rstrip())

    return run


def status_of(element: etree._Element, build: Build) -> Callable[[Exchange, Response], None]:
    """What a ``set-status`` does to an answer."""
    code = build.number(element, "code", "200")
    reason = build.text(element, "reason")

    def change(exchange: Exchange, response: Response) -> None:
        response.status = int(code.get(exchange))
        response.reason = reason.get(exchange) or reason_of(response.status)

    return change
