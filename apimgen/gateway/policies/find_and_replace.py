"""``find-and-replace``: a text in the body, everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.bodies.text import put_text, text_in
from apimgen.gateway.engine.messages import message_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Replaces each occurrence in the body of the request or the answer."""
    old, new = build.exact(element, "from"), build.exact(element, "to")
    section = build.section

    def run(exchange: Exchange) -> None:
        message = message_of(exchange, section)
        text, wanted = text_in(message.body), old(exchange)
        times = text.count(wanted) if wanted else 0
        if times:
            put_text(exchange, message, text.replace(wanted, new(exchange)))
        exchange.note(f"replaces {times} time" + ("" if times == 1 else "s"))

    return run
