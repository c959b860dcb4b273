"""``send-request``: a call of its own, whose answer goes into a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from apimgen.csharp.run.context import Body, Headers, Request, Response, Url
from apimgen.gateway.engine.effects import Fetch, NoAnswer
from apimgen.gateway.engine.exchange import url_of
from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.engine.reasons import reason_of
from apimgen.gateway.policies import (
    authentication_basic,
    authentication_certificate,
    authentication_managed_identity,
)
from apimgen.gateway.policies.set_body import body_of
from apimgen.gateway.policies.set_header import changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.effects import Answer, Steps
    from apimgen.gateway.engine.exchange import Exchange

    Change = Callable[[Exchange, Request], object]

NAME = "send-request"
TIMEOUT = "60"
UNSCRIPTED = "; the answer is made up, since no endpoint is scripted there"
_SIGNING = {
    "authentication-basic": authentication_basic.signing,
    "authentication-managed-identity": authentication_managed_identity.signing,
}


def step(element: etree._Element, build: Build) -> Callable[[Exchange], Steps]:
    """Sends, waits for the answer and keeps it.

    Where none comes, the request fails, or with ``ignore-error`` the variable is null. The page:
    https://learn.microsoft.com/azure/api-management/send-request-policy.
    """
    made = request_of(element, build)
    variable = build.text(element, "response-variable-name")
    ignores = build.boolean(element, "ignore-error")

    def run(exchange: Exchange) -> Steps:
        note = exchange.noting()
        call = made(exchange)
        reply = cast("Answer | NoAnswer", (yield call))
        name = variable.get(exchange)
        if isinstance(reply, NoAnswer):
            if not ignores.get(exchange):
                reason = "Timeout" if reply.timeout else "BackendConnectionFailure"
                raise PolicyError(NAME, reason, reply.message)
            exchange.context.variables[name] = None
            note(f"{call.method} {call.url}: {reply.message}; ignored, {name} is null")
            return
        reason = reply.reason or reason_of(reply.status)
        answer = Response(reply.status, reason, reply.headers, Body(reply.body))
        exchange.context.variables[name] = answer
        assumed = UNSCRIPTED if reply.assumed else ""
        note(f"{call.method} {call.url} answers {reply.status}, into {name}{assumed}")

    return run


def request_of(
    element: etree._Element, build: Build, *, forget: bool = False
) -> Callable[[Exchange], Fetch]:
    """What ``send-request`` or ``send-one-way-request`` sends.

    A copy begins as the request is now; in outbound without its body. See
    https://learn.microsoft.com/azure/api-management/send-request-policy.

    Args:
        element: the policy.
        build: the function that is being made.
        forget: whether nobody waits for the answer.
    """
    mode = build.text(element, "mode", "new")
    timeout = build.number(element, "timeout", TIMEOUT)
    keeps_body = build.section in ("inbound", "backend")
    url = element.find("set-url")
    where = None if url is None else build.text(url, None)
    parts = [found for one in element.iterchildren("{*}*") if (found := _change(one, build))]

    def made(exchange: Exchange) -> Fetch:
        copies = mode.get(exchange) == "copy"
        request = _copy(exchange.context.request, keeps_body) if copies else _new()
        address = _written(request.url) if where is None else where.get(exchange).strip()
        for change in parts:
            change(exchange, request)
        body = request.body.data if request.body is not None else None
        seconds = float(timeout.get(exchange))
        return Fetch(request.method, address, request.headers, body, seconds, forget=forget)

    return made


def _new() -> Request:
    return Request("GET", url_of("https://localhost", "", {}), Headers())


def _copy(request: Request, keeps_body: bool) -> Request:
    body = request.body if keeps_body else None
    return Request(request.method, request.url, request.headers.copy(), body)


def _written(url: Url) -> str:
    port = "" if url.port == (80 if url.scheme == "http" else 443) else f":{url.port}"
    query = urlencode(url.query, doseq=True)
    return f"{url.scheme}://{url.host}{port}{url.path}" + (f"?{query}" if query else "")


def _change(element: etree._Element, build: Build) -> Change | None:
    name = str(element.tag)
    if name == "set-method":
        method = build.text(element, None)

        def set_method(exchange: Exchange, request: Request) -> None:
            request.method = method.get(exchange).strip().upper()

        return set_method
    if name == "set-header":
        change = changes(element, build)
        return lambda exchange, request: change(exchange, request.headers)
    if name == "set-body":
        made = body_of(element, build)

        def set_body(exchange: Exchange, request: Request) -> None:
            request.body = Body(made(exchange, exchange.context.request))

        return set_body
    if name == "authentication-certificate":
        shown = authentication_certificate.step(element, build)
        return lambda exchange, _request: shown(exchange)
    if name in _SIGNING:
        put = _SIGNING[name](element, build)
        return lambda exchange, request: put(exchange, request.headers)
    if name != "set-url":
        build.leave_out(element)
    return None
