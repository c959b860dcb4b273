"""``validate-status-code``: refuses answers with a status that they shouldn't have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.checks.findings import Finding, act
from apimgen.gateway.engine.messages import response_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "validate-status-code"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Judges the statuses that the policy lists; the API's schema is not known offline.

    The page: https://learn.microsoft.com/azure/api-management/validate-status-code-policy.
    """
    variable = build.text(element, "errors-variable-name")
    listed = [
        (build.number(one, "code", "0"), build.text(one, "action"))
        for one in element.iterchildren("status-code")
    ]
    if element.get("unspecified-status-code-action", "ignore") != "ignore":
        what = "<validate-status-code> with the schema of the API"
        build.name_gap(what, element, "the statuses that it lists are judged")

    def run(exchange: Exchange) -> None:
        status = response_of(exchange).status
        for code, action in listed:
            if int(code.get(exchange)) == status:
                details = f"Response status code {status} is not allowed."
                found = Finding(
                    str(status), "StatusCode", "Unspecified", details, action.get(exchange)
                )
                act(exchange, NAME, [found], variable.get(exchange))
                return
        exchange.note(f"{status} is not listed, and the API's schema is not known offline")

    return run
