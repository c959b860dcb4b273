"""What a policy needs: its backends, and what the service must have for it to work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from apimgen.routing.entities import SafetyEntity
from apimgen.routing.named_values import key_of

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
        beside: the entities that the gateway's policies for language models call.
    """

    policy: Policy
    candidates: tuple[Candidate, ...]
    entities: tuple[Entity, ...] = ()
    pool: PoolEntity | None = None
    pools: tuple[PoolEntity, ...] = ()
    table: Table | None = None
    beside: tuple[Entity, ...] = ()

    @property
    def auth(self) -> Auth:
        """How the gateway proves itself: to the members of a pool, or else the policy's own way.

        The members of a pool all agree, as the inventory's checks ensure, but they may all differ
        from the policy.
        """
        if self.pool is not None and self.candidates:
            return self.candidates[0].auth
        return self.policy.auth

    @property
    def named_values(self) -> tuple[NamedValue, ...]:
        """The named values that the policy and its entities refer to."""
        # An entity holds its backend's URL itself, and refers to the key.
        of_candidates = (
            value
            for each in self.candidates
            for value in (None if self.entities else each.url, each.key)
        )
        of_others = (key_of(each.backend) for each in self.beside if isinstance(each, SafetyEntity))
        return tuple(value for value in (*of_candidates, *of_others) if value is not None)
