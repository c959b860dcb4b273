"""What ``apply`` refuses to do without ``--force``: changes that remove protection, or too many."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from apimgen.service.plan.live import read
from apimgen.service.plan.plan import Action
from apimgen.service.resources import policy_text
from apimgen.service.resources.kinds import collections_below
from apimgen.service.resources.resource import ResourceId, fragment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.plan import Change, Plan
    from apimgen.service.resources.resource import Live, Properties

GLOBAL_POLICY: Final = ResourceId("policies/policy")
MANY: Final = 10
"""Below this many existing resources, any share of them may change."""
LARGEST_SHARE: Final = 0.30


def refusals_of(
    resource: ResourceId,
    before: Properties | None,
    after: Properties | None,
    fragments: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, ...]:
    """Why this one change is refused: it touches the global policy, or removes a protection.

    Where a whole policy is deleted, its ``<base />`` is no loss: the policy above is inherited.

    Args:
        resource: what is changed.
        before: its properties now; None where it does not exist.
        after: what they will be; None where it is deleted.
        fragments: the texts of the fragments that either includes, by id in lower case.
    """
    if not resource.kind.document:
        return ()
    reasons = []
    if resource.key == GLOBAL_POLICY.key:
        reasons.append("it changes the global policy, which every API inherits")
    if before is not None:
        lost = policy_text.protections(str(before.get("value") or ""), fragments)
        lost -= policy_text.protections(str((after or {}).get("value") or ""), fragments)
        names = [n for n in sorted(lost) if after is not None or not n.startswith("<base")]
        if names:
            reasons.append(f"it removes {', '.join(map(_element, names))} from {resource}")
    return tuple(reasons)


def refusals(plan: Plan) -> list[str]:
    """All reasons why ``apply`` refuses this plan, usually none."""
    reasons = [reason for change in plan.work for reason in change.refused]
    existing = [change for change in plan.changes if change.action is not Action.CREATE]
    touched = [change for change in existing if change.action is not Action.NO_CHANGE]
    if len(existing) >= MANY and len(touched) > LARGEST_SHARE * len(existing):
        reasons.append(
            f"it changes or deletes {len(touched)} of {len(existing)} existing resources, "
            f"more than {LARGEST_SHARE:.0%}"
        )
    return reasons


def with_refusals(
    arm: Arm, changes: Iterable[Change], before: Mapping[ResourceId, Live], parallelism: int
) -> list[Change]:
    """The changes, each with the reasons why it is refused.

    Args:
        arm: the service, which is asked for the fragments that policies include and for what
            is below an API that would be deleted.
        changes: the plan's.
        before: what the service has now.
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
    """Deleting an API or an operation deletes everything below it, whoever made it."""
    if change.action is not Action.DELETE:
        return ()
    below = [one for one in _below(arm, change.id, parallelism) if one.key not in deleted]
    if not below:
        return ()
    names = ", ".join(map(str, below))
    return (f"deleting {change.id} also deletes what apimgen did not make: {names}",)


def _below(arm: Arm, resource: ResourceId, parallelism: int) -> list[ResourceId]:
    """Everything below a resource: what its lists have, and the policies at each place."""
    listed: list[ResourceId] = []
    policies: list[ResourceId] = []
    above = [resource]
    for one in above:
        for collection in collections_below(one.collection):
            path = f"{one.path}/{collection.path.rpartition('/')[2]}"
            if not collection.lists:
                policies.append(ResourceId(f"{path}/policy"))
                continue
            found = arm.ids(path)
            listed += found
            above += [] if collection.reversed else found
    return [*listed, *read(arm, policies, parallelism)]


def _fragments(
    arm: Arm, changes: Iterable[Change], before: Mapping[ResourceId, Live], parallelism: int
) -> dict[str, str]:
    """The texts of the fragments that changed documents include, now or then; keys in lower case.

    A new document loses no protection, so its fragments are not read.
    """
    texts = [
        str(properties.get("value") or "")
        for change in changes
        if change.id.kind.document and change.action is not Action.NO_CHANGE and change.id in before
        for properties in (before[change.id].properties, change.properties or {})
    ]
    names = sorted({name for text in texts for name in policy_text.uses(text).fragments})
    live = read(arm, [fragment(name) for name in names], parallelism)
    values = {id_.names[0].lower(): one.properties.get("value") for id_, one in live.items()}
    return {name: str(value or "") for name, value in values.items()}


def _element(name: str) -> str:
    return name if name.startswith("<") else f"<{name}>"
