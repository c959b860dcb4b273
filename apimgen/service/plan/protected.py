"""Why changes are refused without ``--force``: what they would take away, as the service has it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apimgen.service.plan.live import read
from apimgen.service.plan.plan import Action
from apimgen.service.plan.safety import refusals_of
from apimgen.service.resources import policy_text
from apimgen.service.resources.resource import DOCUMENTS, Kind, ResourceId, fragment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.plan import Change
    from apimgen.service.resources.resource import Live


def guarded(
    arm: Arm, changes: Iterable[Change], before: Mapping[ResourceId, Live], parallelism: int
) -> list[Change]:
    """The changes, each with the reasons why it is refused.

    Args:
        arm: the service, which is asked for the fragments that policies include and for what
            stands below an API that would be deleted.
        changes: what is to be done.
        before: what stands there now.
        parallelism: how many calls at once.
    """
    changes = list(changes)
    fragments = _fragments(arm, changes, before, parallelism)
    deleted = {change.id.key for change in changes if change.action is Action.DELETE}
    return [
        replace(
            change,
            refused=(
                *_of_document(change, before.get(change.id), fragments),
                *_of_deletion(arm, change, deleted, parallelism),
            ),
        )
        for change in changes
    ]


def _of_document(
    change: Change, live: Live | None, fragments: Mapping[str, str]
) -> tuple[str, ...]:
    if change.action is Action.NO_CHANGE:
        return ()
    after = None if change.action is Action.DELETE else change.properties
    return refusals_of(change.id, live.properties if live else None, after, fragments)


def _of_deletion(
    arm: Arm, change: Change, deleted: Collection[str], parallelism: int
) -> tuple[str, ...]:
    """The service deletes what stands below an API or an operation with it, whoever made it."""
    if change.action is not Action.DELETE or change.id.kind not in {Kind.API, Kind.OPERATION}:
        return ()
    below = [one for one in _below(arm, change.id, parallelism) if one.key not in deleted]
    if not below:
        return ()
    names = ", ".join(map(str, below))
    return (f"with {change.id} it deletes what apimgen did not make: {names}",)


def _below(arm: Arm, resource: ResourceId, parallelism: int) -> list[ResourceId]:
    places = [ResourceId(f"{resource.path}/policies/policy")]
    found: list[ResourceId] = []
    if resource.kind is Kind.API:
        found = arm.ids(f"{resource.path}/operations")
        places += [ResourceId(f"{operation.path}/policies/policy") for operation in found]
        products = arm.ids(f"{resource.path}/products")
        found += [ResourceId(f"products/{p.names[-1]}/{resource.path}") for p in products]
    return [*found, *read(arm, places, parallelism)]


def _fragments(
    arm: Arm, changes: Iterable[Change], before: Mapping[ResourceId, Live], parallelism: int
) -> dict[str, str]:
    """The texts of the fragments that changed documents include, now or then; keys in lower case.

    What was not there before loses nothing, so its fragments are not asked for.
    """
    texts = [
        str(properties.get("value") or "")
        for change in changes
        if change.id.kind in DOCUMENTS
        and change.action is not Action.NO_CHANGE
        and change.id in before
        for properties in (before[change.id].properties, change.properties or {})
    ]
    names = sorted({name for text in texts for name in policy_text.uses(text).fragments})
    live = read(arm, [fragment(name) for name in names], parallelism)
    values = {id_.names[0].lower(): one.properties.get("value") for id_, one in live.items()}
    return {name: str(value or "") for name, value in values.items()}
