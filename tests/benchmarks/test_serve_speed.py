"""serve beside the emulator's gateway: the article's policy with keys, the same backend, one load.

It needs the emulator and wrk; ``pytest -m benchmark``.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple, cast

import pytest

from tests.serve.program import serving
from tests.service import emulator as emulators
from tests.service.test_emulator import (
    CHAT,
    Program,
    emulator,
    inventory,
    put_into_the_emulators_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.service.emulator import Emulator
    from tests.service.test_emulator import Model

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(shutil.which("wrk") is None, reason="needs wrk"),
    pytest.mark.skipif(emulators.binary() is None, reason="needs the emulator: APIMGEN_EMULATOR"),
]

__all__ = ["emulator"]
REQUEST = """wrk.method = "POST"
wrk.body = '{"messages": [{"role": "user", "content": "Hello"}]}'
wrk.headers["Content-Type"] = "application/json"
"""
# The floor is the service's double in Go; ours is Python.
LEAST_SHARE = 1 / 3
MOST_P99 = 3.0
BACKEND = """
import sys, uvicorn
BODY = b'{"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}'
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())]
async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})
uvicorn.run(app, port=int(sys.argv[1]), log_level="critical", access_log=False, lifespan="off")
"""


class Place(NamedTuple):
    """Where a backend is."""

    url: str


class Load(NamedTuple):
    """What wrk measured."""

    rate: float
    p99_ms: float


def load(url: str, folder: Path) -> Load:
    """16 connections for some seconds."""
    script = folder / "request.lua"
    script.write_text(REQUEST, encoding="utf-8")
    command = ["wrk", "-t2", "-c16", "-d5", "--latency", "-s", str(script), url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in told, told
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    assert rate is not None
    assert p99 is not None
    return Load(float(rate[1]), float(p99[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p99[2]])


@contextmanager
def backend() -> Iterator[str]:
    """A backend that answers at once; its base URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", BACKEND, str(port)])
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def test_requests_a_second_beside_the_emulator(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THE_KEY", "the-key-of-the-backends")
    with backend() as url:
        program = Program(emulator, tmp_path / "work")
        program.write("apimgen.yaml", inventory([cast("Model", Place(url))] * 3, auth="api-key"))
        program("apply", "apimgen.yaml", "--yes")
        put_into_the_emulators_words(emulator)
        theirs = load(emulator.url + CHAT, tmp_path)
        with serving(tmp_path / "work" / "apimgen.yaml") as server:
            ours = load(f"http://127.0.0.1:{server.port}{CHAT}", tmp_path)
    print(
        f"{ours.rate:,.0f} requests a second, p99 {ours.p99_ms:.1f} ms; "
        f"the emulator {theirs.rate:,.0f}, p99 {theirs.p99_ms:.1f} ms"
    )
    assert ours.rate >= LEAST_SHARE * theirs.rate
    assert ours.p99_ms <= MOST_P99 * theirs.p99_ms
