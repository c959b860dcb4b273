"""Whatever comes in is answered or closed, and the server goes on."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serve.backend import answering, plain
from tests.serve.program import Server, serving
from tests.serve.test_serve import PATH, document, inventory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler

    from tests.serve.backend import Seen

HEAD = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n"
HOSTILE = {
    "no HTTP": b"\x00\x01\x02\x03\r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a header without a name": f"{HEAD}: x\r\n\r\n".encode(),
    "a header over 64 KiB": f"{HEAD}x: {'a' * 100_000}\r\n\r\n".encode(),
    "a thousand headers": (HEAD + "x: y\r\n" * 1000 + "\r\n").encode(),
    "a length that is no number": f"{HEAD}Content-Length: many\r\n\r\n".encode(),
    "two lengths": f"{HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}".encode(),
    "a negative length": f"{HEAD}Content-Length: -1\r\n\r\n".encode(),
    "a broken chunk": f"{HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n".encode(),
    "bytes that are no UTF-8": HEAD.encode() + b"x: \xff\xfe\r\nContent-Length: 2\r\n\r\n\xff\xfe",
    "a path of bytes": b"GET /ai/\xff\xfe/%ff%00%0d%0a HTTP/1.1\r\nHost: x\r\n\r\n",
    "line ends in the path": b"GET /ai/%0d%0aX-Evil:%201 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a path out of the API": b"GET /ai/../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    "a query of nothing but marks": b"GET /ai/?&&==&%&%zz HTTP/1.1\r\nHost: x\r\n\r\n",
    "half a request": f"{HEAD}Content-Length: 100\r\n\r\nabc".encode(),
    "half a header": HEAD.encode()[:30],
    "a websocket": (
        b"GET /ai HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ),
    "JSON of many levels": f"{HEAD}Content-Length: 200000\r\n\r\n".encode() + b"[" * 200_000,
}


pytestmark = pytest.mark.xdist_group("hostile")  # one server for all


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = inventory(tmp_path_factory.mktemp("hostile"))
    with serving(path, "--stand-ins") as found:
        yield found


@pytest.mark.parametrize("what", HOSTILE)
def test_the_server_goes_on(server: Server, what: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 20) as stream:
        stream.sendall(HOSTILE[what])
        if not what.startswith("half"):
            stream.settimeout(1)
            try:
                reply = stream.recv(65536)
            except (TimeoutError, ConnectionError):
                reply = b""
            assert not reply.startswith(b"HTTP/1.1 2") or b"X-Evil" not in reply
    assert server.ask(PATH).status == 200
    assert not any("Traceback" in line for line in server.lines)


def test_a_body_that_is_too_large_is_refused(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 20) as stream:
        stream.sendall(f"{HEAD}Content-Length: {1 << 40}\r\n\r\n".encode())
        assert stream.recv(4096).startswith(b"HTTP/1.1 413")
    assert server.ask(PATH).status == 200


def test_a_policy_cannot_put_a_line_end_into_a_header(tmp_path: Path) -> None:
    # As the service does: a header with a line end is a failure, not a second header.
    value = '@("a\\r\\nX-Evil: 1")'
    header = f'<set-header name="x-one"><value>{value}</value></set-header>'
    with answering(plain()) as backend:
        with serving(*document(tmp_path, backend.url, outbound=header)) as server:
            reply = server.ask("/x")
            assert reply.status == 500
            assert "X-Evil" not in reply.headers
        with serving(*document(tmp_path, backend.url, inbound=header)) as server:
            assert server.ask("/x").status == 500
    assert all("x-evil" not in seen.headers for seen in backend.seen)


def test_a_backend_that_breaks_off_closes_the_connection(tmp_path: Path) -> None:
    def answer(handler: BaseHTTPRequestHandler, _seen: Seen) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"only this")
        handler.close_connection = True

    with answering(answer) as backend:
        path = inventory(tmp_path)
        with serving(path, "--backend", f"us1={backend.url}") as server:
            with socket.create_connection(("127.0.0.1", server.port), 20) as stream:
                stream.sendall(f"{HEAD}Content-Length: 2\r\n\r\n{{}}".encode())
                got = b""
                while piece := stream.recv(4096):
                    got += piece
            assert b"only this" in got
            assert not got.endswith(b"0\r\n\r\n")
            assert not any("Traceback" in line for line in server.lines)


@pytest.mark.slow
def test_streams_leave_nothing_open(tmp_path: Path) -> None:
    """Callers that read all, and callers that go away, leave the server as it was."""
    path = inventory(tmp_path)
    descriptors = Path("/proc")
    if not descriptors.exists():
        pytest.skip("counts open files in /proc, which this system has not")
    with serving(path, "--stand-ins") as server:

        def count() -> int:
            return len(list((descriptors / str(server.process.pid) / "fd").iterdir()))

        server.ask(PATH, b'{"stream": true}')
        before = count()
        for _ in range(100):
            assert b"[DONE]" in server.ask(PATH, b'{"stream": true}').body
            with socket.create_connection(("127.0.0.1", server.port), 20) as stream:
                stream.sendall(f'{HEAD}Content-Length: 16\r\n\r\n{{"stream": true}}'.encode())
                stream.recv(10)
        server.ask(PATH)
        assert count() <= before + 5
