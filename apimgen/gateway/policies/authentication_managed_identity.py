"""``authentication-managed-identity``: a token of the service's own identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "authentication-managed-identity"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Puts the token into a variable, or into the Authorization header."""
    resource = build.text(element, "resource")
    client = build.text(element, "client-id")
    variable = build.text(element, "output-token-variable-name")
    ignores = build.boolean(element, "ignore-error")

    def run(exchange: Exchange) -> None:
        token = exchange.world.token(resource.get(exchange), client.get(exchange))
        if token is None:
            if not ignores.get(exchange):
                raise PolicyError(NAME, "TokenNotAvailable", "No token of the identity can be had.")
            if exchange.notes is not None:
                exchange.notes.detail("no token can be had, which is ignored")
            return
        name = variable.get(exchange)
        if name:
            exchange.context.variables[name] = token
        else:
            exchange.context.request.headers.set("Authorization", [f"Bearer {token}"])
        if exchange.notes is not None:
            where = f'variable "{name}"' if name else "the Authorization header"
            exchange.notes.detail(f"a token for {resource.get(exchange)}, into {where}")

    return run
