"""Answers of language models in the cache, by what was asked.

The service compares prompts by the embeddings of a model, and a score. Offline there is no such
model: a prompt is found again where it is the very same, which has the best score, or where a
script says how far two are apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.caching.responses import Lookup, found, open_lookup, opened, store
from apimgen.gateway.engine.failures import Cached
from apimgen.gateway.models.prompts import messages_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

_SYSTEM = ("system", "developer")
_MANY = 1_000_000


def lookup_step(name: str, element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """The step of a semantic cache's lookup."""
    ignores_system = build.boolean(element, "ignore-system-messages")
    most = build.number(element, "max-message-count", str(_MANY))
    threshold = build.number(element, "score-threshold", "0")
    varies_by = [build.text(one, None) for one in element.iterchildren("vary-by")]

    def run(exchange: Exchange) -> None:
        messages = messages_of(exchange.context.request.body)
        if ignores_system.get(exchange):
            messages = [one for one in messages if one[0] not in _SYSTEM]
        if not messages:
            exchange.note("the request asks nothing of a model: not looked up")
            return
        if len(messages) > most.get(exchange):
            exchange.note(f"{len(messages)} messages are too many to be cached")
            return
        limit, script = threshold.get(exchange), exchange.world.script
        messages = [(role, script.prompt(text, limit)) for role, text in messages]
        parts = "\n".join(one.get(exchange) for one in varies_by)
        key = f"{name} {parts}\n" + "\n".join(f"{role}: {text}" for role, text in messages)
        if found(exchange, key):
            exchange.note("the same prompt is kept: its answer goes on in outbound")
            raise Cached
        opened(exchange, Lookup(key), name)
        exchange.note("neither this prompt is kept nor one that a script says is like it")

    return run


def store_step(name: str, element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """The step of a semantic cache's store."""
    duration = build.number(element, "duration", "0")
    always = None
    if element.get("cache-response") is not None:
        always = build.boolean(element, "cache-response")

    def run(exchange: Exchange) -> None:
        if exchange.cached:
            exchange.note("the answer came from the cache")
            return
        response, lookup = exchange.context.response, open_lookup(exchange, name)
        if lookup is None or response is None:
            exchange.note("nothing was looked up, so nothing is stored")
            return
        wanted = response.status == 200 or (always is not None and always.get(exchange))
        if not wanted or exchange.stream is not None:
            what = "stream" if wanted else str(response.status)
            exchange.note(f"a {what} is not stored")
            return
        seconds = float(duration.get(exchange))
        store(exchange, lookup, seconds)
        exchange.note(f"the answer is stored for {seconds:g} s")

    return run
