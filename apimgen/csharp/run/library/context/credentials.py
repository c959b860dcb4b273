"""What an ``Authorization`` header holds: ``AsBasic``, ``AsJwt`` and the objects that they give."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from apimgen.csharp.model.types import STRING, Type, named
from apimgen.csharp.run.context import Lists
from apimgen.csharp.run.library.registry import attribute, member, setter
from apimgen.csharp.run.library.sequences import Sequence
from apimgen.csharp.run.library.time.ticks import MAX_TICKS, SECOND, UNIX_TICKS, UTC, DateTime
from apimgen.csharp.run.values import Thing, from_text, to_text

_TOKEN = re.compile(r"([\w-]+)\.([\w-]+)\.([\w-]*)", re.ASCII)


class BasicAuthCredentials(Thing):
    """The name and the password of HTTP Basic authentication.

    Attributes:
        user: the name.
        password: the password.
    """

    __slots__ = ("password", "user")

    def __init__(self, user: str | None = None, password: str | None = None) -> None:
        self.user = user
        self.password = password

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("BasicAuthCredentials")


class Jwt(Thing):
    """A JSON Web Token, as far as it can be read without a key.

    Attributes:
        header: its first part.
        payload: its second part.
        claims: the payload, each claim as texts.
    """

    __slots__ = ("claims", "header", "payload")

    def __init__(
        self, header: dict[str, Any] | None = None, payload: dict[str, Any] | None = None
    ) -> None:
        self.header = header or {}
        self.payload = payload or {}
        rows = {from_text(name): _texts(value) for name, value in self.payload.items()}
        self.claims = Lists(rows)

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("Jwt")


@member("(extensions)", "AsBasic")
def as_basic(text: str | None) -> BasicAuthCredentials | None:
    """The credentials in the value of an ``Authorization`` header; null where there are none."""
    scheme, _, encoded = (text or "").strip().partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        octets = base64.b64decode(to_text(encoded.strip()), validate=True)
    except ValueError:
        return None
    try:
        plain = octets.decode()
    except UnicodeDecodeError:
        plain = octets.decode("latin-1")
    user, colon, password = plain.partition(":")
    return BasicAuthCredentials(from_text(user), from_text(password)) if colon else None


@member("(extensions)", "TryParseBasic")
def try_parse_basic(text: str | None) -> tuple[bool, BasicAuthCredentials | None]:
    """Whether there are credentials, and those."""
    found = as_basic(text)
    return found is not None, found


@member("(extensions)", "AsJwt")
def as_jwt(text: str | None) -> Jwt | None:
    """The token in a text, with or without ``Bearer`` before it; null for what is no token."""
    word = (text or "").strip()
    if word[:7].lower() == "bearer ":
        word = word[7:].strip()
    found = _TOKEN.fullmatch(word)
    if found is None:
        return None
    try:
        header, payload = (_part(found[at]) for at in (1, 2))
    except (ValueError, RecursionError):
        return None
    both = isinstance(header, dict) and isinstance(payload, dict)
    return Jwt(header, payload) if both else None


@member("(extensions)", "TryParseJwt")
def try_parse_jwt(text: str | None) -> tuple[bool, Jwt | None]:
    """Whether there is a token, and that."""
    found = as_jwt(text)
    return found is not None, found


def _part(encoded: str) -> Any:
    padded = encoded + "=" * (-len(encoded) % 4)
    return json.loads(base64.urlsafe_b64decode(padded).decode())


def _texts(value: Any) -> list[str]:
    return [_text(one) for one in value] if isinstance(value, list) else [_text(value)]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return from_text(value)
    if value is None:
        return ""
    return from_text(json.dumps(value, separators=(",", ":"), ensure_ascii=False))


def _claim(jwt: Jwt, name: str) -> str | None:
    found = jwt.claims.rows.get(name)
    return found[0] if found else None


def _moment(jwt: Jwt, name: str) -> DateTime | None:
    value = jwt.payload.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    ticks = UNIX_TICKS + int(value) * SECOND
    return DateTime(min(max(ticks, 0), MAX_TICKS), UTC)


def _of_header(jwt: Jwt, name: str) -> str | None:
    value = jwt.header.get(name)
    return None if value is None else _text(value)


member("Jwt", "new")(Jwt)
attribute("Jwt", "Claims", "claims")
member("Jwt", "Algorithm")(lambda jwt: _of_header(jwt, "alg"))
member("Jwt", "Type")(lambda jwt: _of_header(jwt, "typ"))
member("Jwt", "Id")(lambda jwt: _claim(jwt, "jti"))
member("Jwt", "Issuer")(lambda jwt: _claim(jwt, "iss"))
member("Jwt", "Subject")(lambda jwt: _claim(jwt, "sub"))
member("Jwt", "ExpirationTime")(lambda jwt: _moment(jwt, "exp"))
member("Jwt", "IssuedAt")(lambda jwt: _moment(jwt, "iat"))
member("Jwt", "NotBefore")(lambda jwt: _moment(jwt, "nbf"))


@member("Jwt", "Audiences")
def audiences(jwt: Jwt) -> Sequence:
    """Whom the token is for."""
    return Sequence(STRING, lambda: jwt.claims.rows.get("aud", []))


member("BasicAuthCredentials", "new")(BasicAuthCredentials)
for _name in ("UserId", "Username"):
    attribute("BasicAuthCredentials", _name, "user")
attribute("BasicAuthCredentials", "Password", "password")


@setter("BasicAuthCredentials", "UserId")
@setter("BasicAuthCredentials", "Username")
def set_user(receiver: BasicAuthCredentials, user: str | None) -> None:
    """``credentials.UserId = user``."""
    receiver.user = user


@setter("BasicAuthCredentials", "Password")
def set_password(receiver: BasicAuthCredentials, password: str | None) -> None:
    """``credentials.Password = password``."""
    receiver.password = password
