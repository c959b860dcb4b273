"""``cache-value``: a value from the cache, or made by the policies inside and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.gateway.caching.values import keep, look_up
from apimgen.gateway.engine.notes import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.values import Reader

# Where expires-after is missing; no page says what the service takes.
_SECONDS = "3600"


def compile(element: etree._Element, build: Build) -> None:  # noqa: A001 - the engine's word
    """Looks the value up; where it is missing or old, ``value`` makes it again.

    No reference page describes this policy, so it follows what Microsoft's policy toolkit says of
    it.
    """
    found = build.constant(_look_up(element, build))
    stored = build.constant(_store(element, build))
    with build.indented(f"if not {found}(x):"):
        for one in element.iterchildren("value"):
            build.children(one)
        build.line(f"{stored}(x)")


def _look_up(element: etree._Element, build: Build) -> Callable[[Exchange], bool]:
    key, variable = build.text(element, "key"), build.text(element, "variable-name")
    refresh = build.number_or_none(element, "refresh-after")

    def look(exchange: Exchange) -> bool:
        name, wanted = variable.get(exchange), key.get(exchange)
        entry = look_up(exchange, _place(wanted))
        if entry is None:
            exchange.note(f"{wanted} is not there: it is made")
            exchange.context.variables.pop(name, None)
            return False
        made, value = entry
        exchange.context.variables[name] = value
        if refresh is not None and exchange.now() - made >= refresh.get(exchange):
            exchange.note(f"{wanted} is old: it is made again")
            return False
        if exchange.notes is not None:
            exchange.note(f"{wanted} is there: {name} = {shown(value)}")
        return True

    return look


def _store(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    key, variable = build.text(element, "key"), build.text(element, "variable-name")
    expires = build.number(element, "expires-after", _SECONDS)
    default: Reader | None = None
    if element.get("default-value") is not None:
        default = build.object(element, "default-value")

    def store(exchange: Exchange) -> None:
        variables: dict[str, Any] = exchange.context.variables
        name = variable.get(exchange)
        value = variables.get(name)
        if value is not None:
            entry = (exchange.now(), value)
            keep(exchange, _place(key.get(exchange)), entry, float(expires.get(exchange)))
        elif default is not None:
            variables[name] = default.get(exchange)

    return store


def _place(key: str) -> str:
    return f"cache-value {key}"
