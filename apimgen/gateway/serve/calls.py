"""Calls of callers: from an HTTP request to what the engine takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from apimgen.csharp.run.values import from_text
from apimgen.gateway.requests import Call, matched_to

if TYPE_CHECKING:
    from apimgen.gateway.instance.instance import Instance

Scope = Any
_KEY_HEADERS = ("ocp-apim-subscription-key", "api-key")
_KEY_PARAMETER = "subscription-key"
_DOT = re.compile(r"%2e", re.I)


class RefusedError(Exception):
    """A request that the gateway answers itself, before any policy.

    Attributes:
        status: of the answer.
        message: what the caller reads.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def call_of(scope: Scope, body: bytes, instance: Instance) -> Call:
    """The call that an HTTP request makes, with the operation that it is for.

    Args:
        scope: of ASGI.
        body: of the request.
        instance: that takes it.

    Raises:
        RefusedError: where no operation fits, or a key is missing.
    """
    headers = tuple(
        (name.decode("latin-1"), from_text(text_of_header(value)))
        for name, value in scope["headers"]
    )
    raw = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0]
    path = _below(_without_dots(raw.decode("latin-1")), instance.api.path)
    query, _ = query_of(scope)
    found = matched_to(
        instance,
        Call(
            method=scope["method"],
            path=path,
            query=query,
            headers=headers,
            body=body or None,
            ip=scope["client"][0] if scope.get("client") else "127.0.0.1",
            product=instance.api.products[0] if instance.api.products else "",
        ),
    )
    if instance.api.operations and found.operation is None:
        raise RefusedError(404, "Resource not found")
    if not instance.api.subscription_required:
        return found
    return _with_subscription(found)


def query_of(scope: Scope) -> tuple[dict[str, list[str]], str]:
    """The parameters of a request's query, and the query as its caller wrote it."""
    text = scope["query_string"].decode("latin-1")
    query: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        query.setdefault(from_text(name), []).append(from_text(value))
    return query, text


def text_of_header(octets: bytes) -> str:
    """The value of a header: UTF-8, and where it is none, a character for each byte."""
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def _below(path: str, api: str) -> str:
    """The path below that of the API."""
    if not api:
        return path
    prefix = f"/{api.strip('/')}"
    if path != prefix and not path.startswith(f"{prefix}/"):
        raise RefusedError(404, "Resource not found")
    return path[len(prefix) :] or "/"


def _without_dots(path: str) -> str:
    """A path without ``.`` and ``..`` (RFC 3986, 5.2.4), so that none leads out of the API."""
    parts: list[str] = []
    for part in path.split("/"):
        plain = _DOT.sub(".", part)
        if plain == "..":
            if len(parts) > 1:
                parts.pop()
        elif plain != ".":
            parts.append(part)
    return "/".join(parts) or "/"


def _with_subscription(call: Call) -> Call:
    """The call of a subscription: any key will do here, and without one the service refuses."""
    from dataclasses import replace  # noqa: PLC0415 - where keys are asked for

    keyed = any(name.lower() in _KEY_HEADERS for name, _ in call.headers)
    if not keyed and _KEY_PARAMETER not in call.query:
        raise RefusedError(
            401,
            "Access denied due to missing subscription key. Make sure to include subscription key "
            "when making requests to an API.",
        )
    query = {name: values for name, values in call.query.items() if name != _KEY_PARAMETER}
    return replace(call, query=query, subscription=("offline", "offline"))
