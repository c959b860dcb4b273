"""Origins that pages come from, and whether a policy allows them.

See https://learn.microsoft.com/azure/api-management/cors-policy and the Fetch standard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.values import Reader

ANY = "*"
_PORTS = {"http": 80, "https": 443}
_SIMPLE_METHODS = "GET,POST"


class Rules(NamedTuple):
    """What a ``cors`` policy allows, for one request.

    Attributes:
        origins: which pages may call.
        methods: with which methods.
        headers: with which headers; None where the policy says nothing of them.
        exposed: the headers of answers that scripts may read.
        credentials: whether cookies and the like may come along.
        seconds: how long a browser may remember this.
        terminates: whether a request of another origin ends here.
    """

    origins: Sequence[str]
    methods: Sequence[str]
    headers: Sequence[str] | None
    exposed: Sequence[str]
    credentials: bool
    seconds: int
    terminates: bool

    def allow(self, origin: str) -> bool:
        """Whether an origin may call."""
        wanted = _plain(origin)
        return any(one == ANY or _plain(one) == wanted for one in self.origins)

    def allow_preflight(self, origin: str, method: str, headers: Sequence[str]) -> bool:
        """Whether what a browser asks for is allowed."""
        allowed = {one.upper() for one in self.methods}
        if not self.allow(origin) or (ANY not in allowed and method.upper() not in allowed):
            return False
        if self.headers is None or ANY in self.headers:
            return True
        known = {one.lower() for one in self.headers}
        return all(one.lower() in known for one in headers)

    def answers(self, origin: str) -> list[tuple[str, str]]:
        """The headers of an answer that a page of an allowed origin may read."""
        anyone = ANY in self.origins and not self.credentials
        made = [("Access-Control-Allow-Origin", ANY if anyone else origin)]
        if not anyone:
            made.append(("Vary", "Origin"))
        if self.credentials:
            made.append(("Access-Control-Allow-Credentials", "true"))
        return made


class RulesReader:
    """Reads what a ``cors`` policy says, for each request."""

    def __init__(self, element: etree._Element, build: Build) -> None:
        self._origins = _texts(element, build, "allowed-origins/origin")
        self._methods = _texts(element, build, "allowed-methods/method")
        self._headers = _texts(element, build, "allowed-headers/header")
        self._exposed = _texts(element, build, "expose-headers/header")
        self._credentials = build.boolean(element, "allow-credentials")
        # The page's table says false; its text says true, and so do those whom it surprised.
        self._terminates = build.boolean(element, "terminate-unmatched-request", "true")
        methods = element.find("allowed-methods")
        self._seconds = None
        if methods is not None:
            self._seconds = build.number(methods, "preflight-result-max-age", "0")

    def rules(self, exchange: Exchange) -> Rules:
        """What is allowed now."""
        methods = [one.get(exchange) for one in self._methods]
        headers = [one.get(exchange) for one in self._headers]
        return Rules(
            origins=[one.get(exchange) for one in self._origins],
            methods=methods or _SIMPLE_METHODS.split(","),
            headers=headers or None,
            exposed=[one.get(exchange) for one in self._exposed],
            credentials=self._credentials.get(exchange),
            seconds=0 if self._seconds is None else int(self._seconds.get(exchange)),
            terminates=self._terminates.get(exchange),
        )


def _texts(element: etree._Element, build: Build, path: str) -> list[Reader]:
    return [build.text(one, None) for one in element.iterfind(path)]


def _plain(origin: str) -> tuple[str, str, int]:
    """Scheme, host and port of an origin; the port that the scheme has where none is written."""
    try:
        parts = urlsplit(origin.strip())
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", origin, 0
    return parts.scheme, (parts.hostname or "").lower(), port
