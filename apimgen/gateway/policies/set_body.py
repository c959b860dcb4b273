"""``set-body``: the body of the request, or of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from apimgen.csharp.run.context import Body, Response
from apimgen.csharp.run.values import Array, text_of, to_text
from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.engine.messages import message_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.messages import Message

NAME = "set-body"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Replaces the body of the message that the section is about."""
    made = body_of(element, build)
    section = build.section

    def run(exchange: Exchange) -> None:
        message = message_of(exchange, section)
        message.body = Body(made(exchange, message))
        if isinstance(message, Response):
            exchange.stream = None
        exchange.note(f"{len(message.body.data or b''):,} bytes")

    return run


def body_of(
    element: etree._Element, build: Build, *, ended: bool = False
) -> Callable[[Exchange, Message], bytes]:
    """What a ``set-body`` makes: of a literal, of an expression, or of a Liquid template.

    Args:
        element: the policy.
        build: the function that is being made.
        ended: whether it is part of ``return-response``, in which a template sees no body. The
            page: https://learn.microsoft.com/azure/api-management/set-body-policy.
    """
    if element.get("template") == "liquid":
        return _liquid(element, build, ended=ended)
    if len(element):
        text = build.values.filled(_inside(element)).encode()
        return lambda _exchange, _message: text
    value = build.object(element, None)

    def made(exchange: Exchange, _message: Message) -> bytes:
        return octets_of(value.get(exchange))

    return made


def _liquid(
    element: etree._Element, build: Build, *, ended: bool
) -> Callable[[Exchange, Message], bytes]:
    from apimgen.gateway.bodies.liquid import Template, TemplateError  # noqa: PLC0415 - slow

    nil = None if element.get("xsi-nil") == "null" else ""
    parses_dates = element.get("parse-date", "true") != "false"
    try:
        template = Template(build.values.filled(_inside(element)), nil, parses_dates=parses_dates)
    except TemplateError as error:
        return _failing(str(error))

    unknown = ", ".join(template.unknown)

    def made(exchange: Exchange, message: Message) -> bytes:
        if unknown:
            exchange.note(f"no filter is called {unknown}: their names are in Pascal case")
        try:
            return template.render(exchange, None if ended else message).encode("utf-8", "replace")
        except TemplateError as error:
            raise PolicyError(NAME, "LiquidTemplateInvalid", str(error)) from None

    return made


def _failing(problem: str) -> Callable[[Exchange, Message], bytes]:
    def made(_exchange: Exchange, _message: Message) -> bytes:
        raise PolicyError(NAME, "LiquidTemplateInvalid", problem)

    return made


def _inside(element: etree._Element) -> str:
    """What is written in an element, with the elements in it."""
    children = (etree.tostring(child, encoding="unicode") for child in element)
    return (element.text or "") + "".join(children)


def octets_of(value: Any) -> bytes:
    """A value of an expression as a body."""
    if isinstance(value, Array) and str(value.element) == "byte":
        return bytes(value.items)
    return to_text(text_of(value)).encode("utf-8", "replace")
