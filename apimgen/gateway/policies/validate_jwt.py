"""``validate-jwt``: lets only requests with a valid token in."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING

from apimgen.gateway.access.claims import check_audience, check_claims, check_issuer, check_times
from apimgen.gateway.access.jwt_policy import (
    Refusal,
    TokenSource,
    as_value,
    required_claims,
    texts_in,
)
from apimgen.gateway.access.tokens import Key, TokenError, check_signature, read_token
from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.access.tokens import Token
    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "validate-jwt"
_TIME_SPAN = re.compile(r"(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)")


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Checks signature, times, audience, issuer and claims, in this order.

    The signature is checked with the keys that the policy has. Those of an OpenID configuration or
    of an uploaded certificate are not at hand offline; the trace says so. The page:
    https://learn.microsoft.com/azure/api-management/validate-jwt-policy.
    """
    source, refusal = TokenSource(element, build), Refusal(NAME, element, build)
    needs_expiry = build.boolean(element, "require-expiration-time", "true")
    needs_signature = build.boolean(element, "require-signed-tokens", "true")
    skew = build.text(element, "clock-skew", "0")
    audiences = texts_in(element, build, "audiences/audience")
    issuers = texts_in(element, build, "issuers/issuer")
    claims = required_claims(element, build)
    variable = build.text(element, "output-token-variable-name")
    keys = _keys(element, build)
    elsewhere = _keys_elsewhere(element)

    def run(exchange: Exchange) -> None:
        try:
            token = read_token(source.text(exchange))
            checked = _signed(
                token, keys(exchange), elsewhere, needed=needs_signature.get(exchange)
            )
            seconds = _seconds(skew.get(exchange))
            check_times(token, exchange.now(), seconds, required=needs_expiry.get(exchange))
            check_audience(token, [one.get(exchange) for one in audiences])
            check_issuer(token, [one.get(exchange) for one in issuers])
            check_claims(token, claims(exchange))
        except TokenError as error:
            raise refusal.of(exchange, error) from None
        name = variable.get(exchange)
        if name:
            exchange.context.variables[name] = as_value(token)
        exchange.note(f"the token is valid; {checked}" + (f"; into {name}" if name else ""))

    return run


def _signed(token: Token, keys: list[Key], elsewhere: str, *, needed: bool) -> str:
    """Checks the signature; says what was checked."""
    if token.algorithm == "none" or not token.signature:
        if needed:
            message = "IDX10504: Unable to validate signature, token does not have a signature."
            raise TokenError("TokenSignatureInvalid", f"{message} Access denied.")
        return "it is not signed"
    if keys:
        try:
            check_signature(token, keys)
        except TokenError:
            if not elsewhere:
                raise
        else:
            return "its signature too"
    if elsewhere:
        return f"its signature was not checked, because {elsewhere} is not at hand offline"
    if needed:
        message = "IDX10500: Signature validation failed. No security keys were provided."
        raise TokenError("TokenSignatureKeyNotFound", f"{message} Access denied.")
    return "its signature was not checked, because the policy has no key"


def _keys(element: etree._Element, build: Build) -> Callable[[Exchange], list[Key]]:
    rows = [
        (one.get("id") or "", one.get("n"), one.get("e"), build.text(one, None))
        for one in element.iterfind("issuer-signing-keys/key")
        if one.get("certificate-id") is None
    ]
    fill = build.values.filled

    def made(exchange: Exchange) -> list[Key]:
        found = []
        for name, modulus, exponent, text in rows:
            if modulus and exponent:
                found.append(Key(name, modulus=fill(modulus), exponent=fill(exponent)))
                continue
            try:
                found.append(Key(name, secret=b64decode(text.get(exchange), validate=True)))
            except (NotBase64, ValueError):
                message = "A signing key is not in Base64."
                raise PolicyError(NAME, "SigningKeyInvalid", message) from None
        return found

    return made


def _keys_elsewhere(element: etree._Element) -> str:
    """What else has keys; empty where nothing does."""
    if element.find("openid-config") is not None:
        return "the OpenID configuration"
    if element.find("issuer-signing-keys/key[@certificate-id]") is not None:
        return "the certificate"
    return ""


def _seconds(text: str) -> float:
    """A ``clock-skew``: seconds, or a time span like ``00:05:00``."""
    found = _TIME_SPAN.fullmatch(text)
    if found is None:
        try:
            return float(text)
        except ValueError:
            return 0.0
    days, hours, minutes, seconds = found.groups()
    return ((int(days or 0) * 24 + int(hours)) * 60 + int(minutes)) * 60 + float(seconds)
