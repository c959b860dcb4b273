"""``cache-lookup-value``: a value from the cache, into a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.caching.values import look_up
from apimgen.gateway.engine.notes import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Looks a key up; where nothing is kept, the default, or else the variable isn't set.

    The page: https://learn.microsoft.com/azure/api-management/cache-lookup-value-policy.
    """
    key = build.text(element, "key")
    variable = build.text(element, "variable-name")
    default = (
        None if element.get("default-value") is None else build.object(element, "default-value")
    )

    def run(exchange: Exchange) -> None:
        name, wanted = variable.get(exchange), key.get(exchange)
        variables = exchange.context.variables
        found = look_up(exchange, wanted)
        if found is not None:
            variables[name] = found
            if exchange.notes is not None:
                exchange.note(f"{wanted} is there: {name} = {shown(found)}")
        elif default is not None:
            variables[name] = value = default.get(exchange)
            if exchange.notes is not None:
                exchange.note(f"{wanted} is not there: {name} = {shown(value)}, the default")
        else:
            exchange.note(f"{wanted} is not there: {name} isn't set")

    return run
