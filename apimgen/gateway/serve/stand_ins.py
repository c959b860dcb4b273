"""Backends that are built in: they answer as Azure OpenAI does, streams included."""

from __future__ import annotations

import asyncio
import base64
import json
import struct
import time
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.context import Headers
from apimgen.gateway.answers import openai
from apimgen.gateway.answers.backends import has_deployment
from apimgen.gateway.engine.effects import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from apimgen.gateway.engine.effects import Send

WORDS = ("Hello", "!", " This", " answer", " comes", " from", " a", " stand-in", ".")
VECTOR = (0.0, 0.6, 0.8)


class Chunks:
    """A body that comes in pieces, with a little time between them."""

    def __init__(self, pieces: list[bytes], pause: float = 0.01) -> None:
        self.pieces = pieces
        self.pause = pause

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for number, piece in enumerate(self.pieces):
            if number:
                await asyncio.sleep(self.pause)
            yield piece


def answer(call: Send) -> Answer:
    """What Azure OpenAI answers to a call.

    A deployment that the backend doesn't list is a 404, a body that is no JSON a 400.
    """
    if not has_deployment(call):
        return openai.failure(404)
    kind = openai.kind_of(call.url)
    given: dict[str, Any] = {}
    if call.method in ("POST", "PUT", "PATCH") and kind != "other":
        try:
            found = json.loads(call.body or b"")
        except ValueError:
            return openai.failure(400)
        if not isinstance(found, dict):
            return openai.failure(400)
        given = found
    model = str(call.deployment or given.get("model") or "gpt-4o")
    if kind == "chat":
        return _streamed_chat(model, given) if given.get("stream") else _chat(model, given)
    if kind == "embeddings":
        return _embeddings(model, given)
    return openai.success(call)


def _tokens(given: Any) -> int:
    """A rough count: four characters of JSON for a token."""
    return max(1, len(json.dumps(given)) // 4)


def _chat(model: str, given: dict[str, Any]) -> Answer:
    prompt = _tokens(given.get("messages"))
    message = {"role": "assistant", "content": "".join(WORDS), "refusal": None}
    return _json(
        {
            "id": "chatcmpl-stand-in",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": model,
            "choices": [
                {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
            ],
            "usage": _usage(prompt),
        }
    )


def _usage(prompt: int) -> dict[str, int]:
    completion = len(WORDS)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }


def _streamed_chat(model: str, given: dict[str, Any]) -> Answer:
    head = {"id": "chatcmpl-stand-in", "object": "chat.completion.chunk", "model": model}
    head["created"] = int(time.time())  # type: ignore[assignment]
    deltas: list[tuple[dict[str, Any], str | None]] = [({"role": "assistant", "content": ""}, None)]
    deltas += [({"content": word}, None) for word in WORDS]
    deltas.append(({}, "stop"))
    events: list[dict[str, Any]] = [
        {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
        for delta, finish in deltas
    ]
    if (given.get("stream_options") or {}).get("include_usage"):
        events.append({**head, "choices": [], "usage": _usage(_tokens(given.get("messages")))})
    pieces = [b"data: " + json.dumps(event).encode() + b"\n\n" for event in events]
    headers = Headers([("Content-Type", "text/event-stream")])
    return Answer(200, headers, reason="OK", stream=Chunks([*pieces, b"data: [DONE]\n\n"]))


def _embeddings(model: str, given: dict[str, Any]) -> Answer:
    inputs = given.get("input")
    count = len(inputs) if isinstance(inputs, list) and inputs else 1
    vector: Any = list(VECTOR)
    if given.get("encoding_format") == "base64":
        vector = base64.b64encode(struct.pack(f"<{len(VECTOR)}f", *VECTOR)).decode()
    data = [{"object": "embedding", "index": at, "embedding": vector} for at in range(count)]
    prompt = _tokens(inputs)
    usage = {"prompt_tokens": prompt, "total_tokens": prompt}
    return _json({"object": "list", "data": data, "model": model, "usage": usage})


def _json(found: dict[str, Any]) -> Answer:
    headers = Headers([("Content-Type", "application/json")])
    return Answer(200, headers, json.dumps(found).encode(), reason="OK")
