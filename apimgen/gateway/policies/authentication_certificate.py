"""``authentication-certificate``: a client certificate for the backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "authentication-certificate"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Says which certificate is presented: a request offline shows none.

    The page: https://learn.microsoft.com/azure/api-management/authentication-certificate-policy.
    """
    named = [build.text(element, one) for one in ("thumbprint", "certificate-id")]
    body = build.object(element, "body") if element.get("body") is not None else None

    def run(exchange: Exchange) -> None:
        name = next((found for one in named if (found := one.get(exchange))), "")
        if not name and (body is None or body.get(exchange) is None):
            raise PolicyError(NAME, "CertificateNotFound", "No client certificate is named.")
        exchange.note(f"presents the certificate {name}" if name else "presents a certificate")

    return run
