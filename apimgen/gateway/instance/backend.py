"""Backends and pools, as an instance has them.

See https://learn.microsoft.com/azure/api-management/backends.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerRule:
    """When a backend's circuit breaker trips, and for how long.

    Attributes:
        count: the failures that trip it; None where a percentage does.
        percentage: of the calls within the interval that fail.
        interval: the seconds in which failures are counted.
        statuses: which answers are failures, as ranges with both ends.
        reasons: which errors are failures: ``BackendConnectionFailure``, ``Timeout`` and so on.
        trip: the seconds that it stays open.
        accept_retry_after: whether a Retry-After of the answer takes the place of those.
    """

    count: int | None = 1
    percentage: float | None = None
    interval: float = 60.0
    statuses: tuple[Range, ...] = ((429, 429), (500, 599))
    reasons: tuple[str, ...] = ()
    trip: float = 10.0
    accept_retry_after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """A place that requests go to: an entity of the instance, or a URL that a policy names.

    Attributes:
        name: what people call it: its name in the inventory, its id, or its base URL.
        url: its base URL, without a slash at its end.
        entity: its id as an entity; None where only a URL is known.
        deployments: the models' deployments that it has, by the names in requests' paths at this
            backend; None where that is not known.
        region: the Azure region that it is in; empty where that is not known.
        breaker: its circuit breaker's rule.
        headers: what the entity's credentials add to a request.
        query: the query parameters that they add.
    """

    name: str
    url: str
    entity: str | None = None
    deployments: frozenset[str] | None = None
    region: str = ""
    breaker: BreakerRule | None = None
    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """What its circuit breaker belongs to: the entity, or the place."""
        return self.entity or self.name

    def is_called(self, name: str) -> bool:
        """Whether a person means it by a name: its name, its entity's id, or its base URL."""
        return name in (self.name, self.entity) or name.rstrip("/") == self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A backend in a pool.

    Attributes:
        backend: which one.
        priority: lower ones serve first.
        weight: its share among those of its priority.
    """

    backend: Backend
    priority: int = 1
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Backends that the service itself chooses among.

    Attributes:
        name: its id.
        members: its backends.
        affinity: the cookie that keeps a session at one member; empty where none does.
    """

    name: str
    members: tuple[Member, ...] = field(default_factory=tuple)
    affinity: str = ""
