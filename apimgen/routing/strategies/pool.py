"""``routing: pool``: the service itself chooses, by a pool of backend entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.inventory.model.choices import AuthKind
from apimgen.inventory.model.names import pool_name
from apimgen.routing.entities import Member, Of, PoolEntity, SingleEntity
from apimgen.routing.route import Route
from apimgen.routing.table import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.inventory.model.policy import Policy
    from apimgen.routing.entities import Entity
    from apimgen.routing.route import Candidate
    from apimgen.routing.table import Row


def route(policy: Policy, candidates: tuple[Candidate, ...]) -> Route:
    """An entity for each backend, which holds its URL, key and breaker, and a pool of them.

    Where the policy matches deployments, an entity for each deployment of a backend, so that one
    model's breaker does not take the others down, and a pool for each deployment.
    """
    table = table_of(policy, candidates)
    accounts = {row: _entity(policy, row) for row in table.rows}
    pool = PoolEntity(pool_name(policy.name), _members(accounts))
    by_deployment: list[SingleEntity] = []
    pools: list[PoolEntity] = []
    for number, name in enumerate(table.deployments):
        members = {
            row: _entity(policy, row, _hosted(row, number, name))
            for row in table.rows
            if row.hosts(number)
        }
        by_deployment += members.values()
        pools.append(PoolEntity(pool_name(f"{policy.name}-{name}"), _members(members)))
    entities: tuple[Entity, ...] = (*accounts.values(), *by_deployment, pool, *pools)
    return Route(policy, candidates, entities, pool, tuple(pools), table)


def _entity(policy: Policy, row: Row, deployment: Of | None = None) -> SingleEntity:
    return SingleEntity(
        row.candidate.backend,
        keyed=row.candidate.auth.kind is AuthKind.API_KEY,
        cooldown=policy.cooldown,
        passes_credentials=row.candidate.auth.kind is AuthKind.NONE,
        deployment=deployment,
        in_path=policy.match_deployment != "body",
    )


def _hosted(row: Row, number: int, name: str) -> Of:
    there = next((each.there for each in row.deployments or () if each.number == number), None)
    return Of(name, there or name)


def _members(entities: Mapping[Row, SingleEntity]) -> tuple[Member, ...]:
    return tuple(
        Member(entity.name, row.candidate.backend.priority, row.candidate.backend.weight)
        for row, entity in entities.items()
    )
