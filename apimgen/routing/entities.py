"""The backend entities that policies with ``routing: pool`` use on the service.

One single entity for each backend, with a circuit breaker where the policy has a ``cooldown``, and
one pool for each policy. The breaker is kept by the entity, so that two policies whose pools share
a backend share its breaker too.

See https://learn.microsoft.com/azure/api-management/backends and
https://learn.microsoft.com/rest/api/apimanagement/backend/create-or-update?view=rest-apimanagement-2024-05-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from apimgen.inventory.model.choices import AuthKind, Routing
from apimgen.inventory.model.statuses import UNAVAILABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.inventory.model.inventory import Backend, Inventory
    from apimgen.inventory.model.policy import Cooldown, Policy

Properties = dict[str, Any]

RULE: Final = "throttled-or-down"
# https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies
REASONS: Final = ("BackendConnectionFailure", "Timeout")
WINDOW: Final = "PT1M"
"""How long a failure counts. One is enough to trip, so any window does."""


@dataclass(frozen=True, slots=True)
class Single:
    """A backend as an entity of its own.

    Attributes:
        backend: of the inventory, which the entity has its name from.
        keyed: whether the entity itself sends the backend's key.
        cooldown: when its circuit breaker closes again; without one it has no breaker.
    """

    backend: Backend
    keyed: bool
    cooldown: Cooldown | None
    kind: ClassVar = "single"

    @property
    def name(self) -> str:
        """The entity's id."""
        return self.backend.name

    @property
    def properties(self) -> Properties:
        """The ``properties`` of its JSON body; None is for what must not be there."""
        key = [f"{{{{{self.backend.key_name}}}}}"] if self.keyed else None
        return {
            "url": self.backend.url,
            "protocol": "http",
            "credentials": {"header": {"api-key": key}},
            "circuitBreaker": _breaker(self.cooldown),
        }

    def __str__(self) -> str:
        if self.cooldown is None:
            return self.backend.url
        return f"{self.backend.url}, rests {self.cooldown.seconds} s after 429 or 5xx"


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool: the service itself chooses among its members, by priority, then by weight.

    Attributes:
        name: the entity's id.
        members: its backends.
    """

    name: str
    members: tuple[Backend, ...]
    kind: ClassVar = "pool"

    @property
    def properties(self) -> Properties:
        """The ``properties`` of its JSON body."""
        services = [
            {"id": f"/backends/{each.name}", "priority": each.priority, "weight": each.weight}
            for each in self.members
        ]
        # A single backend of that name, which stood there before, becomes a pool and nothing else.
        single = dict.fromkeys(("url", "protocol", "credentials", "circuitBreaker"))
        return {"type": "Pool", "pool": {"services": services}, **single}

    def __str__(self) -> str:
        by_priority: dict[int, list[str]] = {}
        for each in sorted(self.members, key=lambda each: each.priority):
            weight = f" ({each.weight})" if each.weight != 1 else ""
            by_priority.setdefault(each.priority, []).append(each.name + weight)
        return ", then ".join(" or ".join(names) for names in by_priority.values())


Entity = Single | Pool


def entities(inventory: Inventory, policies: Iterable[Policy]) -> list[Entity]:
    """What the pools of these policies need: the members in the inventory's order, then the pools.

    Args:
        inventory: holds the backends.
        policies: those that are to work; two that share a backend agree about it, which the
            checks of the inventory have seen to.
    """
    pooled = [policy for policy in policies if policy.routing is Routing.POOL]
    singles: dict[str, Single] = {}
    for policy in pooled:
        keyed = policy.auth.kind is AuthKind.API_KEY
        for backend in inventory.backends_of(policy):
            singles.setdefault(backend.name, Single(backend, keyed, policy.cooldown))
    ordered = [singles[each.name] for each in inventory.backends if each.name in singles]
    return [*ordered, *(Pool(p.pool_name, inventory.backends_of(p)) for p in pooled)]


def _breaker(cooldown: Cooldown | None) -> Properties | None:
    """A breaker of one rule, which is all that the service takes."""
    if cooldown is None:
        return None
    condition = {
        "count": 1,
        "interval": WINDOW,
        "statusCodeRanges": [{"min": each.min, "max": each.max} for each in UNAVAILABLE],
        "errorReasons": list(REASONS),
    }
    rule = {
        "name": RULE,
        "failureCondition": condition,
        "tripDuration": f"PT{cooldown.seconds}S",
        # Azure OpenAI says how long it throttles, which may be as long as a day.
        "acceptRetryAfter": True,
    }
    return {"rules": [rule]}
