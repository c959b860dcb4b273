"""The traces of requests that asked for one, readable as text, JSON or a page."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

from apimgen.gateway.trace.as_text import as_text
from apimgen.gateway.trace.telling import told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.gateway.trace.run import Trace


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
    parts = scope["path"][len(prefix) :].strip("/").split("/")
    if parts == ["traces"]:
        return 200, "application/json", json.dumps({"traces": list(kept)}).encode()
    found = kept.get(parts[1]) if len(parts) == 2 and parts[0] == "traces" else None
    if found is None:
        body = {"error": f"there is no such trace; {prefix}traces lists those that there are"}
        return 404, "application/json", json.dumps(body).encode()
    accept = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
    if "application/json" in accept:
        text = json.dumps(told(found), indent=2, ensure_ascii=False)
        return 200, "application/json", text.encode()
    text = _text(found)
    if "text/html" in accept:
        return 200, "text/html; charset=utf-8", _html(text).encode()
    return 200, "text/plain; charset=utf-8", text.encode()


def _text(trace: Trace) -> str:
    """A trace as ``apimgen trace`` prints it."""
    instance, notes = trace.exchange.instance, trace.notes
    sources = {one.name: notes.safe(one.document.source.text) for one in instance.chain}
    sources |= {
        name: notes.safe(document.source.text) for name, document in instance.fragments.items()
    }
    found = {**told(trace), "unusual": trace.exchange.world.readings.unusual}
    return as_text(found, instance.chain[0].name, sources, lambda text, _: text)


def _html(text: str) -> str:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Trace</title>'
        "<style>:root{color-scheme:light dark}body{margin:1.5rem;font:14px/1.5 monospace}"
        f"pre{{white-space:pre-wrap}}</style><pre>{html.escape(text)}</pre></html>"
    )
