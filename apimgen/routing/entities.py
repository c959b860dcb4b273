"""The backend entities that a policy may use on the service, as their JSON bodies.

A single entity holds a backend's URL, its key and its circuit breaker; a pool names single ones.
The breaker belongs to the entity, so two policies whose pools share a backend share its breaker.

See https://learn.microsoft.com/azure/api-management/backends and
https://learn.microsoft.com/rest/api/apimanagement/backend/create-or-update?view=rest-apimanagement-2024-05-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from apimgen.routing.failures import tripping

if TYPE_CHECKING:
    from apimgen.inventory.model.inventory import Backend
    from apimgen.inventory.model.policy import Cooldown

Properties = dict[str, Any]

RULE: Final = "throttled-or-down"
# https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies
REASONS: Final = ("BackendConnectionFailure", "Timeout")
WINDOW: Final = "PT1M"
"""How long a failure counts. One is enough to trip, so any window does."""


@dataclass(frozen=True, slots=True)
class SingleEntity:
    """A backend as an entity of its own.

    Attributes:
        backend: of the inventory; the entity has its name.
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
        """The ``properties`` of its JSON body; None means that it must not be there."""
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
class PoolEntity:
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
        # If a single backend had this name before, nothing of it is left.
        single = dict.fromkeys(("url", "protocol", "credentials", "circuitBreaker"))
        return {"type": "Pool", "pool": {"services": services}, **single}

    def __str__(self) -> str:
        by_priority: dict[int, list[str]] = {}
        for each in sorted(self.members, key=lambda each: each.priority):
            weight = f" ({each.weight})" if each.weight != 1 else ""
            by_priority.setdefault(each.priority, []).append(each.name + weight)
        return ", then ".join(" or ".join(names) for names in by_priority.values())


Entity = SingleEntity | PoolEntity


def _breaker(cooldown: Cooldown | None) -> Properties | None:
    """A breaker of one rule, which is all that the service takes."""
    if cooldown is None:
        return None
    condition = {
        "count": 1,
        "interval": WINDOW,
        "statusCodeRanges": [
            {"min": each.min, "max": each.max} for each in tripping(passes_credentials=False)
        ],
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
