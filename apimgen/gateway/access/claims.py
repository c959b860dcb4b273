"""What a token must say: its times, audience and issuer, and further claims."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from apimgen.gateway.access.tokens import TokenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.access.tokens import Token

_DENIED = "Access denied."


class RequiredClaim(NamedTuple):
    """A claim that must be there.

    Attributes:
        name: of the claim.
        values: that it must have; any will do where there are none.
        all: whether it must have all of them, or one.
        separator: what stands between values in one text; empty for nothing.
    """

    name: str
    values: Sequence[str]
    all: bool
    separator: str


def check_times(token: Token, now: float, skew: float, *, required: bool) -> None:
    """Whether a token is valid yet and still.

    Raises:
        TokenError: where it is not.
    """
    expires, begins = _time(token, "exp"), _time(token, "nbf")
    if expires is None and required:
        message = "IDX10225: Lifetime validation failed. The token is missing an Expiration Time."
        raise TokenError("JwtInvalid", f"{message} {_DENIED}")
    if begins is not None and now < begins - skew:
        message = (
            "IDX10222: Lifetime validation failed. The token is not yet valid. "
            f"ValidFrom: '{_written(begins)}', Current time: '{_written(now)}'."
        )
        raise TokenError("JwtInvalid", f"{message} {_DENIED}")
    if expires is not None and now >= expires + skew:
        message = (
            "IDX10223: Lifetime validation failed. The token is expired. "
            f"ValidTo: '{_written(expires)}', Current time: '{_written(now)}'."
        )
        raise TokenError("TokenExpired", f"{message} {_DENIED}")


def check_audience(token: Token, allowed: Sequence[str]) -> None:
    """Whether a token is for one of these; for anyone where there are none.

    Raises:
        TokenError: where it is not.
    """
    given = token.values("aud") or []
    if allowed and not set(given) & set(allowed):
        message = (
            f"IDX10214: Audience validation failed. Audiences: '{', '.join(given)}'. "
            f"Did not match: {', '.join(allowed)}."
        )
        raise TokenError("TokenAudienceNotAllowed", f"{message} {_DENIED}")


def check_issuer(token: Token, allowed: Sequence[str]) -> None:
    """Whether a token is of one of these; of anyone where there are none.

    Raises:
        TokenError: where it is not.
    """
    given = (token.values("iss") or [""])[0]
    if allowed and given not in allowed:
        message = (
            f"IDX10205: Issuer validation failed. Issuer: '{given}'. "
            f"Did not match: {', '.join(allowed)}."
        )
        raise TokenError("TokenIssuerNotAllowed", f"{message} {_DENIED}")


def check_claims(token: Token, required: Sequence[RequiredClaim]) -> None:
    """Whether a token has the claims, with the values.

    Raises:
        TokenError: where it has not.
    """
    missing = [one.name for one in required if token.values(one.name) is None]
    if missing:
        message = f"JWT token is missing the following claims: {', '.join(missing)}. {_DENIED}"
        raise TokenError("TokenClaimNotFound", message)
    for one in required:
        given = token.values(one.name) or []
        if one.separator:
            given = [part for value in given for part in value.split(one.separator)]
        if not one.values:
            continue
        found = [value in given for value in one.values]
        if not (all(found) if one.all else any(found)):
            text = ", ".join(given)
            message = f"Claim {one.name} value of {text} is not allowed. {_DENIED}"
            raise TokenError("TokenClaimValueNotAllowed", message)


def _time(token: Token, claim: str) -> float | None:
    value = token.claims.get(claim)
    return None if not isinstance(value, int | float) or isinstance(value, bool) else float(value)


def _written(seconds: float) -> str:
    """A time as .NET writes it in the invariant culture."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%m/%d/%Y %H:%M:%S")
    except (OverflowError, ValueError, OSError):
        return str(seconds)
