"""The traces of requests that asked for one, readable as text, JSON or a page."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.requests import Call


class Kept(NamedTuple):
    """A request that has been answered.

    Attributes:
        exchange: what it did.
        call: what the caller sent.
    """

    exchange: Exchange
    call: Call


def hidden(instance: Instance) -> dict[str, str]:
    """The values that no trace shows, with what it shows in their place."""
    return {
        instance.named_values[name]: f"{{{{{name}}}}}"
        for name in instance.secrets
        if instance.named_values.get(name)
    }


def page(scope: Any, kept: Mapping[str, Kept], prefix: str) -> tuple[int, str, bytes]:
    """What an address below :data:`~apimgen.gateway.serve.app.OWN_PATH` gives.

    A trace is JSON, text or a page, as the request's ``Accept`` prefers; without one it is text.

    Returns:
        The status, the media type and the body.
    """
    parts = scope["path"][len(prefix) :].strip("/").split("/")
    if parts == ["traces"]:
        return 200, "application/json", json.dumps({"traces": list(kept)}).encode()
    found = kept.get(parts[1]) if len(parts) == 2 and parts[0] == "traces" else None
    if found is None:
        body = {"error": "there is no such trace; /.apimgen/traces lists those that there are"}
        return 404, "application/json", json.dumps(body).encode()
    accept = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
    if "application/json" in accept:
        return 200, "application/json", json.dumps(as_json(found), indent=2).encode()
    text = as_text(found)
    if "text/html" in accept:
        return 200, "text/html; charset=utf-8", _html(text).encode()
    return 200, "text/plain; charset=utf-8", text.encode()


def as_json(kept: Kept) -> dict[str, Any]:
    """A trace as ``apimgen trace --format json`` gives it."""
    notes = kept.exchange.notes
    response = kept.exchange.context.response
    return {
        "request": {"method": kept.call.method, "path": kept.call.path},
        "steps": [
            {
                "section": step.section,
                "policy": step.place.policy if step.place else "",
                "line": step.place.line if step.place else None,
                "detail": "; ".join(step.details),
                "backend": step.backend,
            }
            for step in (notes.steps if notes else [])
        ],
        "response": {"status": response.status if response else 500},
        "attempts": [one._asdict() for one in kept.exchange.attempts],
    }


def as_text(kept: Kept) -> str:
    """A trace as ``apimgen trace`` prints it."""
    found = as_json(kept)
    lines = [f"{kept.call.method} {kept.call.path}"]
    for step in found["steps"]:
        lines.append(f"{step['section']:9} {step['line'] or '':>4} {step['policy']}")
        lines += [f"{'':15}{step['detail']}"] if step["detail"] else []
    return "\n".join([*lines, f"answers {found['response']['status']}", ""])


def _html(text: str) -> str:
    head = '<!doctype html><meta charset="utf-8"><title>Trace</title>'
    return f"{head}<pre>{html.escape(text)}</pre>"
