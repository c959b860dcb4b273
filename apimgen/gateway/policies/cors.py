"""``cors``: lets pages of other origins call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.context import Body, Headers, Response
from apimgen.gateway.access.origins import ANY, Rules, RulesReader
from apimgen.gateway.engine.failures import Finished

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

_SIMPLE = ("GET", "HEAD")
_ASKED_METHOD = "Access-Control-Request-Method"
_ASKED_HEADERS = "Access-Control-Request-Headers"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Answers a preflight request, and adds headers to the answer of a request of an origin.

    The page: https://learn.microsoft.com/azure/api-management/cors-policy.
    """
    reader = RulesReader(element, build)

    def run(exchange: Exchange) -> None:
        origin = exchange.context.request.headers.joined("Origin")
        if origin is None:
            exchange.note("the request has no Origin")
            return
        rules = reader.rules(exchange)
        if is_preflight(exchange):
            _preflight(exchange, origin, rules)
        elif rules.allow(origin):
            _allow(exchange, origin, rules)
        elif exchange.context.request.method in _SIMPLE and rules.terminates:
            exchange.note(f"{origin} is not allowed: the request ends here")
            _finish(exchange, [])
        else:
            exchange.note(f"{origin} is not allowed: no headers are added")

    return run


def is_preflight(exchange: Exchange) -> bool:
    """Whether a browser asks what it may do; an operation for OPTIONS answers that itself."""
    request = exchange.context.request
    operation = exchange.context.facts.get("Operation")
    own = operation is not None and operation.values.get("Method") == "OPTIONS"
    asks = request.method == "OPTIONS" and request.headers.get(_ASKED_METHOD) is not None
    return asks and request.headers.get("Origin") is not None and not own


def end_preflight(exchange: Exchange) -> None:
    """Ends a preflight request that no ``cors`` policy allows: with an empty answer."""
    _finish(exchange, [])


def _preflight(exchange: Exchange, origin: str, rules: Rules) -> None:
    headers = exchange.context.request.headers
    method = headers.joined(_ASKED_METHOD) or ""
    asked = [one.strip() for one in (headers.joined(_ASKED_HEADERS) or "").split(",")]
    asked = [one for one in asked if one]
    if not rules.allow_preflight(origin, method, asked):
        if not rules.terminates:
            exchange.note(f"{origin} is not allowed here: another cors policy may allow it")
            return
        exchange.note(f"{origin} may not {method}: an empty answer")
        _finish(exchange, [])
    made = rules.answers(origin)
    made.append(
        (
            "Access-Control-Allow-Methods",
            method if ANY in rules.methods else ",".join(rules.methods),
        )
    )
    if asked:
        made.append(("Access-Control-Allow-Headers", ",".join(asked)))
    if rules.seconds:
        made.append(("Access-Control-Max-Age", str(rules.seconds)))
    exchange.note(f"{origin} may {method}")
    _finish(exchange, made)


def _finish(exchange: Exchange, headers: list[tuple[str, str]]) -> None:
    exchange.context.response = Response(200, "OK", Headers(headers), Body(b""))
    exchange.stream = None
    raise Finished


def _allow(exchange: Exchange, origin: str, rules: Rules) -> None:
    made = rules.answers(origin)
    if rules.exposed:
        made.append(("Access-Control-Expose-Headers", ",".join(rules.exposed)))

    def put() -> None:
        response = exchange.context.response
        if response is not None:
            for name, value in made:
                response.headers.set(name, [value])

    exchange.at_end.append(put)
    exchange.note(f"{origin} may call")
