"""``validate-headers``: refuses answers with a header that they shouldn't have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.checks.findings import Finding, act
from apimgen.gateway.engine.messages import response_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "validate-headers"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Judges the headers that the policy lists; the API's schema is not known offline.

    The page: https://learn.microsoft.com/azure/api-management/validate-headers-policy.
    """
    variable = build.text(element, "errors-variable-name")
    listed = [
        (build.text(one, "name"), build.text(one, "action"))
        for one in element.iterchildren("header")
    ]
    actions = ("specified-header-action", "unspecified-header-action")
    if any(element.get(one, "ignore") != "ignore" for one in actions):
        what = "<validate-headers> with the schema of the API"
        build.name_gap(what, element, "the headers that it lists are judged")

    def run(exchange: Exchange) -> None:
        headers = response_of(exchange).headers
        findings = []
        for header, action in listed:
            name = header.get(exchange)
            if headers.get(name) is not None:
                details = f"Unspecified header {name} is not allowed."
                findings.append(
                    Finding(name, "ResponseHeader", "Unspecified", details, action.get(exchange))
                )
        exchange.note("headers that are not listed pass: the API's schema is not known offline")
        act(exchange, NAME, findings, variable.get(exchange))

    return run
