"""What ``apply`` refuses to do without ``--force``."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from apimgen.service.plan.plan import Action
from apimgen.service.resources import policy_text
from apimgen.service.resources.resource import DOCUMENTS, ResourceId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.service.plan.plan import Plan
    from apimgen.service.resources.resource import Properties

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
    """Why this one change is refused: the global policy, or a protection that would go.

    Where a policy goes as a whole, what is above it is inherited, as ``<base/>`` had it.

    Args:
        resource: what is changed.
        before: its properties now; None where it is not there.
        after: what they will be; None where it goes.
        fragments: the texts of those that either includes, by id in lower case.
    """
    if resource.kind not in DOCUMENTS:
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
    """All reasons why ``apply`` refuses this plan; none is the usual."""
    reasons = [reason for change in plan.work for reason in change.refused]
    existing = [change for change in plan.changes if change.action is not Action.CREATE]
    touched = [change for change in existing if change.action is not Action.NO_CHANGE]
    if len(existing) >= MANY and len(touched) > LARGEST_SHARE * len(existing):
        reasons.append(
            f"it changes or deletes {len(touched)} of {len(existing)} existing resources, "
            f"more than {LARGEST_SHARE:.0%}"
        )
    return reasons


def _element(name: str) -> str:
    return name if name.startswith("<") else f"<{name}>"
