"""The line that the terminal shows of each request."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.requests import Call

GONE = 499
"""What the terminal shows, as nginx does, where a caller went away before its answer."""


class Line:
    """What is known of a request so far.

    Attributes:
        status: of the answer; :data:`GONE` as long as there is none.
        ending: what else is said of how it ended; empty where it ended as it should.
    """

    def __init__(self, scope: Any) -> None:
        self.status = GONE
        self.ending = ""
        self._name = f"{scope['method']} {scope['path']}"
        self._exchange: Exchange | None = None
        self._begun = time.perf_counter()

    def about(self, call: Call, exchange: Exchange) -> None:
        """Takes note of what runs for the request."""
        if call.operation is not None:
            self._name = call.operation.name
        self._exchange = exchange

    def __str__(self) -> str:
        attempts = self._exchange.attempts if self._exchange is not None else ()
        tries = ", ".join(f"{one.backend} {one.status}" for one in attempts)
        took = f"{(time.perf_counter() - self._begun) * 1000:.0f} ms"
        parts = (str(self.status), self._name, tries, took, self.ending)
        text = "  ".join(part for part in parts if part)
        return "".join(one if one.isprintable() else "?" for one in text)
