"""Names and paths that another resource of the service has already.

The service would refuse the creation half way through an apply, so the plan finds them first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.service.plan.plan import Action
from apimgen.service.resources.resource import ResourceId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from apimgen.service.plan.plan import Change
    from apimgen.service.resources.kinds import Unique
    from apimgen.service.resources.resource import Live, Properties

    Items = Callable[[str], Sequence[dict[str, Any]]]
    """The bodies of everything in a collection of the service, such as ``namedValues``."""


def collisions(
    items: Items, changes: Iterable[Change], live: Mapping[ResourceId, Live]
) -> list[str]:
    """Errors for each change that would give a resource what another one has.

    The display name of a named value, the method and template of an operation and the path of an
    API may each be there once, whatever the ids are.

    Args:
        items: lists the service.
        changes: the plan's.
        live: what the service has of what they change.
    """
    changes, errors = list(changes), []
    deleted = {change.id.key for change in changes if change.action is Action.DELETE}
    for change in changes:
        unique, wanted = change.id.kind.unique, change.properties or {}
        if unique is None or change.action not in {Action.CREATE, Action.UPDATE}:
            continue
        now = live[change.id].properties if change.id in live else None
        if now is not None and _same(now, wanted, unique):
            continue
        for other, has in _others(items, change.id, unique):
            if not _same(has, wanted, unique):
                continue
            advice = unique.advice.format(other=other.names[-1])
            if other.key in deleted:
                advice = "it is deleted only at the end; prune it first, in a run of its own"
            value = " ".join(str(has[name]) for name in unique.properties)
            errors.append(f'{change.id}: {other} already has the {unique.noun} "{value}"; {advice}')
    return errors


def _others(
    items: Items, resource: ResourceId, unique: Unique
) -> Iterator[tuple[ResourceId, Properties]]:
    """The other resources of the same collection, without those that may have the same."""
    above = resource.path.rpartition("/")[0]
    for body in items(above):
        other, properties = ResourceId(f"{above}/{body.get('name')}"), body.get("properties") or {}
        shares = properties.get(unique.unless) or ";rev=" in other.names[-1]
        if other.key != resource.key and not shares:
            yield other, properties


def _same(has: Properties, wanted: Properties, unique: Unique) -> bool:
    return all(
        str(has.get(name)).lower() == str(wanted.get(name)).lower() for name in unique.properties
    )
