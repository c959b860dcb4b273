"""``mock-response``: answers in the backend's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.context import Body, Headers, Response
from apimgen.gateway.engine.failures import Finished
from apimgen.gateway.engine.reasons import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Answers with the status and content type; nothing more runs.

    The service takes the body from an example or a schema of the operation. Neither is known
    offline, so the body is empty, as it is where the operation has none. The page:
    https://learn.microsoft.com/azure/api-management/mock-response-policy.
    """
    status = build.number(element, "status-code", "200")
    content_type = build.text(element, "content-type")
    what = "the body of <mock-response> from an example or a schema of the operation"
    build.name_gap(what, element, "it is empty")

    def run(exchange: Exchange) -> None:
        code = int(status.get(exchange))
        response = Response(code, reason_of(code), Headers(), Body(b""))
        kind = content_type.get(exchange)
        if kind:
            response.headers.set("Content-Type", [kind])
        exchange.context.response = response
        exchange.stream = None
        exchange.note(f"answers {code} with no body: the operation's examples aren't known offline")
        raise Finished

    return run
