"""The answers of Azure OpenAI, as far as policies and clients look at them.

See https://learn.microsoft.com/azure/ai-services/openai/reference.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.context import Headers
from apimgen.gateway.engine.effects import Answer
from apimgen.gateway.engine.reasons import reason_of

if TYPE_CHECKING:
    from apimgen.gateway.engine.effects import Send

_JSON = Headers([("Content-Type", "application/json")]).rows
PROMPT_TOKENS = 800
COMPLETION_TOKENS = 200
_CODES = {
    401: ("401", "Access denied due to invalid subscription key or wrong API endpoint."),
    403: ("403", "Access denied due to Virtual Network/Firewall rules."),
    404: ("DeploymentNotFound", "The API deployment for this resource does not exist."),
    408: ("Timeout", "The operation was timeout."),
    429: ("429", "Requests to this deployment have exceeded its rate limit. Please retry later."),
    500: ("InternalServerError", "The server had an error while processing your request."),
    503: ("ServiceUnavailable", "The service is temporarily unable to process your request."),
}


def success(send: Send, prompt: int = PROMPT_TOKENS, completion: int = COMPLETION_TOKENS) -> Answer:
    """What a backend answers that serves the request.

    Args:
        send: the call.
        prompt: the tokens of the prompt.
        completion: the tokens of the answer.
    """
    headers = Headers()
    headers.rows = _JSON.copy()
    body = _body(_kind_of(send.path), send.deployment or "", prompt, completion)
    return Answer(200, headers, body)


def kind_of(url: str) -> str:
    """What a URL asks for: ``chat``, ``embeddings``, ``responses``, ``completions``, ``other``."""
    path = url.partition("?")[0].rstrip("/")
    if path.endswith("/chat/completions"):
        return "chat"
    for kind in ("embeddings", "responses", "completions"):
        if path.endswith(f"/{kind}"):
            return kind
    return "other"


_kind_of = lru_cache(maxsize=256)(kind_of)


@lru_cache(maxsize=256)
def _body(kind: str, model: str, prompt: int, completion: int) -> bytes:
    total = {"prompt_tokens": prompt, "total_tokens": prompt + completion}
    found: dict[str, Any] = {"object": "list", "data": []}
    if kind == "chat":
        message = {"role": "assistant", "content": "Hello! How can I help you today?"}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        found = {"id": "chatcmpl-offline", "object": "chat.completion", "created": 0}
        found |= {"model": model, "choices": [choice]}
        found |= {"usage": {**total, "completion_tokens": completion}}
    elif kind == "embeddings":
        data = [{"object": "embedding", "index": 0, "embedding": [0.0, 0.6, 0.8]}]
        usage = {"prompt_tokens": prompt, "total_tokens": prompt}
        found = {"object": "list", "data": data, "model": model, "usage": usage}
    elif kind == "completions":
        choice = {"index": 0, "text": "Hello!", "finish_reason": "stop"}
        found = {"id": "cmpl-offline", "object": "text_completion", "created": 0}
        found |= {"model": model, "choices": [choice]}
        found |= {"usage": {**total, "completion_tokens": completion}}
    elif kind == "responses":
        usage = {"input_tokens": prompt, "output_tokens": completion}
        found = {"id": "resp_offline", "object": "response", "model": model, "output": []}
        found |= {"status": "completed", "usage": {**usage, "total_tokens": prompt + completion}}
    return json.dumps(found).encode()


def failure(status: int, retry_after: str | None = None) -> Answer:
    """What a backend answers that fails, in Azure OpenAI's shape."""
    headers = Headers([("Content-Type", "application/json")])
    if retry_after is not None:
        headers.set("Retry-After", [retry_after])
    if status < 300:
        return Answer(status, headers, b"{}")
    return Answer(status, headers, _error(status))


@lru_cache(maxsize=256)
def _error(status: int) -> bytes:
    code, message = _CODES.get(status, (str(status), reason_of(status) or "The request failed."))
    return json.dumps({"error": {"code": code, "message": message}}).encode()
