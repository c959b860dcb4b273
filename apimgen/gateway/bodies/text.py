"""Bodies as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.context import Body, Response
from apimgen.csharp.run.values import from_text, to_text

if TYPE_CHECKING:
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.messages import Message


def text_in(body: Body | None) -> str:
    """What a body says; an empty text where it is not there, or was read and not kept."""
    if body is None or not body.data:
        return ""
    try:
        return from_text(body.data.decode(body.charset, "replace").removeprefix("\ufeff"))
    except LookupError:
        return from_text(body.data.decode("utf-8", "replace"))


def put_text(exchange: Exchange, message: Message, text: str) -> None:
    """Gives a message another body; one that streams streams no more."""
    message.body = Body(to_text(text).encode("utf-8", "replace"))
    if isinstance(message, Response):
        exchange.stream = None


def content_type_of(message: Message) -> str:
    """The media type that a message says it has, in lower case, without parameters."""
    written = message.headers.joined("content-type") or ""
    return written.partition(";")[0].strip().lower()


def is_json(content_type: str) -> bool:
    """Whether a media type is one of JSON."""
    return content_type.endswith(("/json", "+json"))


def is_xml(content_type: str) -> bool:
    """Whether a media type is one of XML."""
    return content_type.endswith(("/xml", "+xml"))
