"""A backend that does as a test says, in a thread."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Seen(NamedTuple):
    """A request that it got."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Backend:
    """The backend.

    Attributes:
        url: its base URL.
        seen: what it got, in order.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: list[Seen] = []


@contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler, Seen], None]) -> Iterator[Backend]:
    """A backend that answers by a function."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer_it(self) -> None:
            """Answer any method that the tests send."""
            size = int(self.headers.get("Content-Length") or 0)
            seen = Seen(
                self.command,
                self.path,
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(size),
            )
            backend.seen.append(seen)
            answer(self, seen)

        do_GET = do_HEAD = do_OPTIONS = do_POST = answer_it  # noqa: N815 - as its base calls them

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    backend = Backend(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield backend
    finally:
        server.shutdown()
        server.server_close()


def plain(
    status: int = 200, body: bytes = b"{}", headers: dict[str, str] | None = None
) -> Callable[[BaseHTTPRequestHandler, Seen], None]:
    """Answers always the same."""

    def answer(handler: BaseHTTPRequestHandler, _seen: Seen) -> None:
        handler.send_response(status)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer
