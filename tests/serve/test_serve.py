"""Serving: where requests go, what is changed on the way, and what the person sees."""

from __future__ import annotations

import json
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Program
from tests.serve.backend import answering, plain
from tests.serve.program import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from tests.serve.backend import Seen

INVENTORY = """\
version: 1
backends:
  - name: us1
    url: https://us1.openai.azure.com/
    deployments: [gpt-4o]
    api_key: {env: US1_KEY}
apis:
  - name: openai
    path: ai
    subscription_required: %s
    operations:
      - POST /openai/deployments/{deployment}/chat/completions
policies:
  - name: openai
    scope: {api: openai}
    routing: single
    auth: %s
    forward: {buffer_response: false}
"""
PATH = "/ai/openai/deployments/gpt-4o/chat/completions?api-version=1"
DOCUMENT = """\
<policies>
  <inbound>
    <base />
    <set-backend-service base-url="{{place}}" />
    %s
  </inbound>
  <backend><forward-request %s /></backend>
  <outbound><base />%s</outbound>
  <on-error><base /></on-error>
</policies>
"""


def inventory(folder: Path, *, keyed: bool = False, auth: str = "none") -> Path:
    path = folder / "apimgen.yaml"
    path.write_text(INVENTORY % (str(keyed).lower(), auth), encoding="utf-8")
    return path


def document(
    folder: Path, url: str, inbound: str = "", forward: str = "", outbound: str = ""
) -> list[object]:
    path = folder / "policy.xml"
    path.write_text(DOCUMENT % (inbound, forward, outbound), encoding="utf-8")
    values = folder / "values.yaml"
    values.write_text(f"place: {url}\n", encoding="utf-8")
    return [path, "--named-values", values]


pytestmark = pytest.mark.xdist_group("serve")  # one server for all


