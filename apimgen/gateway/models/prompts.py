"""What a request to a language model asks, and how long it is."""

from __future__ import annotations

import json
from math import ceil
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.values import to_text
from apimgen.gateway.bodies.text import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.csharp.run.context import Body

# A token of English is about four characters: the models' own tables are not at hand offline.
_CHARACTERS = 4
# Where requests keep what they ask: chat completions, completions and embeddings, responses.
_PLACES = ("messages", "prompt", "input", "instructions", "system")


def read_json(body: Body | None) -> Any:
    """A body as JSON; None where it is none."""
    try:
        return json.loads(to_text(text_in(body)))
    except (ValueError, RecursionError):
        return None


def texts_of(body: Body | None) -> list[str]:
    """The texts that a request asks about, in their order."""
    request = read_json(body)
    if not isinstance(request, dict):
        return []
    return [text for place in _PLACES for text in _texts(request.get(place))]


def answers_of(body: Body | None) -> list[str]:
    """The texts that an answer gives."""
    answer = read_json(body)
    choices = answer.get("choices") if isinstance(answer, dict) else None
    if not isinstance(choices, list):
        return []
    return [
        text
        for one in choices
        if isinstance(one, dict)
        for text in (*_texts(one.get("message")), *_texts(one.get("text")))
    ]


def messages_of(body: Body | None) -> list[tuple[str, str]]:
    """The messages of a dialog: of each its role and its text. A prompt is a user's message."""
    request = read_json(body)
    if not isinstance(request, dict):
        return []
    messages = request.get("messages")
    if isinstance(messages, list):
        return [
            (str(one.get("role", "")), "\n".join(_texts(one.get("content"))))
            for one in messages
            if isinstance(one, dict)
        ]
    return [("user", text) for text in texts_of(body)]


def estimate(texts: list[str]) -> int:
    """About how many tokens texts have."""
    return sum(ceil(len(text) / _CHARACTERS) for text in texts)


def streams(body: Body | None) -> bool:
    """Whether a request asks for an answer that comes piece by piece."""
    request = read_json(body)
    return isinstance(request, dict) and request.get("stream") is True


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for name in ("content", "text"):
            yield from _texts(value.get(name))
