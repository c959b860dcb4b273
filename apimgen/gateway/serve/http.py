"""The two ends of an HTTP exchange, in ASGI's messages."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.values import to_text
from apimgen.gateway.serve.calls import RefusedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Sender = Callable[[Message], Awaitable[None]]

MOST_BODY = 64 * 1024 * 1024
BODY_SECONDS = 60.0
NO_BODY = frozenset({204, 304})
"""The statuses whose answers have no body (RFC 9110, 6.4.1)."""


async def body_of(scope: Any, receive: Receive) -> bytes:
    """The whole body of a request.

    Raises:
        RefusedError: where it is too large, takes too long, or its caller has gone.
    """
    parts: list[bytes] = []
    length = dict(scope["headers"]).get(b"content-length", b"0")
    size = 0
    if int(length) > MOST_BODY:
        raise RefusedError(413, f"The body has more than {MOST_BODY >> 20} MiB.")
    while True:
        try:
            message = await asyncio.wait_for(receive(), BODY_SECONDS)
        except TimeoutError:
            raise RefusedError(408, "The request's body did not come in time.") from None
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "The caller went away.")
        part = message.get("body", b"")
        size += len(part)
        if size > MOST_BODY:
            raise RefusedError(413, f"The body has more than {MOST_BODY >> 20} MiB.")
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


class BrokenOffError(ConnectionError):
    """A backend broke off in the middle of its answer."""


def length_of(stream: Any) -> int | None:
    """The length of an answer that nobody changed, where its backend told it."""
    length: int | None = getattr(stream, "content_length", None)
    return length


async def pass_on(stream: Any, send: Sender) -> None:
    """Passes pieces on as they come.

    Raises:
        BrokenOffError: where not all of them come.
    """
    async for piece in stream:
        await send({"type": "http.response.body", "body": piece, "more_body": True})


def start(status: int, pairs: list[tuple[str, str]], length: int | None) -> Message:
    """The message that begins an answer.

    Args:
        status: of the answer.
        pairs: its headers.
        length: of its body; None where nobody knows yet.
    """
    headers = [
        (name.lower().encode("latin-1", "replace"), to_text(value).encode())
        for name, value in pairs
        if name.lower() not in ("content-length", "transfer-encoding", "connection")
    ]
    if length is not None and status not in NO_BODY:
        headers.append((b"content-length", str(length).encode()))
    return {"type": "http.response.start", "status": status, "headers": headers}


def last(body: bytes = b"") -> Message:
    """The message that ends an answer."""
    return {"type": "http.response.body", "body": body, "more_body": False}


async def answer(
    send: Sender,
    status: int,
    body: bytes,
    pairs: list[tuple[str, str]] | None = None,
    *,
    head: bool = False,
) -> None:
    """Sends a whole answer of the gateway's own.

    Args:
        send: takes the messages.
        status: of the answer.
        body: of the answer.
        pairs: the headers; without them, those of JSON.
        head: whether the request was HEAD, whose answer has no body.
    """
    await send(start(status, pairs or [("content-type", "application/json")], len(body)))
    await send(last(b"" if head else body))
