"""``cross-domain``: says which Flash and Silverlight pages may call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from apimgen.csharp.run.context import Body, Headers, Response
from apimgen.gateway.engine.failures import Finished

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

_PLACE = "/crossdomain.xml"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Answers a request for the policy file with what is inside; others pass.

    The page: https://learn.microsoft.com/azure/api-management/cross-domain-policy.
    """
    del build
    child = next(element.iterchildren("{*}*"), None)
    text = b"" if child is None else etree.tostring(child, with_tail=False)

    def run(exchange: Exchange) -> None:
        if not exchange.context.request.original_url.path.endswith(_PLACE):
            exchange.note(f"only for {_PLACE}")
            return
        headers = Headers([("Content-Type", "application/xml")])
        exchange.context.response = Response(200, "OK", headers, Body(text))
        exchange.note("answers with the policy file")
        raise Finished

    return run
