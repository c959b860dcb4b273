"""``validate-azure-ad-token``: lets only requests with a token of Microsoft Entra in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.gateway.access.claims import check_audience, check_claims, check_times
from apimgen.gateway.access.jwt_policy import (
    Refusal,
    TokenSource,
    as_value,
    required_claims,
    texts_in,
)
from apimgen.gateway.access.tokens import TokenError, read_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.access.tokens import Token
    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "validate-azure-ad-token"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Checks times, tenant, application, audience and claims.

    Entra's keys are not at hand offline, so the signature is not checked; the trace says so. The
    page: https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy.
    """
    source = TokenSource(element, build, "Authorization")
    refusal = Refusal(NAME, element, build)
    tenant = build.text(element, "tenant-id")
    clients = texts_in(element, build, "client-application-ids/application-id")
    backends = texts_in(element, build, "backend-application-ids/application-id")
    audiences = texts_in(element, build, "audiences/audience")
    claims = required_claims(element, build)
    variable = build.text(element, "output-token-variable-name")

    def run(exchange: Exchange) -> None:
        try:
            token = read_token(source.text(exchange))
            check_times(token, exchange.now(), 0, required=True)
            _check_tenant(token, tenant.get(exchange).lower())
            _check_application(token, [one.get(exchange) for one in clients])
            allowed = [one.get(exchange) for one in audiences]
            for one in backends:
                name = one.get(exchange)
                allowed += [name, f"api://{name}"]
            check_audience(token, allowed)
            check_claims(token, claims(exchange))
        except TokenError as error:
            raise refusal.of(exchange, error) from None
        name = variable.get(exchange)
        if name:
            exchange.context.variables[name] = as_value(token)
        exchange.note(
            "the token is valid; its signature was not checked, because Entra's keys are not at "
            "hand offline" + (f"; into {name}" if name else "")
        )

    return run


def _check_tenant(token: Token, tenant: str) -> None:
    """Whether the token is of the tenant; one that is named by a domain can't be known offline."""
    if not _GUID.fullmatch(tenant):
        return
    issuer = (token.values("iss") or [""])[0]
    of = (token.values("tid") or [""])[0].lower()
    if of != tenant and tenant not in issuer.lower():
        message = f"IDX10205: Issuer validation failed. Issuer: '{issuer}'. Access denied."
        raise TokenError("TokenIssuerNotAllowed", message)


def _check_application(token: Token, allowed: list[str]) -> None:
    """Whether the token was given to one of the applications: ``azp`` or ``appid``."""
    claim = "azp" if "azp" in token.claims else "appid"
    given = (token.values(claim) or [""])[0]
    if allowed and given not in allowed:
        message = f"Claim {claim} value of {given} is not allowed. Access denied."
        raise TokenError("TokenClaimValueNotAllowed", message)
