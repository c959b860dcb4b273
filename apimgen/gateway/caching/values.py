"""Values in the built-in cache.

An entry is a copy: the cache is outside of the gateway, so what a later expression does to the
object that it stored changes nothing.
"""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apimgen.gateway.engine.exchange import Exchange

_UNCHANGING = (str, int, float, bool, Decimal, bytes)


def look_up(exchange: Exchange, key: str) -> Any:
    """What is kept; None where nothing is, or where there is no cache."""
    world = exchange.world
    if not world.has_cache:
        exchange.note("there is no built-in cache: nothing is found")
        return None
    return _copy(world.cache.get(key, exchange.now()))


def keep(exchange: Exchange, key: str, value: Any, seconds: float) -> None:
    """Keeps a value for so long, at once or when the request has ended, as the world reads it."""
    world = exchange.world
    if not world.has_cache:
        exchange.note("there is no built-in cache: nothing is stored")
        return
    kept = _copy(value)

    def put() -> None:
        now = exchange.now()
        world.cache.put(key, kept, now + seconds, now)

    if world.readings.store == "at-once":
        put()
    else:
        exchange.at_end.append(put)


def forget(exchange: Exchange, key: str) -> None:
    """Removes what is kept."""
    if exchange.world.has_cache:
        exchange.world.cache.remove(key)


def _copy(value: Any) -> Any:
    return value if value is None or isinstance(value, _UNCHANGING) else deepcopy(value)
