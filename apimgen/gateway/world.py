"""What is around a gateway: time, dice, and what it remembers between requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from apimgen.gateway.answers.script import NOTHING
from apimgen.gateway.readings import Readings

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Dice
    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.backends.breakers import Breakers
    from apimgen.gateway.engine.exchange import Exchange


class Store(Protocol):
    """Values by key with an end to each, such as the built-in cache of a region."""

    def get(self, key: str, now: float) -> Any:
        """What is kept; None where nothing is, or no more."""
        ...

    def put(self, key: str, value: Any, until: float, now: float) -> None:
        """Keeps a value until a time."""
        ...

    def remove(self, key: str) -> None:
        """Forgets a value."""
        ...


class MemoryStore:
    """A store in memory, which forgets the oldest beyond a number of entries.

    Attributes:
        most: how many entries it keeps.
    """

    def __init__(self, most: int = 100_000) -> None:
        self.most = most
        self._rows: dict[str, tuple[float, Any]] = {}

    def get(self, key: str, now: float) -> Any:
        """What is kept; None where nothing is, or no more."""
        row = self._rows.get(key)
        if row is None:
            return None
        if row[0] <= now:
            del self._rows[key]
            return None
        return row[1]

    def put(self, key: str, value: Any, until: float, now: float) -> None:
        """Keeps a value until a time."""
        rows = self._rows
        rows.pop(key, None)
        if len(rows) >= self.most:
            for old in [one for one, (end, _) in rows.items() if end <= now]:
                del rows[old]
            while len(rows) >= self.most:
                del rows[next(iter(rows))]
        rows[key] = (until, value)

    def remove(self, key: str) -> None:
        """Forgets a value."""
        self._rows.pop(key, None)


class World:
    """What a gateway asks of its surroundings beside the effects that it yields.

    The four commands that run policies have a world each, which overrides what differs.

    Attributes:
        dice: random numbers.
        cache: the built-in cache.
        counters: what rate limits, quotas and token limits have counted, by key.
        breakers: the state of the circuit breakers.
        readings: what the service is taken to do where nobody knows.
        region: that the gateway is in, as the service names it.
        has_cache: whether there is a built-in cache: not on Consumption.
        script: what is scripted beside the backends.
        tokens_are_real: whether the identity's tokens open doors, and so are never shown.
    """

    tokens_are_real = False

    def __init__(
        self,
        dice: Dice,
        breakers: Breakers,
        *,
        cache: Store | None = None,
        readings: Readings | None = None,
        region: str = "",
        has_cache: bool = True,
        script: Script = NOTHING,
    ) -> None:
        self.dice = dice
        self.breakers = breakers
        self.cache: Store = cache or MemoryStore()
        self.counters: dict[str, Any] = {}
        self.readings = readings or Readings()
        self.region = region
        self.has_cache = has_cache
        self.script = script

    def now(self) -> float:
        """The time, in seconds since 1970 in UTC."""
        raise NotImplementedError

    def jitter(self) -> float:
        """The factor of a retry's growing wait, from 0.8 to 1.2."""
        return 1.0

    def pick(self, weights: list[int]) -> int:
        """The dice of a pool: a position, as likely as its weight says."""
        total = sum(weights)
        drawn = self.dice.integer(0, total)
        for at, weight in enumerate(weights):
            if drawn < weight:
                return at
            drawn -= weight
        return len(weights) - 1

    def token(self, resource: str, client_id: str) -> str | None:
        """An access token of the managed identity; None where it can't be had."""
        return f"identity-token-for-{resource or 'nothing'}" + (
            f"-{client_id}" if client_id else ""
        )

    def authorization(self, provider: str, connection: str) -> str | None:
        """An access token of a credential provider's connection; None where it can't be had."""
        return f"access-token-of-{provider}-{connection}"

    def verdict(self, policy: str, texts: list[str]) -> str | None:
        """What a check of content that the gateway asks elsewhere objects to; None for nothing.

        Args:
            policy: that asks.
            texts: what it asks about.
        """
        del policy
        return self.script.objection(texts)

    def ended(self, exchange: Exchange) -> None:
        """Hears that a request has its answer."""
