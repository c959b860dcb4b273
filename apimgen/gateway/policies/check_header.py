"""``check-header``: refuses a request without a header, or with another value of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "check-header"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Looks at the request's header.

    The page: https://learn.microsoft.com/azure/api-management/check-header-policy; the reasons are
    those of the page about errors.
    """
    name = build.text(element, "name")
    status = build.number(element, "failed-check-httpcode", "401")
    told = build.text(element, "failed-check-error-message")
    any_case = build.boolean(element, "ignore-case")
    allowed = [build.text(one, None) for one in element.iterchildren("value")]

    def run(exchange: Exchange) -> None:
        header = name.get(exchange)
        values = exchange.context.request.headers.get(header)
        if not values or not any(values):
            message = f"Header {header} was not found in the request. Access denied."
            refuse(exchange, "HeaderNotFound", message)
        elif allowed:
            fold = str.lower if any_case.get(exchange) else str
            wanted = {fold(one.get(exchange)) for one in allowed}
            given = ",".join(values)
            if fold(given) not in wanted and not any(fold(one) in wanted for one in values):
                message = f"Header {header} value of {given} is not allowed. Access denied."
                refuse(exchange, "HeaderValueNotAllowed", message)
        exchange.note(f"{header} is as it must be")

    def refuse(exchange: Exchange, reason: str, message: str) -> None:
        raise PolicyError(
            NAME,
            reason,
            message,
            status=int(status.get(exchange)),
            told=told.get(exchange) or None,
        )

    return run
