"""``send-one-way-request``: a call whose answer nobody waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.policies.send_request import request_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.effects import Steps
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], Steps]:
    """Sends, and goes on at once, whatever comes of it.

    The page: https://learn.microsoft.com/azure/api-management/send-one-way-request-policy.
    """
    made = request_of(element, build, forget=True)

    def run(exchange: Exchange) -> Steps:
        note = exchange.noting()
        call = made(exchange)
        yield call
        note(f"{call.method} {call.url}, without waiting")

    return run
