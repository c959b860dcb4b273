"""What earlier applies left on the service: old secrets that they kept and did not delete.

An apply that was killed while it cleaned up, or that could not, has done all of its work. What it
left is no change of the next plan; the next apply deletes it once it has succeeded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.service.resources.kinds import NAMED_VALUE
from apimgen.service.resources.previous_values import is_keeper, keeper_of
from apimgen.service.resources.resource import Live, ResourceId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.service.plan.collisions import Items
    from apimgen.service.resources.resource import Resource


def left_over(items: Items, wanted: Iterable[Resource], *, prune: bool) -> tuple[ResourceId, ...]:
    """The keepers that are of no more use once the wanted resources are as they should be.

    Those of secrets that are not wanted but still there may belong to another inventory whose
    apply died half way, and be needed to roll it back. They stay, unless everything is pruned.

    Args:
        items: lists the service.
        wanted: the resources of the inventory.
        prune: whether whatever apimgen made and the inventory lacks is deleted.
    """
    collection = NAMED_VALUE.collection
    found = [
        Live(ResourceId(f"{collection}/{body['name']}"), body.get("properties") or {}, "")
        for body in items(collection)
    ]
    keepers = [live.id for live in found if is_keeper(live)]
    if prune or not keepers:
        return tuple(keepers)
    ours = {keeper_of(one.id).key for one in wanted if one.id.kind is NAMED_VALUE}
    others = {keeper_of(live.id).key for live in found} - ours
    return tuple(keeper for keeper in keepers if keeper.key not in others)
