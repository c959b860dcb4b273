"""``get-authorization-context``: a token of a credential provider's connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.context import Facts
from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "get-authorization-context"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Puts an ``Authorization`` into the variable, with a token that the world makes up.

    The page: https://learn.microsoft.com/azure/api-management/get-authorization-context-policy.
    """
    provider = build.text(element, "provider-id")
    connection = build.text(element, "authorization-id")
    variable = build.text(element, "context-variable-name")
    ignores = build.boolean(element, "ignore-error")

    def run(exchange: Exchange) -> None:
        of, name = f"{provider.get(exchange)}/{connection.get(exchange)}", variable.get(exchange)
        token = exchange.world.authorization(provider.get(exchange), connection.get(exchange))
        if token is None:
            if not ignores.get(exchange):
                message = f"No token of the connection {of} can be had."
                raise PolicyError(NAME, "AuthorizationNotAvailable", message)
            exchange.context.variables[name] = None
            exchange.note(f"no token of {of} can be had; ignored, {name} is null")
            return
        values = {"AccessToken": token, "Claims": {}}
        exchange.context.variables[name] = Facts("Authorization", values)
        exchange.note(f"a token of {of}, into {name}")

    return run
