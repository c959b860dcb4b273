"""What reaches the backend of a request, and the caller of an answer: all that HTTP says should."""

from __future__ import annotations

import gzip
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.serve.backend import answering
from tests.serve.program import Server, serving
from tests.serve.test_serve import document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler

    from tests.serve.backend import Backend, Seen

ZIPPED = gzip.compress(b"hello " * 20)
ANSWERS: dict[str, list[tuple[str, str]]] = {
    "/plain": [("Content-Length", "2")],
    "/cookies": [
        *(("Set-Cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT"), ("Set-Cookie", "b=2")),
        *(("Connection", "X-Hop"), ("X-Hop", "between neighbours"), ("Content-Length", "2")),
    ],
    "/bytes": [("X-Bytes", "\xff\xe9"), ("X-Text", "\xc3\xa9"), ("Content-Length", "2")],
    "/head": [("Content-Length", "1234")],
    "/unchanged": [("ETag", '"x"'), ("Content-Length", "99")],
    "/zipped": [("Content-Encoding", "gzip"), ("Content-Length", str(len(ZIPPED)))],
    "/moved": [("Location", "http://elsewhere/x"), ("Content-Length", "0")],
}
STATUSES = {"/unchanged": 304, "/moved": 302}
BODIES = {"/zipped": ZIPPED, "/head": b"", "/unchanged": b"", "/moved": b""}


class Both(NamedTuple):
    """A server and the backend that it calls."""

    server: Server
    backend: Backend
    gone: threading.Event


