"""Which message a policy changes: the request, or the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.context import Body, Headers, Request, Response
from apimgen.gateway.engine.reasons import reason_of

if TYPE_CHECKING:
    from apimgen.gateway.engine.exchange import Exchange

Message = Request | Response


def message_of(exchange: Exchange, section: str) -> Message:
    """The request in inbound and backend, the answer in outbound and on-error."""
    if section in ("inbound", "backend"):
        return exchange.context.request
    return response_of(exchange)


def response_of(exchange: Exchange) -> Response:
    """The answer; one is made where there is none yet, with the failure's status."""
    context = exchange.context
    if context.response is None:
        status = 200 if exchange.failed is None else exchange.failed.status
        context.response = Response(status, reason_of(status), Headers(), Body(b""))
    return context.response
