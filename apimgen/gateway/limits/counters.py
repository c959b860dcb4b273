"""The counters of a world, by key; those that count nothing any more are forgotten."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.gateway.engine.exchange import Exchange

# A key may be of each request anew; so many come before the old ones are looked through.
_MANY = 20_000


class Counter(Protocol):
    """What counts for one key.

    Attributes:
        idle_from: when it is as if it were new, in seconds since 1970.
    """

    idle_from: float


C = TypeVar("C", bound=Counter)


def counter_of(exchange: Exchange, key: str, make: Callable[[], C]) -> C:
    """The counter of a key, made where there is none."""
    counters = exchange.world.counters
    found: C | None = counters.get(key)
    if found is None:
        if len(counters) % _MANY == _MANY - 1:
            now = exchange.now()
            idle = [one for one, of in counters.items() if getattr(of, "idle_from", inf) <= now]
            for one in idle:
                del counters[one]
        found = counters[key] = make()
    return found
