"""``authentication-managed-identity``: a token of the service's own identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.csharp.run.context import Headers
    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "authentication-managed-identity"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Puts the token into a variable, or into the Authorization header."""
    put = signing(element, build)

    def run(exchange: Exchange) -> None:
        put(exchange, exchange.context.request.headers)

    return run


def signing(element: etree._Element, build: Build) -> Callable[[Exchange, Headers], None]:
    """What the policy does to the headers of a request, or to a variable.

    The page: https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy.
    """
    resource = build.text(element, "resource")
    client = build.text(element, "client-id")
    variable = build.text(element, "output-token-variable-name")
    ignores = build.boolean(element, "ignore-error")

    def put(exchange: Exchange, headers: Headers) -> None:
        token = exchange.world.token(resource.get(exchange), client.get(exchange))
        if token is None:
            if not ignores.get(exchange):
                raise PolicyError(NAME, "TokenNotAvailable", "No token of the identity can be had.")
            exchange.note("no token can be had, which is ignored")
            return
        if exchange.notes is not None and exchange.world.tokens_are_real:
            exchange.notes.hidden[token] = "***"
        name = variable.get(exchange)
        if name:
            exchange.context.variables[name] = token
        else:
            headers.set("Authorization", [f"Bearer {token}"])
        where = f'variable "{name}"' if name else "the Authorization header"
        exchange.note(f"a token for {resource.get(exchange)}, into {where}")

    return put
