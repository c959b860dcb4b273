"""What the policies that validate tokens share: where the token is, and what failing means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.library.context.credentials import Jwt
from apimgen.gateway.access.claims import RequiredClaim
from apimgen.gateway.access.tokens import TokenError
from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.access.tokens import Token
    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.values import Reader

NOT_PRESENT = "JWT not present."
_INVALID = "Invalid JWT."
_AUTHORIZATION = "authorization"


class TokenSource:
    """Where a request has its token: a header, a parameter of the query, or a value."""

    def __init__(self, element: etree._Element, build: Build, default_header: str = "") -> None:
        self._value = _reader(element, build, "token-value")
        self._query = _reader(element, build, "query-parameter-name")
        self._header = build.text(element, "header-name", default_header)
        self._scheme = build.text(element, "require-scheme")

    def text(self, exchange: Exchange) -> str:
        """The token, without the scheme before it.

        Raises:
            TokenError: where there is none.
        """
        request = exchange.context.request
        if self._value is not None:
            found = self._value.get(exchange)
        elif self._query is not None:
            found = ",".join(request.original_url.query.get(self._query.get(exchange), []))
        else:
            name = self._header.get(exchange)
            found = request.headers.joined(name) or ""
            found = self._without_scheme(found, name, self._scheme.get(exchange))
        if not found.strip():
            raise TokenError("TokenNotPresent", NOT_PRESENT)
        return str(found).strip()

    @staticmethod
    def _without_scheme(text: str, header: str, wanted: str) -> str:
        """What comes after the scheme; only the Authorization header must have the wanted one."""
        scheme, space, rest = text.strip().partition(" ")
        if wanted and header.lower() == _AUTHORIZATION and scheme.lower() != wanted.lower():
            return ""
        return rest.strip() if space else scheme


class Refusal:
    """What a caller gets whose token won't do."""

    def __init__(self, policy: str, element: etree._Element, build: Build) -> None:
        self._policy = policy
        self._status = build.number(element, "failed-validation-httpcode", "401")
        self._message = build.text(element, "failed-validation-error-message")

    def of(self, exchange: Exchange, error: TokenError) -> PolicyError:
        """The failure of the request."""
        default = NOT_PRESENT if error.reason == "TokenNotPresent" else _INVALID
        return PolicyError(
            self._policy,
            error.reason,
            error.message,
            status=int(self._status.get(exchange)),
            told=self._message.get(exchange) or default,
        )


def texts_in(element: etree._Element, build: Build, path: str) -> list[Reader]:
    """The texts of the elements at a path, such as ``audiences/audience``."""
    return [build.text(one, None) for one in element.iterfind(path)]


def required_claims(
    element: etree._Element, build: Build
) -> Callable[[Exchange], list[RequiredClaim]]:
    """The claims that a policy requires, for a request."""
    rows = [
        (
            build.text(one, "name"),
            [build.text(value, None) for value in one.iterchildren("value")],
            build.text(one, "match", "all"),
            build.exact(one, "separator"),
        )
        for one in element.iterfind("required-claims/claim")
    ]

    def made(exchange: Exchange) -> list[RequiredClaim]:
        return [
            RequiredClaim(
                name.get(exchange),
                [value.get(exchange) for value in values],
                match.get(exchange) != "any",
                separator(exchange),
            )
            for name, values, match, separator in rows
        ]

    return made


def as_value(token: Token) -> Jwt:
    """A token as the object that expressions read from a variable."""
    return Jwt(token.header, token.claims)


def _reader(element: etree._Element, build: Build, name: str) -> Reader | None:
    return None if element.get(name) is None else build.text(element, name)
