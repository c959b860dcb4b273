"""``limit-concurrency``: lets so many requests at a time run what is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "limit-concurrency"


def compile(element: etree._Element, build: Build) -> None:  # noqa: A001 - the engine's word
    """Counts who is inside, by key; one too many gets a 429 at once.

    The page: https://learn.microsoft.com/azure/api-management/limit-concurrency-policy.
    """
    key = build.text(element, "key")
    most = build.number(element, "max-count", "1")
    counted = build.fresh("c")
    enter, leave = build.constant(_enter), build.constant(_leave)
    build.line(f"{counted} = {enter}(x, {key.code}, {most.code})")
    with build.indented("try:"):
        build.children(element)
    with build.indented("finally:"):
        build.line(f"{leave}(x, {counted})")


def _enter(exchange: Exchange, key: str, most: int) -> str:
    counters = exchange.world.counters
    counted = f"{NAME} {key}"
    inside: int = counters.get(counted, 0)
    if inside >= most:
        message = "Concurrency limit is exceeded."
        raise PolicyError(NAME, "ConcurrencyLimitExceeded", message, status=429)
    counters[counted] = inside + 1
    exchange.note(f"{inside + 1} of {most} inside")
    return counted


def _leave(exchange: Exchange, counted: str) -> None:
    counters = exchange.world.counters
    counters[counted] -= 1
    if not counters[counted]:
        del counters[counted]
