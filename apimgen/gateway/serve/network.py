"""Calls backends over HTTP, by their own URLs or by those that the command was given."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from typing import TYPE_CHECKING

from apimgen.csharp.run.context import Headers
from apimgen.csharp.run.values import from_text, to_text
from apimgen.gateway.engine.effects import Answer, NoAnswer
from apimgen.gateway.serve.calls import text_of_header
from apimgen.gateway.serve.http import BrokenOffError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

    import aiohttp
    from aiohttp.typedefs import RawHeaders

    from apimgen.gateway.engine.effects import Fetch, Send

# RFC 9110, 7.6.1: what is between two neighbours only, and what the client sets itself.
_OWN = frozenset(
    [
        *("connection", "content-length", "expect", "host", "keep-alive", "proxy-authenticate"),
        *("proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding"),
        *("upgrade",),
    ]
)
TRACE = "x-apimgen-trace"
_FORBIDDEN = ("\r", "\n", "\0")
_MOST_CONNECTIONS = 1000
# How long a backend may be silent in the middle of its answer: as long as Azure's load balancer.
_IDLE_SECONDS = 240.0


class Incoming:
    """The body of an answer that is still coming.

    Attributes:
        content_length: its length in bytes; None where the backend didn't tell it.
    """

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.content_length = response.content_length
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces, as they come.

        Raises:
            BrokenOffError: where not all of them come.
        """
        from aiohttp import ClientError  # noqa: PLC0415

        try:
            async for piece in self._response.content.iter_any():
                yield piece
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            raise BrokenOffError("the backend broke off") from error

    def close(self) -> None:
        """Closes the connection, where not all has come."""
        self._response.close()


class HttpNetwork:
    """Real calls.

    Attributes:
        moved: base URLs to call in place of the backends' own, by the backend's name.
        reads_answers: whether policies look at the bodies of answers, so that none can stream.
    """

    def __init__(self, moved: Mapping[str, str] | None = None) -> None:
        self.moved = dict(moved or {})
        self.reads_answers = False
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Closes all connections."""
        if self._session is not None:
            await self._session.close()

    async def send(self, call: Send) -> Answer | NoAnswer:
        """Calls a backend; the body of its answer is left unread where it may stream."""
        url = call.url
        moved = self.moved.get(call.backend.name)
        if moved is not None and url.startswith(call.backend.url):
            url = moved.rstrip("/") + url[len(call.backend.url) :]
        stream = not self.reads_answers and call.stream
        return await self._call(
            call.method, url, call.headers, call.body, call.timeout, stream=stream
        )

    async def fetch(self, call: Fetch) -> Answer | NoAnswer:
        """Calls something beside the request, as ``send-request`` does."""
        return await self._call(
            call.method, call.url, call.headers, call.body, call.timeout, stream=False
        )

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            import aiohttp  # noqa: PLC0415 - stand-ins need no client

            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=_MOST_CONNECTIONS),
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
            )
        return self._session

    async def _call(
        self,
        method: str,
        url: str,
        headers: Headers,
        body: bytes | None,
        timeout: float,
        *,
        stream: bool,
    ) -> Answer | NoAnswer:
        from aiohttp import ClientError, ClientTimeout  # noqa: PLC0415
        from yarl import URL  # noqa: PLC0415

        limits = ClientTimeout(total=None, sock_read=max(timeout, _IDLE_SECONDS))
        if any(mark in text for pair in headers.pairs() for text in pair for mark in _FORBIDDEN):
            return NoAnswer("A header holds a line end, which would make a second header.")
        try:
            async with asyncio.timeout(timeout):
                response = await self._client().request(
                    method,
                    URL(url, encoded=True),
                    headers=_passed(headers.pairs()),
                    data=body or None,
                    timeout=limits,
                    allow_redirects=False,
                )
            got = Headers(_passed(_read(response.raw_headers)))
            if stream or method == "HEAD":  # whose answer has a length and no body
                incoming = Incoming(response)
                return Answer(response.status, got, reason=response.reason or "", stream=incoming)
            data = _plain(await response.read(), got)
            return Answer(response.status, got, data, reason=response.reason or "")
        except TimeoutError:
            return NoAnswer(f"The backend did not answer within {timeout:g} s.", timeout=True)
        except (ClientError, OSError, ValueError) as error:
            return NoAnswer(f"The call of the backend failed: {type(error).__name__}.")


def _read(raw: RawHeaders) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), from_text(text_of_header(value))) for name, value in raw]


def _passed(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers that go on to the next: not those between two neighbours only."""
    given = list(pairs)
    own = {TRACE}
    for name, value in given:
        if name.lower() == "connection":
            own.update(word.strip().lower() for word in value.split(","))
    return [
        (name, to_text(value))
        for name, value in given
        if name.lower() not in _OWN and name.lower() not in own
    ]


def _plain(data: bytes, headers: Headers) -> bytes:
    """A body that policies may read: not compressed."""
    encoding = (headers.joined("content-encoding") or "").strip().lower()
    try:
        if encoding == "gzip":
            data = gzip.decompress(data)
        elif encoding == "deflate":
            data = zlib.decompress(data)
        else:
            return data
    except (OSError, EOFError, zlib.error):
        return data
    headers.remove("content-encoding")
    return data
