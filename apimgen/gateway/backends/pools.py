"""Which member of a pool a request goes to.

A pool takes the best priority that has a member whose breaker is closed, and there one by weight.
See https://learn.microsoft.com/azure/api-management/backends#load-balanced-pool.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apimgen.gateway.instance.backend import Backend, Member, Pool
    from apimgen.gateway.world import World


def pick(pool: Pool, world: World, session: str | None = None) -> Backend | None:
    """A member of a pool; None where all have tripped.

    Args:
        pool: which one.
        world: its breakers, its dice, and how it reads a pool whose members have all tripped.
        session: the name of the member that the caller's session cookie asks for.
    """
    now = world.now()
    breakers = world.breakers
    live = [one for one in pool.members if not breakers.is_open(one.backend, now)]
    if not live:
        if world.readings.pool_exhausted == "503" or not pool.members:
            return None
        live = list(pool.members)
    if session is not None:
        for one in live:
            if one.backend.name == session:
                return one.backend
    best = min(one.priority for one in live)
    return _by_weight([one for one in live if one.priority == best], world)


def _by_weight(members: list[Member], world: World) -> Backend:
    if len(members) == 1:
        return members[0].backend
    return members[world.pick([one.weight for one in members])].backend
