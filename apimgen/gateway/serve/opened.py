"""The calls that one request makes, and what they leave open."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from apimgen.gateway.engine.effects import NoAnswer
from apimgen.gateway.worlds.single import Try

if TYPE_CHECKING:
    from apimgen.gateway.engine.effects import Answer, Fetch, Send
    from apimgen.gateway.serve.live_world import LiveWorld


class Opened:
    """The calls of one request: what they opened is closed when it has its answer.

    Attributes:
        tries: the calls of backends.
    """

    def __init__(self, world: LiveWorld) -> None:
        self.tries: list[Try] = []
        self._world = world
        self._streams: list[Any] = []
        self._begun = self._ended = time.perf_counter()

    async def send(self, call: Send) -> Answer | NoAnswer:
        """Calls a backend, and notes it."""
        began = time.perf_counter()
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
