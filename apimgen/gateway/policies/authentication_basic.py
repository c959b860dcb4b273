"""``authentication-basic``: a user name and a password for the backend."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from apimgen.csharp.run.values import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.csharp.run.context import Headers
    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Sets the request's Authorization header."""
    put = signing(element, build)

    def run(exchange: Exchange) -> None:
        put(exchange, exchange.context.request.headers)
        exchange.note("a user name and a password, into the Authorization header")

    return run


def signing(element: etree._Element, build: Build) -> Callable[[Exchange, Headers], None]:
    """What the policy does to the headers of a request (RFC 7617)."""
    user = build.text(element, "username")
    password = build.text(element, "password")

    def put(exchange: Exchange, headers: Headers) -> None:
        pair = to_text(f"{user.get(exchange)}:{password.get(exchange)}").encode()
        headers.set("Authorization", [f"Basic {b64encode(pair).decode()}"])

    return put
