"""Decides the route of each policy, and what several routes need together."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from apimgen.inventory.model.choices import AuthKind, Endpoints
from apimgen.routing.beside import beside
from apimgen.routing.named_values import key_of, url_of
from apimgen.routing.route import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apimgen.inventory.model.inventory import Inventory
    from apimgen.inventory.model.policy import Policy
    from apimgen.routing.entities import Entity
    from apimgen.routing.named_values import NamedValue
    from apimgen.routing.route import Route


def route_of(inventory: Inventory, policy: Policy) -> Route:
    """The route of one policy, by the strategy that its ``routing`` names."""
    by_named_value = policy.endpoints is Endpoints.NAMED_VALUES
    candidates = tuple(
        Candidate(
            backend,
            url_of(backend) if by_named_value else None,
            key_of(backend) if auth.kind is AuthKind.API_KEY else None,
            auth,
        )
        for backend in inventory.backends_of(policy)
        for auth in (backend.auth or policy.auth,)
    )
    # One module for each word, so that a new routing is a new file.
    strategy = import_module(f"apimgen.routing.strategies.{policy.routing.value}")
    decide: Callable[[Policy, tuple[Candidate, ...]], Route] = strategy.route
    return replace(decide(policy, candidates), beside=beside(inventory, policy))


def named_values(inventory: Inventory, policies: Iterable[Policy]) -> list[NamedValue]:
    """The named values that these policies refer to, each once, in the order of the backends.

    What the user's own XML refers to is not among them.
    """
    needed = {
        value.name: value
        for policy in policies
        if policy.file is None
        for value in route_of(inventory, policy).named_values
    }
    return list(needed.values())


def entities(inventory: Inventory, policies: Iterable[Policy]) -> list[Entity]:
    """The backend entities that these policies need: single ones in inventory order, then pools.

    Args:
        inventory: holds the backends.
        policies: two that share an entity agree about it, as the inventory's checks ensure.
    """
    needed: dict[str, Entity] = {}
    for policy in policies:
        if policy.file is not None:
            continue
        route = route_of(inventory, policy)
        for entity in (*route.beside, *route.entities):
            needed.setdefault(entity.name, entity)
    position = {backend.name: index for index, backend in enumerate(inventory.backends)}
    return sorted(needed.values(), key=lambda entity: position.get(entity.name, len(position)))
