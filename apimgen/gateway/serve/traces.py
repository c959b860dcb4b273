"""The traces of requests that asked for one, readable as text, JSON or a page."""

from __future__ import annotations

import html
import json
import time
from typing import TYPE_CHECKING, Any

from apimgen.gateway.trace.as_text import as_text
from apimgen.gateway.trace.telling import told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.gateway.trace.run import Trace

_HTML = "text/html; charset=utf-8"


def page(scope: Any, kept: Mapping[str, Trace], prefix: str) -> tuple[int, str, bytes]:
    """What an address below :data:`~apimgen.gateway.serve.app.OWN_PATH` gives.

    A trace is JSON, text or a page, as the request's ``Accept`` prefers; without one it is text.

    Args:
        scope: of the request.
        kept: the traces by id.
        prefix: what all these addresses begin with.

    Returns:
        The status, the media type and the body.
    """
    accept = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
    parts = scope["path"][len(prefix) :].strip("/").split("/")
    if parts == ["traces"]:
        return _list(kept, f"{prefix}traces/", accept)
    found = kept.get(parts[1]) if len(parts) == 2 and parts[0] == "traces" else None
    if found is None:
        body = {"error": f"there is no such trace; {prefix}traces lists those that there are"}
        return 404, "application/json", json.dumps(body).encode()
    if "application/json" in accept:
        text = json.dumps(told(found), indent=2, ensure_ascii=False)
        return 200, "application/json", text.encode()
    text = _text(found)
    if "text/html" in accept:
        title = f"Trace of {_name(found)}"
        back = f'<p><a href="{prefix}traces">All traces</a></p>'
        return 200, _HTML, _page(title, f"{back}<pre>{html.escape(text)}</pre>")
    return 200, "text/plain; charset=utf-8", text.encode()


def _list(kept: Mapping[str, Trace], address: str, accept: str) -> tuple[int, str, bytes]:
    """The traces that there are: the last one first on a page, the first one first in JSON."""
    if "text/html" not in accept:
        return 200, "application/json", json.dumps({"traces": list(kept)}).encode()
    newest_first = list(kept.items())[::-1]
    rows = [
        f'<li><a href="{address}{id_}">{time.strftime("%H:%M:%S", time.localtime(found.begun))}'
        f"  {html.escape(_name(found))}  {_status(found)}</a></li>"
        for id_, found in newest_first
    ]
    none = "<p>None yet: send a request with the header x-apimgen-trace: true.</p>"
    return 200, _HTML, _page("Traces", f"<h1>Traces</h1><ul>{''.join(rows)}</ul>" if rows else none)


def _name(trace: Trace) -> str:
    operation = trace.call.operation
    return operation.name if operation is not None else f"{trace.call.method} {trace.call.path}"


def _status(trace: Trace) -> str:
    response = trace.exchange.context.response
    return "" if response is None else str(response.status)


def _text(trace: Trace) -> str:
    """A trace as ``apimgen trace`` prints it."""
    instance, notes = trace.exchange.instance, trace.notes
    sources = {one.name: notes.safe(one.document.source.text) for one in instance.chain}
    sources |= {
        name: notes.safe(document.source.text) for name, document in instance.fragments.items()
    }
    found = {**told(trace), "unusual": trace.exchange.world.readings.unusual}
    return as_text(found, instance.chain[0].name, sources, lambda text, _: text)


def _page(title: str, inside: str) -> bytes:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
        "<style>:root{color-scheme:light dark}"
        "body{margin:1.5rem;font:14px/1.6 system-ui,sans-serif}"
        "pre,li{font-family:ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}"
        f"ul{{list-style:none;padding:0}}h1{{font-size:1.2rem}}</style>{inside}</html>"
    ).encode()
