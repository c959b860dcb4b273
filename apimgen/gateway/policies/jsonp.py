"""``jsonp``: wraps the answer into the call of a function that the caller names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.gateway.bodies.text import put_text, text_in
from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.engine.messages import response_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "jsonp"
_FUNCTION = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*")


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Wraps the body where the query has the parameter.

    The page: https://learn.microsoft.com/azure/api-management/jsonp-policy.
    """
    parameter = build.text(element, "callback-parameter-name")

    def run(exchange: Exchange) -> None:
        name = parameter.get(exchange)
        values = exchange.context.request.original_url.query.get(name)
        if not values:
            exchange.note(f"the query has no {name}")
            return
        if not _FUNCTION.fullmatch(values[0]):
            message = f"Value of callback parameter {name} is not a valid JavaScript identifier."
            raise PolicyError(NAME, "CallbackParameterInvalid", message, status=400)
        response = response_of(exchange)
        put_text(exchange, response, f"{values[0]}({text_in(response.body)});")
        response.headers.set("Content-Type", ["application/javascript"])
        exchange.note(f"calls {values[0]}")

    return run
