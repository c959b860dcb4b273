"""``routing: pool``: the service itself chooses, by a pool of backend entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.inventory.model.choices import AuthKind
from apimgen.inventory.model.names import pool_name
from apimgen.routing.entities import PoolEntity, SingleEntity
from apimgen.routing.route import Route

if TYPE_CHECKING:
    from apimgen.inventory.model.policy import Policy
    from apimgen.routing.route import Candidate


def route(policy: Policy, candidates: tuple[Candidate, ...]) -> Route:
    """An entity for each backend, which holds its URL, key and breaker, and a pool of them."""
    keyed = policy.auth.kind is AuthKind.API_KEY
    backends = tuple(each.backend for each in candidates)
    singles = (SingleEntity(backend, keyed, policy.cooldown) for backend in backends)
    pool = PoolEntity(pool_name(policy.name), backends)
    return Route(policy, candidates, entities=(*singles, pool), pool=pool)
