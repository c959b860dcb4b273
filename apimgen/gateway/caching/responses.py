"""Whole answers in the cache: what ``cache-lookup`` finds and ``cache-store`` keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.csharp.run.context import Body, Response
from apimgen.gateway.caching.values import keep, look_up

if TYPE_CHECKING:
    from apimgen.gateway.engine.exchange import Exchange

_KEPT_OPEN = "lookup"


class Lookup(NamedTuple):
    """A lookup that found nothing, for the store that follows.

    Attributes:
        key: what was looked up.
        caching: what ``Cache-Control`` tells those who come after the gateway; empty for nothing.
    """

    key: str
    caching: str = ""


def found(exchange: Exchange, key: str) -> bool:
    """Whether an answer is kept; then it is the answer."""
    kept = look_up(exchange, key)
    if kept is None:
        return False
    exchange.context.response = kept
    exchange.stream = None
    return True


def opened(exchange: Exchange, lookup: Lookup, policy: str) -> None:
    """Remembers what was looked up, for the store of the same kind."""
    exchange.data[f"{_KEPT_OPEN} {policy}"] = lookup


def open_lookup(exchange: Exchange, policy: str) -> Lookup | None:
    """What was looked up and not found; None where nothing was."""
    lookup: Lookup | None = exchange.data.get(f"{_KEPT_OPEN} {policy}")
    return lookup


def store(exchange: Exchange, lookup: Lookup, seconds: float) -> None:
    """Keeps the answer as it is now."""
    now = exchange.context.response
    if now is not None:
        body = Body(now.body.data, now.body.charset)
        kept = Response(now.status, now.reason, now.headers.copy(), body)
        keep(exchange, lookup.key, kept, seconds)
