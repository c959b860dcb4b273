"""What a trace tells, as plain values without secrets: for JSON, and for every other form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from apimgen.csharp.run.values import to_text
from apimgen.gateway.engine.notes import shown
from apimgen.gateway.trace.masks import safe_headers

if TYPE_CHECKING:
    from apimgen.csharp.run.context import Headers
    from apimgen.gateway.engine.notes import Evaluation, Notes, Step
    from apimgen.gateway.trace.run import Trace

MOST_BODY = 2000
# Elements that are parts of a policy, and no policies themselves.
_PARTS = frozenset({"when", "otherwise", "fragment"})


def told(trace: Trace) -> dict[str, Any]:
    """What happened, in the shape of ``apimgen trace --format json``."""
    exchange, notes = trace.exchange, trace.notes
    response = exchange.context.response
    assert response is not None  # noqa: S101 - each request ends with an answer
    return {
        "request": _request(trace),
        "steps": [_step(one, trace) for one in notes.steps],
        "attempts": [
            {
                "backend": notes.safe(one.backend),
                "status": one.status,
                "time": _rounded(one.time),
                "wait": _rounded(one.wait),
                "seconds": _rounded(one.seconds),
            }
            for one in trace.tries
        ],
        "response": {
            "status": response.status,
            "reason": response.reason,
            "headers": _headers(response.headers, notes),
            "body": _body(response.body.data, notes),
            "seconds": _rounded(trace.seconds),
        },
        "error": _error(trace),
        "variables": {
            name: notes.safe(shown(value)) for name, value in exchange.context.variables.items()
        },
        "readings": exchange.world.readings.by_name,
    }


def _request(trace: Trace) -> dict[str, Any]:
    call, notes = trace.call, trace.notes
    prefix = trace.exchange.instance.api.path.strip("/")
    path = f"/{prefix}{call.path}" if prefix else call.path
    pairs = [(name, notes.safe(value)) for name, values in call.query.items() for value in values]
    headers: dict[str, str] = {}
    for name, value in call.headers:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return {
        "method": call.method,
        "path": path + (f"?{urlencode(pairs, safe='*{}')}" if pairs else ""),
        "headers": safe_headers(headers, notes),
        "body": _body(call.body, notes),
        "operation": call.operation.id if call.operation else None,
        "subscription": (
            {"id": call.subscription[0], "name": call.subscription[1]}
            if call.subscription
            else None
        ),
    }


def _step(step: Step, trace: Trace) -> dict[str, Any]:
    place = step.place
    found: dict[str, Any] = {
        "section": step.section,
        "policy": place.policy if place else "forward-request",
        "line": place.line if place else None,
        "file": place.file if place else None,
        "scope": place.scope if place else None,
        "depth": _depth(step),
        "time": _rounded(step.time - trace.begun),
        "detail": "; ".join(step.details),
        "backend": trace.notes.safe(step.backend) if step.backend else step.backend,
        "expressions": [_evaluation(one) for one in step.evaluations],
    }
    return found


def _evaluation(one: Evaluation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": one.name,
        "code": one.code,
        "line": one.line,
        "column": one.column,
    }
    if one.exception:
        found |= {"exception": one.exception, "message": one.value}
    else:
        found["value"] = one.value
    return found


def _depth(step: Step) -> int:
    """How many policies are around a step's policy, in its own document."""
    depth = 0
    if step.place is not None:
        above = step.place.element.getparent()
        while above is not None and above.getparent() is not None:
            depth += above.tag not in _PARTS
            above = above.getparent()
        root = step.place.document.root
        depth -= root.tag == "policies"  # its section
    return max(0, depth)


def _error(trace: Trace) -> dict[str, Any] | None:
    error = trace.exchange.context.last_error
    if error is None:
        return None
    return {
        "source": error.source,
        "reason": error.reason,
        "message": trace.notes.safe(error.message),
        "section": error.section,
        "scope": error.scope,
        "path": error.path,
    }


def _headers(headers: Headers, notes: Notes) -> dict[str, str]:
    pairs = {name: ", ".join(values) for name, values in headers.rows.values()}
    return safe_headers(pairs, notes)


def _body(data: bytes | None, notes: Notes) -> str | None:
    """The beginning of a body; None where there is none or a policy has consumed it."""
    if data is None:
        return None
    text = notes.safe(to_text(data.decode("utf-8", "replace")))
    return text if len(text) <= MOST_BODY else f"{text[:MOST_BODY]}…"


def _rounded(seconds: float) -> float:
    return round(seconds, 6)
