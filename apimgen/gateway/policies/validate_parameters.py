"""``validate-parameters``: refuses requests with a parameter that they shouldn't have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.gateway.checks.findings import Finding, act

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.values import Reader

NAME = "validate-parameters"
_PLACES = {
    "headers": ("RequestHeader", "header"),
    "query": ("QueryParameter", "query parameter"),
    "path": ("PathParameter", "path parameter"),
}


class _Listed(NamedTuple):
    place: str
    name: Reader
    action: Reader


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Judges the parameters that the policy lists; the API's schema is not known offline.

    The page: https://learn.microsoft.com/azure/api-management/validate-parameters-policy.
    """
    variable = build.text(element, "errors-variable-name")
    listed = [
        _Listed(place, build.text(one, "name"), build.text(one, "action"))
        for place in _PLACES
        for one in element.iterfind(f"{place}/parameter")
    ]
    actions = ("specified-parameter-action", "unspecified-parameter-action")
    if any(element.get(one, "ignore") != "ignore" for one in actions):
        what = "<validate-parameters> with the schema of the API"
        build.name_gap(what, element, "the parameters that it lists are judged")

    def run(exchange: Exchange) -> None:
        findings = []
        for one in listed:
            name = one.name.get(exchange)
            if _is_there(exchange, one.place, name):
                kind, word = _PLACES[one.place]
                details = f"Unspecified {word} {name} is not allowed."
                action = one.action.get(exchange)
                findings.append(Finding(name, kind, "Unspecified", details, action))
        exchange.note("parameters that are not listed pass: the API's schema is not known offline")
        act(exchange, NAME, findings, variable.get(exchange))

    return run


def _is_there(exchange: Exchange, place: str, name: str) -> bool:
    request = exchange.context.request
    if place == "headers":
        return request.headers.get(name) is not None
    rows = request.url.query if place == "query" else request.matched
    return name.lower() in {one.lower() for one in rows}
