"""The two ends of an HTTP exchange, in ASGI's messages."""

from __future__ import annotations

import asyncio
from contextlib import suppress
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


async def pass_on(stream: Any, receive: Receive, send: Sender) -> None:
    """Passes pieces on as they come, until all are there or the caller goes away."""
    gone = asyncio.create_task(_disconnected(receive))
    pieces = stream.content.iter_any() if hasattr(stream, "content") else stream
    try:
        async for piece in pieces:
            if gone.done():
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    except (TimeoutError, OSError, ValueError) as error:
        # The head has gone out: all that is left is to break off.
        raise ConnectionError("the backend broke off") from error
    finally:
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def start(status: int, pairs: list[tuple[str, str]]) -> Message:
    """The message that begins an answer with these headers; its length comes apart."""
    headers = [
        (name.lower().encode("latin-1", "replace"), to_text(value).encode("latin-1", "replace"))
        for name, value in pairs
        if name.lower() not in ("content-length", "transfer-encoding", "connection")
    ]
    return {"type": "http.response.start", "status": status, "headers": headers}


async def answer(
    send: Sender,
    status: int,
    body: bytes,
    pairs: list[tuple[str, str]] | None = None,
    *,
    head: bool = False,
) -> None:
    """Sends a whole answer.

    Args:
        send: takes the messages.
        status: of the answer.
        body: of the answer.
        pairs: the headers; without them, those of JSON.
        head: whether the request was HEAD, whose answer has no body.
    """
    head_of = start(status, pairs or [("content-type", "application/json")])
    if status not in NO_BODY:
        head_of["headers"].append((b"content-length", str(len(body)).encode()))
    await send(head_of)
    await send({"type": "http.response.body", "body": b"" if head else body})
