"""``set-body``: the body of the request, or of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.context import Body
from apimgen.csharp.run.values import Array, text_of, to_text
from apimgen.gateway.engine.messages import message_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.messages import Message


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Replaces the body of the message that the section is about."""
    made = body_of(element, build)
    section = build.section

    def run(exchange: Exchange) -> None:
        message = message_of(exchange, section)
        message.body = Body(made(exchange, message))
        if section not in ("inbound", "backend"):
            exchange.stream = None

    return run


def body_of(element: etree._Element, build: Build) -> Callable[[Exchange, Message], bytes]:
    """What a ``set-body`` makes: of a literal, or of an expression."""
    value = build.object(element, None)

    def made(exchange: Exchange, _message: Message) -> bytes:
        return octets_of(value.get(exchange))

    return made


def octets_of(value: Any) -> bytes:
    """A value of an expression as a body."""
    if isinstance(value, Array) and str(value.element) == "byte":
        return bytes(value.items)
    return to_text(text_of(value)).encode("utf-8", "replace")
