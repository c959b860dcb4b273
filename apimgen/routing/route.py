"""What a policy needs: its backends, and what the service must have for it to work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from apimgen.inventory.model.auth import Auth
    from apimgen.inventory.model.inventory import Backend
    from apimgen.inventory.model.policy import Policy
    from apimgen.routing.entities import Entity, PoolEntity
    from apimgen.routing.named_values import NamedValue
    from apimgen.routing.table import Table


class Candidate(NamedTuple):
    """A backend that may serve a policy's requests.

    Attributes:
        backend: of the inventory.
        url: the named value that holds its URL; None where the URL is written inline.
        key: the named value that holds the key that the gateway sends; None where it sends none.
        auth: how the gateway proves itself to it: its own way, or else the policy's.
    """

    backend: Backend
    url: NamedValue | None
    key: NamedValue | None
    auth: Auth


@dataclass(frozen=True, slots=True)
class Route:
    """How one policy reaches its backends.

    Attributes:
        policy: of the inventory.
        candidates: the backends that may serve, in the policy's order.
        entities: the backend entities that the service must have, each after those it names.
        pool: the one among them that the policy sends all requests to; None where the policy
            itself chooses a candidate.
        pools: those among the entities that serve one deployment each, in the table's order.
        table: its candidates, with what they host; None for the article's documents.
    """

    policy: Policy
    candidates: tuple[Candidate, ...]
    entities: tuple[Entity, ...] = ()
    pool: PoolEntity | None = None
    pools: tuple[PoolEntity, ...] = ()
    table: Table | None = None

    @property
    def auth(self) -> Auth:
        """How the gateway proves itself to the candidates."""
        return self.policy.auth

    @property
    def named_values(self) -> tuple[NamedValue, ...]:
        """The named values that the policy and its entities refer to."""
        # An entity holds its backend's URL itself, and refers to the key.
        return tuple(
            value
            for each in self.candidates
            for value in (None if self.entities else each.url, each.key)
            if value is not None
        )
