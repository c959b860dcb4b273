"""``set-header``: changes a header of the request, or in outbound and on-error of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.engine.messages import message_of
from apimgen.gateway.engine.notes import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.csharp.run.context import Headers
    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "set-header"
_OF_REQUEST = ("inbound", "backend")


def compile(element: etree._Element, build: Build) -> None:  # noqa: A001 - the engine's word
    """Sets the header of the message that the section is about.

    The usual one, which sets a header of the request by its name, becomes one line.
    """
    name = build.text(element, "name").literal
    action = build.text(element, "exists-action", "override").literal
    values = [build.text(one, None) for one in element.iterchildren("value")]
    if build.traced or build.section not in _OF_REQUEST or not name or action != "override":
        build.call(_step(element, build))
    elif values:
        rows = "context.request.headers.rows"
        key, written = build.constant(name.lower()), build.constant(name)
        check = build.constant(_one_line)
        made = ", ".join(
            one.code if one.expression is None else f"{check}({one.code})" for one in values
        )
        build.line(f"{rows}[{key}] = ({written}, [{made}])")
    else:
        build.call(_step(element, build))


def _step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    change = changes(element, build)
    section = build.section

    def run(exchange: Exchange) -> None:
        told = change(exchange, message_of(exchange, section).headers)
        if exchange.notes is not None:
            exchange.notes.detail(told)

    return run


def changes(element: etree._Element, build: Build) -> Callable[[Exchange, Headers], str]:
    """What a ``set-header`` does to headers; the function tells what it did."""
    name = build.text(element, "name")
    action = build.text(element, "exists-action", "override")
    values = [build.text(one, None) for one in element.iterchildren("value")]

    def change(exchange: Exchange, headers: Headers) -> str:
        header, how = name.get(exchange), action.get(exchange)
        if how == "delete":
            headers.remove(header)
            return f"removes {header}"
        made = [_one_line(one.get(exchange)) for one in values]
        there = headers.get(header)
        if how == "skip" and there is not None:
            return f"{header} is there already"
        if how == "append" and there is not None:
            headers.set(header, [*there, *made])
        elif made:
            headers.set(header, made)
        else:
            headers.remove(header)
        return f"{header}: {', '.join(shown(one) for one in made)}"

    return change


def _one_line(value: str) -> str:
    """A value of a header, which can't have several lines: ``LastError.Message`` may have them."""
    if "\n" in value or "\r" in value:
        message = "New-line characters are not allowed in header values."
        raise PolicyError(NAME, "ExpressionValueEvaluationFailure", message)
    return value
