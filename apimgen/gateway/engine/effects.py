"""What a running policy asks its world to do, one at a time.

The engine's generators yield these. Whoever drives them performs each and sends back what it says
below; in simulated time, in real time, or with no time at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from apimgen.csharp.run.context import Headers
    from apimgen.gateway.instance.backend import Backend

_NO_QUERY: Mapping[str, Sequence[str]] = {}


class Wait:
    """Let time pass; nothing is sent back.

    Attributes:
        seconds: how long, never below zero.
    """

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Send:
    """Send the request to a backend; an :class:`Answer` or a :class:`NoAnswer` is sent back.

    Attributes:
        backend: which one.
        method: of the request.
        path: where it goes: the URL without its query.
        query: the parameters of the URL.
        headers: of the request.
        body: of the request; None where it has none.
        timeout: the seconds until the head of the answer must be there.
        deployment: the model's deployment that the path names; None where it names none.
        stream: whether the answer's body may be passed on as it comes.
        as_written: the query as the caller wrote it, where it is known and no policy changed it.
    """

    __slots__ = (
        *("as_written", "backend", "body", "deployment", "headers", "method", "path", "query"),
        *("stream", "timeout"),
    )

    def __init__(
        self,
        backend: Backend,
        method: str,
        path: str,
        headers: Headers,
        body: bytes | None,
        timeout: float,
        deployment: str | None = None,
        query: Mapping[str, Sequence[str]] = _NO_QUERY,
        *,
        stream: bool = False,
    ) -> None:
        self.backend = backend
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.deployment = deployment
        self.stream = stream
        self.as_written: str | None = None

    @property
    def url(self) -> str:
        """Where it goes, with its query and what the backend's entity adds to it."""
        if not self.query and not self.backend.query:
            return self.path
        if self.as_written and not self.backend.query:
            return f"{self.path}?{self.as_written}"
        pairs = [(name, value) for name, values in self.query.items() for value in values]
        pairs += self.backend.query
        return f"{self.path}?" + "&".join(
            f"{quote(name)}={quote(value, safe='')}" for name, value in pairs
        )


class Fetch:
    """A call beside the request, as ``send-request`` makes; answered like :class:`Send`.

    Attributes:
        method: of the request.
        url: where it goes.
        headers: of the request.
        body: of the request; None where it has none.
        timeout: the seconds until the head of the answer must be there.
        forget: whether nobody waits for the answer, as in ``send-one-way-request``.
    """

    __slots__ = ("body", "forget", "headers", "method", "timeout", "url")

    def __init__(
        self,
        method: str,
        url: str,
        headers: Headers,
        body: bytes | None,
        timeout: float,
        *,
        forget: bool = False,
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.forget = forget


class Together:
    """Run several things side by side; a list is sent back: of each whether it has ended.

    Attributes:
        branches: what runs; each is driven like the whole.
        first: whether the first to end ends all, as in ``wait for="any"``.
    """

    __slots__ = ("branches", "first")

    def __init__(self, branches: Sequence[Steps], *, first: bool) -> None:
        self.branches = branches
        self.first = first


class Answer:
    """What came back from a call.

    Attributes:
        status: a number.
        reason: the text beside it.
        headers: of the answer.
        body: all of it; where it streams, an object that the world knows, passed on untouched.
        assumed: whether nobody said what the answer is: it is made up, and a trace tells so.
    """

    __slots__ = ("assumed", "body", "headers", "reason", "status", "stream")

    def __init__(
        self,
        status: int,
        headers: Headers,
        body: bytes = b"",
        *,
        reason: str = "",
        stream: object = None,
        assumed: bool = False,
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.reason = reason
        self.stream = stream
        self.assumed = assumed


class NoAnswer:
    """That no answer came.

    Attributes:
        timeout: whether the time was up; else no connection could be made, or it broke.
        message: what happened.
    """

    __slots__ = ("message", "timeout")

    def __init__(self, message: str, *, timeout: bool = False) -> None:
        self.message = message
        self.timeout = timeout


Effect = Wait | Send | Fetch | Together
Reply = Answer | NoAnswer | list[bool] | None
if TYPE_CHECKING:
    Steps = Generator[Effect, Reply, None]
