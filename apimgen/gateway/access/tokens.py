"""JSON web tokens: read, and their signatures checked where a key is at hand.

See RFC 7519. The messages are those of Microsoft's own library, which the service shows.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from typing import Any, NamedTuple

_SEGMENTS = 3
_ENCRYPTED = 5
_SYMMETRIC = ("HS256", "HS384", "HS512")
_ASYMMETRIC = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")


class TokenError(Exception):
    """What is wrong with a token.

    Attributes:
        reason: as the page about errors has it, such as ``TokenExpired``.
        message: what a person reads.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


class Token(NamedTuple):
    """A token that can be read.

    Attributes:
        header: its header.
        claims: its claims.
        signed: the text that is signed.
        signature: the signature.
    """

    header: dict[str, Any]
    claims: dict[str, Any]
    signed: bytes
    signature: bytes

    @property
    def algorithm(self) -> str:
        """How it is signed; ``none`` where it is not."""
        return str(self.header.get("alg") or "none")

    def values(self, claim: str) -> list[str] | None:
        """The values of a claim as texts; None where the token doesn't have it."""
        if claim not in self.claims:
            return None
        value = self.claims[claim]
        return [_text(one) for one in (value if isinstance(value, list) else [value])]


class Key(NamedTuple):
    """A key that signatures are checked with.

    Attributes:
        id: what a token's ``kid`` asks for; empty for any.
        secret: the bytes of a symmetric key; empty for an asymmetric one.
        modulus: of an RSA key, in Base64url.
        exponent: of an RSA key, in Base64url.
    """

    id: str
    secret: bytes = b""
    modulus: str = ""
    exponent: str = ""


def read_token(text: str) -> Token:
    """A token in its compact form.

    Raises:
        TokenError: where it is none.
    """
    parts = text.split(".")
    if len(parts) == _ENCRYPTED:
        raise TokenError("JwtInvalid", "The token is encrypted, and can't be decrypted offline.")
    if len(parts) != _SEGMENTS:
        message = "IDX12741: JWT must have three segments (JWS) or five segments (JWE)."
        raise TokenError("JwtInvalid", message)
    try:
        header, claims = (json.loads(_decoded(part)) for part in parts[:2])
        signature = _decoded(parts[2])
    except (ValueError, NotBase64, RecursionError):
        message = "IDX12729: Unable to decode the header or the payload of the token."
        raise TokenError("JwtInvalid", message) from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise TokenError("JwtInvalid", "IDX12729: The header and the payload are no JSON objects.")
    return Token(header, claims, f"{parts[0]}.{parts[1]}".encode(), signature)


def check_signature(token: Token, keys: list[Key]) -> None:
    """Looks for a key that the token is signed with.

    Raises:
        TokenError: where none of the keys is the one.
    """
    wanted = token.header.get("kid")
    fitting = [one for one in keys if not one.id or not wanted or one.id == wanted]
    if not fitting:
        message = f"IDX10501: Signature validation failed. Unable to match key: kid: '{wanted}'."
        raise TokenError("TokenSignatureKeyNotFound", f"{message} Access denied.")
    if not any(_is_signed_with(token, one) for one in fitting):
        message = "IDX10511: Signature validation failed. Keys tried: all that the policy has."
        raise TokenError("TokenSignatureInvalid", f"{message} Access denied.")


def _is_signed_with(token: Token, key: Key) -> bool:
    from jwt.algorithms import RSAAlgorithm, get_default_algorithms  # noqa: PLC0415 - slow

    algorithm = token.algorithm
    if algorithm not in (_SYMMETRIC if key.secret else _ASYMMETRIC):
        return False
    made: Any = key.secret
    if not key.secret:
        try:
            made = RSAAlgorithm.from_jwk({"kty": "RSA", "n": key.modulus, "e": key.exponent})
        except Exception:  # noqa: BLE001 - whatever the library finds wrong, it is no key
            return False
    return bool(get_default_algorithms()[algorithm].verify(token.signed, made, token.signature))


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