@pytest.fixture(scope="module")
def stand_ins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that no test changes."""
    with serving(inventory(tmp_path_factory.mktemp("stand-ins")), "--stand-ins") as found:
        yield found


def test_a_request_reaches_the_backend_with_its_query_headers_and_body(tmp_path: Path) -> None:
    with answering(plain(body=b'{"ok": true}', headers={"x-one": "1"})) as backend:
        path = inventory(tmp_path)
        with serving(path, "--backend", f"us1={backend.url}") as server:
            reply = server.ask(PATH, b'{"messages": []}', headers={"x-mine": "yes"})
    assert (reply.status, reply.body, reply.headers["x-one"]) == (200, b'{"ok": true}', "1")
    seen = backend.seen[0]
    assert seen.path == "/openai/deployments/gpt-4o/chat/completions?api-version=1"
    assert (seen.headers["x-mine"], seen.body) == ("yes", b'{"messages": []}')


def test_a_key_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("US1_KEY", "the-real-key")
    with answering(plain()) as backend:
        path = inventory(tmp_path, auth="api-key")
        with serving(path, "--backend", f"us1={backend.url}") as server:
            traced = server.ask(PATH, headers={"x-apimgen-trace": "true"})
            told = server.ask(f"/.apimgen/traces/{traced.headers['x-apimgen-trace-id']}", None)
    assert backend.seen[0].headers["api-key"] == "the-real-key"
    assert "x-apimgen-trace" not in backend.seen[0].headers
    assert b"set-header" in told.body
    assert b"the-real-key" not in told.body


def test_an_operation_that_the_api_has_not_is_a_404(stand_ins: Server) -> None:
    for path in ("/", "/other", "/ai/openai/models", "/ai/../ai2/x", "/ai/%2e%2e/%2e%2e/etc"):
        reply = stand_ins.ask(path)
        assert reply.status == 404, path
        assert json.loads(reply.body)["message"] == "Resource not found"
    assert stand_ins.ask("/x/../ai/./openai/deployments/gpt-4o/chat/completions").status == 200


def test_an_api_with_subscriptions_asks_for_a_key(tmp_path: Path) -> None:
    with serving(inventory(tmp_path, keyed=True), "--stand-ins") as server:
        assert "-H 'api-key: any'" in server.line("Try: curl ")
        assert server.ask(PATH).status == 401
        assert server.ask(PATH, headers={"api-key": "any"}).status == 200
        assert server.ask(f"{PATH}&subscription-key=any").status == 200


def test_faults_and_deployments_that_a_backend_lacks(tmp_path: Path, stand_ins: Server) -> None:
    path = inventory(tmp_path)
    with serving(path, "--stand-ins", "--fault", "us1=429;retry-after=7") as server:
        reply = server.ask(PATH)
        assert (reply.status, reply.headers["retry-after"]) == (429, "7")
        assert json.loads(reply.body)["error"]["code"] == "429"
        openai = pytest.importorskip("openai", reason="the client of OpenAI is not installed")
        for one, error, model in (
            (server, openai.RateLimitError, "gpt-4o"),
            (stand_ins, openai.NotFoundError, "gpt-5-nowhere"),
        ):
            client = openai.AzureOpenAI(
                azure_endpoint=f"http://127.0.0.1:{one.port}/ai",
                api_key="none",
                api_version="2024-10-21",
                max_retries=0,
            )
            with pytest.raises(error):
                client.chat.completions.create(model=model, messages=[])
    with serving(path, "--stand-ins", "--fault", "us1=refused") as server:
        assert server.ask(PATH).status == 500
    assert stand_ins.ask(PATH.replace("gpt-4o", "gpt-5")).status == 404


@pytest.mark.parametrize(
    ("accept", "kind", "mark"),
    [
        ("text/plain", "text/plain", b"forward-request"),
        ("application/json", "application/json", b'"attempts"'),
        ("text/html", "text/html", b"<!doctype html>"),
    ],
)
def test_a_trace_is_text_json_or_a_page(
    stand_ins: Server, accept: str, kind: str, mark: bytes
) -> None:
    name = stand_ins.ask(PATH, headers={"x-apimgen-trace": "true"}).headers["x-apimgen-trace-id"]
    found = stand_ins.ask(f"/.apimgen/traces/{name}", None, headers={"Accept": accept})
    assert found.status == 200
    assert found.headers["content-type"].startswith(kind)
    assert mark in found.body.lower()
    assert stand_ins.ask("/.apimgen/traces/nothing", None).status == 404
    listed = stand_ins.ask("/.apimgen/traces", None, headers={"Accept": accept}).body.decode()
    assert (f'href="/.apimgen/traces/{name}"' if accept == "text/html" else name) in listed
    assert "x-apimgen-trace-id" not in stand_ins.ask(PATH).headers


def test_a_stream_flows_while_it_comes(tmp_path: Path) -> None:
    """The backend sends its second piece only once the client has had the first."""
    had_first = threading.Event()

    def answer(handler: BaseHTTPRequestHandler, _seen: Seen) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for piece in (b"data: one\n\n", b"data: two\n\n"):
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            handler.wfile.flush()
            assert had_first.wait(20)
        handler.wfile.write(b"0\r\n\r\n")

    with answering(answer) as backend:
        path = inventory(tmp_path)
        head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{{}}"
        with (
            serving(path, "--backend", f"us1={backend.url}") as server,
            socket.create_connection(("127.0.0.1", server.port), 20) as stream,
        ):
            stream.sendall(head.encode())
            got = b""
            while b"one" not in got:
                got += stream.recv(4096)
            assert b"two" not in got
            had_first.set()
            while b"0\r\n\r\n" not in got:
                got += stream.recv(4096)
            assert b"two" in got


def test_an_answer_that_a_policy_reads_does_not_stream(tmp_path: Path) -> None:
    length = "@(context.Response.Body.As<string>(true).Length.ToString())"
    reads = f'<set-header name="x-length"><value>{length}</value></set-header>'
    with answering(plain(body=b"12345")) as backend:
        given = document(tmp_path, backend.url, forward='buffer-response="false"', outbound=reads)
        with serving(*given) as server:
            reply = server.ask("/x")
    assert (reply.body, reply.headers["x-length"]) == (b"12345", "5")


def test_a_backend_that_is_not_there(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    given = document(tmp_path, f"http://127.0.0.1:{port}")
    with serving(*given) as server:
        reply = server.ask("/x")
        assert reply.status == 500
        assert json.loads(reply.body) == {"statusCode": 500, "message": "Internal server error"}
        assert "refused" in server.line("500")


def test_it_ends_cleanly_on_ctrl_c_with_a_request_under_way(tmp_path: Path) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{{}}"
    with (
        serving(inventory(tmp_path), "--stand-ins", "--fault", "us1=timeout") as server,
        socket.create_connection(("127.0.0.1", server.port), 20) as stream,
    ):
        stream.sendall(head.encode())
        assert server.ask("/.apimgen/traces", None).status == 200  # that of before has come too
        assert server.end() == 0
        assert server.line("499").endswith("stopped")
        server.line("Stopped.")
        assert not any("Traceback" in line for line in server.lines)


def test_what_a_stranger_gets_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Program(capsys, monkeypatch)
    path = str(inventory(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = str(taken.getsockname()[1])
        result = run("serve", path, "--stand-ins", "--port", busy)
        assert result.code == 2
        assert "--port 0" in result.err
    for wrong, told in (
        (["--backend", "us2=http://localhost:1"], 'there is no backend "us2"'),
        (["--backend", "us1"], "NAME=URL"),
        (["--backend", "us1=http://"], "http or https, a host and perhaps a port"),
        (["--backend", "us1=http://x:99999"], "a port from 1 to 65535"),
        (["--backend", "us1=http://x/?key=1"], "more than scheme, host, port and path"),
        (["--backend", "us1=http://x", "--backend", "us1=http://y"], "two URLs"),
        (["--host", "198.51.100.1"], "--host is an address of this machine"),
        (["--stand-ins", "--backend", "us1=http://localhost:1"], "together"),
        (["--fault", "us1=40x"], "a status from 100 to 599"),
        (["--port", "70000"], "65535"),
        (["--reading", "wat=1"], "there is no reading"),
    ):
        result = run("serve", path, *wrong)
        assert result.code == 2, wrong
        assert told in result.err, result.err
