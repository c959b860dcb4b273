"""``return-response``: answers at once, and nothing more runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.context import Body, Headers, Response
from apimgen.gateway.engine.failures import Finished
from apimgen.gateway.policies.set_body import body_of
from apimgen.gateway.policies.set_header import changes
from apimgen.gateway.policies.set_status import status_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.messages import Message


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Makes the answer, from a variable's where ``response-variable-name`` says so.

    Expressions inside see the answer that was there before.
    """
    parts: list[Callable[[Exchange, Response], object]] = []
    for child in element.iterchildren("{*}*"):
        if child.tag == "set-header":
            parts.append(_header(changes(child, build)))
        elif child.tag == "set-status":
            parts.append(status_of(child, build))
        elif child.tag == "set-body":
            parts.append(_body(body_of(child, build, ended=True)))
    variable = element.get("response-variable-name")

    def run(exchange: Exchange) -> None:
        found = exchange.context.variables.get(variable) if variable else None
        if isinstance(found, Response):
            body = Body(found.body.data, found.body.charset)
            response = Response(found.status, found.reason, found.headers.copy(), body)
        else:
            response = Response(200, "OK", Headers(), Body(b""))
        for part in parts:
            part(exchange, response)
        exchange.context.response = response
        exchange.stream = None
        exchange.note(f"answers {response.status}")
        raise Finished

    return run


def _header(
    change: Callable[[Exchange, Headers], str],
) -> Callable[[Exchange, Response], object]:
    return lambda exchange, response: change(exchange, response.headers)


def _body(made: Callable[[Exchange, Message], bytes]) -> Callable[[Exchange, Response], object]:
    def put(exchange: Exchange, response: Response) -> None:
        response.body = Body(made(exchange, response))

    return put
