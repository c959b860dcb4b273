"""The backend entities that a policy may use on the service, as their JSON bodies.

A single entity holds a backend's URL, its key and its circuit breaker; a pool names single ones.
The breaker belongs to the entity, so two policies whose pools share a backend share its breaker.

See https://learn.microsoft.com/azure/api-management/backends and
https://learn.microsoft.com/rest/api/apimanagement/backend/create-or-update?view=rest-apimanagement-2024-05-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from apimgen.inventory.model.names import entity_name
from apimgen.routing.failures import tripping

if TYPE_CHECKING:
    from apimgen.inventory.model.inventory import Backend
    from apimgen.inventory.model.policy import Cooldown
    from apimgen.inventory.model.statuses import StatusRange

Properties = dict[str, Any]

RULE: Final = "throttled-or-down"
# https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies
REASONS: Final = ("BackendConnectionFailure", "Timeout")
WINDOW: Final = "PT1M"
"""How long a failure counts. One is enough to trip, so any window does."""


class Of(NamedTuple):
    """A deployment that an entity is for.

    Attributes:
        name: by which callers ask for it, in lower case.
        there: what the backend calls it.
    """

    name: str
    there: str


@dataclass(frozen=True, slots=True)
class SingleEntity:
    """A backend as an entity of its own, or one of its deployments.

    Attributes:
        backend: of the inventory; the entity has its name.
        keyed: whether the entity itself sends the backend's key.
        cooldown: when its circuit breaker closes again; without one it has no breaker.
        passes_credentials: whether the caller's own credentials reach the backend.
        deployment: the one that it is for; None for the whole backend.
        in_path: whether its URL brings that deployment's name.
    """

    backend: Backend
    keyed: bool
    cooldown: Cooldown | None
    passes_credentials: bool = False
    deployment: Of | None = None
    in_path: bool = True
    kind: ClassVar = "single"

    @property
    def name(self) -> str:
        """The entity's id."""
        if self.deployment is None:
            return self.backend.name
        return entity_name(self.backend.name, self.deployment.name, in_path=self.in_path)

    @property
    def url(self) -> str:
        """Where it sends requests."""
        base = self.backend.url
        if self.deployment is None or not self.in_path:
            return base
        base = base.rstrip("/")
        prefix = "" if base.endswith("/openai") else "/openai"
        return f"{base}{prefix}/deployments/{self.deployment.there}"

    @property
    def properties(self) -> Properties:
        """The ``properties`` of its JSON body; None means that it must not be there."""
        key = [f"{{{{{self.backend.key_name}}}}}"] if self.keyed else None
        return {
            "url": self.url,
            "protocol": "http",
            "credentials": {"header": {"api-key": key}},
            "circuitBreaker": _breaker(
                self.cooldown, tripping(passes_credentials=self.passes_credentials)
            ),
        }

    def __str__(self) -> str:
        if self.cooldown is None:
            return self.url
        return f"{self.url}, rests {self.cooldown.seconds} s after a failure"


class Member(NamedTuple):
    """A member of a pool.

    Attributes:
        name: of its entity.
        priority: lower comes first.
        weight: its share within its priority.
    """

    name: str
    priority: int
    weight: int


@dataclass(frozen=True, slots=True)
class PoolEntity:
    """A pool: the service itself chooses among its members, by priority, then by weight.

    Attributes:
        name: the entity's id.
        members: its members.
    """

    name: str
    members: tuple[Member, ...]
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


@dataclass(frozen=True, slots=True)
class EmbeddingsEntity:
    """The deployment that turns prompts into vectors, for the semantic cache.

    Attributes:
        backend: of the inventory.
        deployment: what the backend calls it.
    """

    backend: Backend
    deployment: str
    kind: ClassVar = "embeddings"

    @property
    def name(self) -> str:
        """The entity's id."""
        return f"{self.backend.name}-{self.deployment}-embeddings"

    @property
    def properties(self) -> Properties:
        """The ``properties`` of its JSON body; the gateway signs in by its own identity."""
        return {"url": str(self), "protocol": "http"}

    def __str__(self) -> str:
        base = self.backend.url.rstrip("/")
        prefix = "" if base.endswith("/openai") else "/openai"
        return f"{base}{prefix}/deployments/{self.deployment}/embeddings"


@dataclass(frozen=True, slots=True)
class SafetyEntity:
    """An Azure AI Content Safety resource.

    Attributes:
        backend: of the inventory; the entity has its name.
    """

    backend: Backend
    kind: ClassVar = "content-safety"

    @property
    def name(self) -> str:
        """The entity's id."""
        return self.backend.name

    @property
    def properties(self) -> Properties:
        """The ``properties`` of its JSON body, with its key where it has one."""
        body: Properties = {"url": self.backend.url, "protocol": "http"}
        if self.backend.api_key is not None:
            key = [f"{{{{{self.backend.key_name}}}}}"]
            body["credentials"] = {"header": {"Ocp-Apim-Subscription-Key": key}}
        return body

    def __str__(self) -> str:
        return self.backend.url


Entity = SingleEntity | PoolEntity | EmbeddingsEntity | SafetyEntity


def _breaker(cooldown: Cooldown | None, statuses: tuple[StatusRange, ...]) -> Properties | None:
    """A breaker of one rule, which is all that the service takes."""
    if cooldown is None:
        return None
    condition = {
        "count": 1,
        "interval": WINDOW,
        "statusCodeRanges": [{"min": each.min, "max": each.max} for each in statuses],
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
