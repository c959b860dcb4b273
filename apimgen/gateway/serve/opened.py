"""The calls that one request makes, and what they leave open."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from apimgen.gateway.engine.effects import NoAnswer
from apimgen.gateway.worlds.single import Try

if TYPE_CHECKING:
    from apimgen.gateway.engine.effects import Answer, Fetch, Send
    from apimgen.gateway.serve.live_world import LiveWorld

_URL = re.compile(r"[!$-~]*")  # what a URL may hold: no spaces, no number signs


class Opened:
    """The calls of one request: what they opened is closed when it has its answer.

    Attributes:
        tries: the calls of backends.
    """

    def __init__(self, world: LiveWorld, query: tuple[dict[str, list[str]], str]) -> None:
        """Nothing has been called yet.

        Args:
            world: makes the calls.
            query: the parameters of the request, and as the caller wrote them: so they go on,
                unless a policy changes them.
        """
        self.tries: list[Try] = []
        self._world = world
        self._query, self._as_written = query
        self._streams: list[Any] = []
        self._begun = self._ended = time.perf_counter()

    async def send(self, call: Send) -> Answer | NoAnswer:
        """Calls a backend, and notes it."""
        began = time.perf_counter()
        if call.query == self._query and _URL.fullmatch(self._as_written):
            call.as_written = self._as_written
        found = await self._world.send(call)
        now = time.perf_counter()
        status: int | str
        if isinstance(found, NoAnswer):
            status = "timeout" if found.timeout else "refused"
        else:
            status = found.status
        wait = began - self._ended
        self.tries.append(Try(call.backend.name, status, began - self._begun, wait, now - began))
        self._ended = now
        stream = getattr(found, "stream", None)
        if stream is not None:
            self._streams.append(stream)
        return found

    async def fetch(self, call: Fetch) -> Answer | NoAnswer:
        """Calls something beside the request."""
        return await self._world.fetch(call)

    def close(self) -> None:
        """Closes what is still open."""
        for stream in self._streams:
            close = getattr(stream, "close", None)
            if close is not None:
                close()
