"""Runs ``apimgen serve`` as a program of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Reply(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Server:
    """A running server."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        greeting = self.line("Serving ")
        found = re.search(r"http://127\.0\.0\.1:(\d+)", greeting)
        assert found is not None, greeting
        self.port = int(found[1])

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._changed:
                self.lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self.lines.append("(ended)")
            self._changed.notify_all()

    def line(self, beginning: str, holding: str = "") -> str:
        """The first line with this beginning that holds a text, once it is there."""

        def found() -> str | None:
            for line in self.lines:
                if line.startswith(beginning) and holding in line:
                    return line
            return "(ended)" if "(ended)" in self.lines else None

        with self._changed:
            assert self._changed.wait_for(lambda: found() is not None, 30), self.lines
            line = found()
        assert line is not None
        assert line != "(ended)", self.lines
        return line

    def ask(
        self,
        path: str,
        body: bytes | None = b"{}",
        method: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Sends one request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        given = {"Content-Type": "application/json", **(headers or {})}
        connection.request(method or ("GET" if body is None else "POST"), path, body, given)
        response = connection.getresponse()
        found = Reply(response.status, dict(response.getheaders()), response.read())
        connection.close()
        return found

    def close(self) -> None:
        """Lets go of its output, once all of it is read."""
        self._reader.join(30)
        if self.process.stderr is not None:
            self.process.stderr.close()

    def end(self) -> int:
        """Ends it as Ctrl-C does; its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@contextmanager
def serving(*arguments: object, folder: Path | None = None) -> Iterator[Server]:
    """A server with these arguments, at a port that is free."""
    process = subprocess.Popen(
        [sys.executable, "-m", "apimgen", "serve", *map(str, arguments), "--port", "0"],
        cwd=folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    server = None
    try:
        server = Server(process)
        yield server
    finally:
        process.send_signal(signal.SIGINT)  # so that what was measured of it is written
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if server is not None:
            server.close()
