"""``set-query-parameter``: changes a parameter of the request's query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.notes import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Sets the parameter of the request, whatever the section.

    The page: https://learn.microsoft.com/azure/api-management/set-query-parameter-policy.
    """
    name = build.text(element, "name")
    action = build.text(element, "exists-action", "override")
    values = [build.text(one, None) for one in element.iterchildren("value")]

    def run(exchange: Exchange) -> None:
        query = exchange.context.request.url.query
        wanted, how = name.get(exchange), action.get(exchange)
        there = next((one for one in query if one.lower() == wanted.lower()), None)
        if how == "delete":
            if there is not None:
                del query[there]
            exchange.note(f"removes {wanted}")
            return
        if how == "skip" and there is not None:
            exchange.note(f"{wanted} is there already")
            return
        made = [one.get(exchange) for one in values]
        if how == "append" and there is not None:
            query[there] = [*query[there], *made]
        else:
            query[there or wanted] = made
        exchange.note(f"{wanted}: {', '.join(shown(one) for one in made)}")

    return run
