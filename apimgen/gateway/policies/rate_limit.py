"""``rate-limit``: so many calls in a while, by subscription."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.gateway.limits.rates import Rate, Telling, applies, subject, take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "rate-limit"


class _Limit(NamedTuple):
    name: str
    rate: Rate
    applies: tuple[Callable[[Exchange], bool], ...]


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Counts the calls of the subscription; of an API's or operation's own limit apart.

    A request without a subscription is not limited. The page:
    https://learn.microsoft.com/azure/api-management/rate-limit-policy.
    """
    telling = Telling(element, build)
    place = f"{NAME} {build.scope} {build.frame.scoped.name}"
    limits = list(_limits(element, build, place, ()))

    def run(exchange: Exchange) -> None:
        who = subject(exchange)
        if who is None:
            exchange.note("the request came without a subscription: not limited")
            return
        for limit in limits:
            if all(one(exchange) for one in limit.applies):
                key = f"{limit.name} {who}"
                take(exchange, NAME, key, limit.rate, telling, lambda: 1)

    return run


def _limits(
    element: etree._Element,
    build: Build,
    name: str,
    conditions: tuple[Callable[[Exchange], bool], ...],
) -> Iterator[_Limit]:
    yield _Limit(name, Rate.of(element, build), conditions)
    for child in element.iterchildren("api", "operation"):
        here = f"{name}/{child.get('id') or child.get('name')}"
        yield from _limits(child, build, here, (*conditions, applies(child, build)))
