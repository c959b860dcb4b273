"""How many tokens an answer of a language model says it took."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.csharp.run.values import to_text
from apimgen.gateway.bodies.text import text_in
from apimgen.gateway.models.prompts import estimate, texts_of

if TYPE_CHECKING:
    from apimgen.csharp.run.context import Body
    from apimgen.gateway.engine.exchange import Exchange

_EVENT = "data:"


class Usage(NamedTuple):
    """The tokens of a request.

    Attributes:
        prompt: of what was asked.
        completion: of what was answered.
        total: of both.
        estimated: whether they are estimates, because the answer doesn't say.
    """

    prompt: int
    completion: int
    total: int
    estimated: bool = False


def usage_of(exchange: Exchange) -> Usage | None:
    """What the answer took; None where it failed and says nothing.

    An answer that streams past the gateway can't be read: its prompt is estimated.
    """
    response = exchange.context.response
    if response is None:
        return None
    said = None if exchange.stream is not None else _said(response.body)
    if said is not None:
        return said
    if response.status >= 300:
        return None
    prompt = estimate(texts_of(exchange.context.request.body))
    return Usage(prompt, 0, prompt, estimated=True)


def _said(body: Body) -> Usage | None:
    text = to_text(text_in(body))
    if text.lstrip().startswith(_EVENT):
        found = None
        for line in text.splitlines():
            if line.startswith(_EVENT):
                found = _usage(_json(line.removeprefix(_EVENT))) or found
        return found
    return _usage(_json(text))


def _usage(answer: Any) -> Usage | None:
    usage = answer.get("usage") if isinstance(answer, dict) else None
    if not isinstance(usage, dict):
        return None
    prompt = _figure(usage, "prompt_tokens", "input_tokens")
    completion = _figure(usage, "completion_tokens", "output_tokens")
    return Usage(prompt, completion, _figure(usage, "total_tokens") or prompt + completion)


def _figure(usage: dict[str, Any], *names: str) -> int:
    for name in names:
        value = usage.get(name)
        if isinstance(value, int):
            return value
    return 0


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
