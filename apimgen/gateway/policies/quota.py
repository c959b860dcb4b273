"""``quota``: so many calls or kilobytes in a period, by subscription."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.gateway.limits.quotas import Quota, check, count, weigh
from apimgen.gateway.limits.rates import applies, subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "quota"


class _Limit(NamedTuple):
    name: str
    quota: Quota
    applies: tuple[Callable[[Exchange], bool], ...]


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Counts what the subscription uses; of an API's or operation's own quota apart.

    A request without a subscription has no quota. The service counts periods from the start of the
    subscription, which nobody knows offline: here they begin at round times. The page:
    https://learn.microsoft.com/azure/api-management/quota-policy.
    """
    place = f"{NAME} {build.scope} {build.frame.scoped.name}"
    limits = list(_limits(element, build, place, (), None))

    def run(exchange: Exchange) -> None:
        who = subject(exchange)
        if who is None:
            exchange.note("the request came without a subscription: no quota")
            return
        for limit in limits:
            if not all(one(exchange) for one in limit.applies):
                continue
            key, quota = f"{limit.name} {who}", limit.quota
            check(exchange, NAME, key, quota)
            count(exchange, key, quota)
            _weigh_later(exchange, key, quota)

    return run


def _weigh_later(exchange: Exchange, key: str, quota: Quota) -> None:
    exchange.at_end.append(lambda: weigh(exchange, key, quota))


def _limits(
    element: etree._Element,
    build: Build,
    name: str,
    conditions: tuple[Callable[[Exchange], bool], ...],
    above: Quota | None,
) -> Iterator[_Limit]:
    quota = Quota.of(element, build, above)
    yield _Limit(name, quota, conditions)
    for child in element.iterchildren("api", "operation"):
        here = f"{name}/{child.get('id') or child.get('name')}"
        about = (*conditions, applies(child, build))
        yield from _limits(child, build, here, about, quota)
