"""Calls that a policy makes beside the request: one, several at once, and one that it forgets."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tests.serve.backend import answering
from tests.serve.program import serving
from tests.serve.test_serve import document

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from tests.serve.backend import Seen

INBOUND = """
<send-request mode="new" response-variable-name="one" timeout="20">
  <set-url>{{place}}/one</set-url><set-method>GET</set-method>
</send-request>
<wait for="%s">
  <send-request mode="new" response-variable-name="two" timeout="20">
    <set-url>{{place}}/two</set-url><set-method>GET</set-method>
  </send-request>
  <send-request mode="new" response-variable-name="three" timeout="20">
    <set-url>{{place}}/three</set-url><set-method>GET</set-method>
  </send-request>
</wait>
<send-one-way-request mode="new" timeout="20">
  <set-url>{{place}}/forgotten</set-url><set-method>POST</set-method>
</send-one-way-request>
"""
STATUS = """<set-header name="x-{0}"><value>@(context.Variables.ContainsKey("{0}")
  ? ((IResponse)context.Variables["{0}"]).StatusCode.ToString() : "none")</value></set-header>"""
NAMES = ("one", "two", "three")
OUTBOUND = "".join(STATUS.format(name) for name in NAMES)


def test_they_run_side_by_side_and_what_nobody_waits_for_is_ended(tmp_path: Path) -> None:
    met = threading.Barrier(2, timeout=20)
    told, ended = threading.Event(), threading.Event()
    waits = threading.Event()

    def answer(handler: BaseHTTPRequestHandler, seen: Seen) -> None:
        if seen.path == "/forgotten":
            told.set()
        elif seen.path in ("/two", "/three"):
            met.wait()  # each begins before the other has ended
            if seen.path == "/three" and waits.is_set():
                handler.rfile.read(1)
                ended.set()
                return
        handler.send_response(201 if seen.path == "/one" else 202)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with answering(answer) as backend:
        given = document(tmp_path, backend.url, inbound=INBOUND % "all", outbound=OUTBOUND)
        with serving(*given) as server:
            found = server.ask("/x").headers
            assert [found[f"x-{name}"] for name in NAMES] == ["201", "202", "202"]
            assert told.wait(20)
            waits.set()
            document(tmp_path, backend.url, inbound=INBOUND % "any", outbound=OUTBOUND)
            server.line("Taken up")
            found = server.ask("/x").headers
            assert [found[f"x-{name}"] for name in NAMES] == ["201", "202", "none"]
            assert ended.wait(20)