pytestmark = pytest.mark.xdist_group("proxying")  # one server for all


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    gone = threading.Event()

    def wait_for_the_end(handler: BaseHTTPRequestHandler) -> None:
        with suppress(ConnectionError):  # closed, or reset where bytes were left unread
            handler.rfile.read(1)
        gone.set()

    def answer(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
        path = seen.path.partition("?")[0]
        if path == "/silent":
            wait_for_the_end(handler)
            return
        handler.send_response(STATUSES.get(path, 200))
        for name, value in ANSWERS.get(path, ANSWERS["/plain"]):
            handler.send_header(name, value)
        if path == "/endless":
            handler.send_header("X-Endless", "1")
            handler.end_headers()
            handler.wfile.write(b"1")
            wait_for_the_end(handler)
            return
        handler.end_headers()
        handler.wfile.write(BODIES.get(path, b"ok"))

    with answering(answer) as backend:
        folder = tmp_path_factory.mktemp("proxying")
        given = document(folder, backend.url, forward='buffer-response="false"')
        with serving(*given) as server:
            yield Both(server, backend, gone)


def exchange(both: Both, request: bytes) -> bytes:
    """What the server answers to raw bytes, until it closes the connection or says no more."""
    with socket.create_connection(("127.0.0.1", both.server.port), 20) as stream:
        stream.sendall(request)
        got = b""
        while piece := stream.recv(65536):
            got += piece
        return got


def get(path: str, *headers: str, version: str = "1.1", method: str = "GET") -> bytes:
    lines = [f"{method} {path} HTTP/{version}", "Host: x", *headers, "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


@pytest.mark.parametrize(
    "target",
    [
        "/a%2Fb%20c/%E2%82%AC;v=1/x%25",
        "/x?a=1+2&b=%20&flag&z=&a=3%2B4&q=%E2%82%AC&u=~-_.!*()",
        "/x?next=http://y/?z&&=",
        "/x//y/",
    ],
)
def test_path_and_query_arrive_as_they_were_written(both: Both, target: str) -> None:
    assert b" 200 " in exchange(both, get(target))
    assert both.backend.seen[-1].path == target


def test_what_is_between_two_neighbours_goes_no_further(both: Both) -> None:
    headers = ["X-Hop: 1", "TE: trailers", "Proxy-Authorization: Basic eA==", "X-Kept: 1"]
    got = exchange(both, get("/cookies", *headers, "Connection: X-Hop")).lower()
    seen = both.backend.seen[-1].headers
    assert seen["x-kept"] == "1"
    assert not {"x-hop", "te", "proxy-authorization"} & set(seen)
    assert seen["host"] == both.backend.url.removeprefix("http://")
    assert b"x-hop" not in got
    cookies = [line for line in got.split(b"\r\n") if line.startswith(b"set-cookie")]
    assert [line.partition(b"=")[0] for line in cookies] == [b"set-cookie: a", b"set-cookie: b"]


def test_headers_beyond_ascii_are_utf_8(both: Both) -> None:
    request = get("/bytes", "X-Bytes: \xff\xe9", "X-Text: \xc3\xa9")
    got = exchange(both, request)
    assert b"x-text: \xc3\xa9\r\n" in got
    assert b"x-bytes: \xc3\xbf\xc3\xa9\r\n" in got
    seen = both.backend.seen[-1].headers
    assert seen["x-text"].encode("latin-1") == "é".encode()
    assert seen["x-bytes"].encode("latin-1") == "ÿé".encode()


def test_an_answer_keeps_its_length_and_no_header_is_made_up(both: Both) -> None:
    got = exchange(both, get("/plain")).lower()
    assert b"content-length: 2\r\n" in got
    assert b"transfer-encoding" not in got
    assert b"content-type" not in got
    assert b"content-length: 1234" in exchange(both, get("/head", method="HEAD")).lower()
    unchanged = exchange(both, get("/unchanged")).lower()
    assert unchanged.startswith(b"http/1.1 304")
    assert b"content-length" not in unchanged
    assert b"location: http://elsewhere/x" in exchange(both, get("/moved")).lower()


def test_a_compressed_answer_stays_so(both: Both) -> None:
    got = exchange(both, get("/zipped", "Accept-Encoding: gzip"))
    assert b"content-encoding: gzip" in got
    assert gzip.decompress(got.partition(b"\r\n\r\n")[2]) == b"hello " * 20


def test_a_caller_of_http_1_0_gets_no_chunks(both: Both) -> None:
    got = exchange(both, get("/plain", version="1.0"))
    assert b"chunked" not in got
    assert got.endswith(b"\r\n\r\nok")


def test_a_body_in_chunks_arrives_whole_and_the_connection_stays(both: Both) -> None:
    chunks = b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    got = exchange(both, head + chunks + get("/y"))
    assert got.count(b"HTTP/1.1 200") == 2
    assert [one.path for one in both.backend.seen[-2:]] == ["/x", "/y"]
    assert both.backend.seen[-2].body == b"abcde"


def test_a_caller_that_asks_first_is_told_to_go_on(both: Both) -> None:
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"
    with socket.create_connection(("127.0.0.1", both.server.port), 20) as stream:
        stream.sendall(head)
        assert stream.recv(4096).startswith(b"HTTP/1.1 100 Continue\r\n")
        stream.sendall(b"abc")
        assert stream.recv(4096).startswith(b"HTTP/1.1 200")
    assert both.backend.seen[-1].body == b"abc"
    assert "expect" not in both.backend.seen[-1].headers


def test_no_protocol_is_changed(both: Both) -> None:
    upgrade = ["Upgrade: websocket", "Sec-WebSocket-Key: eA==", "Sec-WebSocket-Version: 13"]
    assert exchange(both, get("/x", *upgrade)).startswith(b"HTTP/1.1 200")
    assert "upgrade" not in both.backend.seen[-1].headers


@pytest.mark.parametrize("path", ["/silent", "/endless"])
def test_a_caller_that_goes_away_is_not_worked_for(both: Both, path: str) -> None:
    """The call of the backend is closed, before its answer and in the middle of it."""
    both.gone.clear()
    with socket.create_connection(("127.0.0.1", both.server.port), 20) as stream:
        stream.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        if path == "/endless":
            assert b"X-Endless".lower() in stream.recv(4096).lower()
        else:
            while both.backend.seen[-1].path != path:
                pass
    assert both.gone.wait(20)
    line = both.server.line("200" if path == "/endless" else "499", path)
    assert line.endswith("the caller went away")
