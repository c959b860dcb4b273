"""Makes a plan: compares what an inventory wants with what the service has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from apimgen.service.arm.connect import DEFAULT_PARALLELISM
from apimgen.service.plan.collisions import collisions
from apimgen.service.plan.differences import PropertyDifference, differences, overlaid, shown
from apimgen.service.plan.existing import existing
from apimgen.service.plan.left_over import left_over
from apimgen.service.plan.live import no_progress, owned_ids, read, without_others
from apimgen.service.plan.plan import Action, Change, Plan
from apimgen.service.plan.quotas import tier_of, too_many
from apimgen.service.plan.safety import with_refusals
from apimgen.service.plan.service_checks import check_service, missing
from apimgen.service.resources.kinds import BACKEND
from apimgen.service.resources.literal_secrets import concealed
from apimgen.service.resources.ownership import marked_as_live
from apimgen.service.resources.references import levels, references_of
from apimgen.service.resources.resource import (
    Live,
    Properties,
    Resource,
    ResourceId,
    writable,
)
from apimgen.service.resources.secret import MASK, Secret, redacted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from apimgen.inventory.model.inventory import Inventory
    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.collisions import Items
    from apimgen.service.plan.live import Progress


class UnworkableError(Exception):
    """The service would refuse the inventory; nothing was sent.

    Attributes:
        errors: why, in one line each.
    """

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__("; ".join(errors))
        self.errors = tuple(errors)


@dataclass(frozen=True)
class PlanOptions:
    """How a plan is made.

    Attributes:
        environment: the environment variables, which hold the values of secrets.
        prune: whether what apimgen made and the inventory no longer has is deleted.
        parallelism: how many calls at once.
        progress: told how far it is.
    """

    environment: Mapping[str, str]
    prune: bool = False
    parallelism: int = DEFAULT_PARALLELISM
    progress: Progress = no_progress


def make_plan(
    arm: Arm, inventory: Inventory, wanted: Sequence[Resource], options: PlanOptions
) -> Plan:
    """What would change on the service for it to be as wanted.

    Args:
        arm: the service.
        inventory: for the checks of the service.
        wanted: the resources of the inventory, in the order of their references.
        options: how.

    Raises:
        UnworkableError: where the service would refuse it.
        CallError: where the service cannot be read.
    """
    service = arm.service()
    checks = check_service(service, inventory, wanted, options.environment, arm.target)
    ids = [resource.id for resource in wanted]
    # Azure takes two spellings of one name for one resource.
    keys = {id_.key for id_ in ids}
    outside = {r for resource in wanted for r in resource.references if r.key not in keys}
    given = {
        r.id: Secret(value)  # masked from here on, wherever else it appears
        for r in wanted
        if r.secret and (value := options.environment.get(r.secret.variable))
    }
    live = read(
        arm, [*ids, *outside], options.parallelism, secrets=given, progress=options.progress
    )
    items = cache(arm.items)
    if missing(wanted, live, {}):
        checks.errors += missing(wanted, live, _names(items, outside))
    spared, warnings = existing(items, inventory)
    checks.warnings += warnings
    changes: list[Change] = []
    for stage, level in enumerate(levels(wanted)):
        for resource in level:
            change, warning = _change(resource, live.get(resource.id), stage, options.environment)
            changes.append(change)
            checks.warnings += [warning] if warning else []
    changes = _with_keys_removed_last(changes, live)
    if options.prune:
        unwanted = _unwanted(arm, [*ids, *spared], options)
        changes += _deletions(unwanted, len(changes) + 1)
        live |= unwanted
    checks.errors += _pools_in_the_way(wanted, live)
    checks.errors += too_many(items, tier_of(service), changes)
    checks.errors += collisions(items, changes, live)
    if checks.errors:
        raise UnworkableError(checks.errors)
    changes = with_refusals(arm, changes, live, options.parallelism)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    left = left_over(items, wanted, prune=options.prune)
    return Plan(arm.target.id, tuple(changes), tuple(checks.warnings), created, left, live)


def _change(
    wanted: Resource, live: Live | None, stage: int, environment: Mapping[str, str]
) -> tuple[Change, str | None]:
    """What happens to one resource, and a warning about it if there is one."""
    if live is None:
        return _creation(wanted, stage, environment)
    wanted = marked_as_live(live, wanted)
    found, warning = differences(wanted, live), None
    if wanted.secret is not None:
        more, warning = _secret_difference(wanted, live, wanted.secret.variable, environment)
        found += more
    if not found:
        unchanged = Change(
            Action.NO_CHANGE, wanted.id, stage=stage, etag=live.etag, digest=live.digest
        )
        return unchanged, warning
    becomes_secret = bool(wanted.properties.get("secret")) and "value" in live.properties
    withheld = live.keeps_secret or becomes_secret
    change = Change(
        Action.UPDATE,
        wanted.id,
        _shown(wanted.id, found, secret=withheld or wanted.secret is not None),
        stage,
        etag=live.etag,
        digest=live.digest,
        properties=wanted.properties,
        secret=wanted.secret,
        withheld=withheld,
    )
    return change, warning


def _creation(
    wanted: Resource, stage: int, environment: Mapping[str, str]
) -> tuple[Change, str | None]:
    body = overlaid({}, {**wanted.initial, **wanted.properties})
    found = [PropertyDifference(name, None, value) for name, value in body.items()]
    warning = None
    if wanted.secret is not None:
        found.append(PropertyDifference("value", None, MASK))
        variable = wanted.secret.variable
        if not environment.get(variable):
            warning = f"{wanted.id} needs a value from {variable}, which is not set"
    change = Change(
        Action.CREATE,
        wanted.id,
        _shown(wanted.id, found, secret=wanted.secret is not None),
        stage,
        properties=body,
        secret=wanted.secret,
    )
    return change, warning


def _secret_difference(
    wanted: Resource, live: Live, variable: str, environment: Mapping[str, str]
) -> tuple[list[PropertyDifference], str | None]:
    """Whether the secret value differs: seen with ``listValue``, never with a stored hash."""
    value = environment.get(variable)
    if not value:
        return [], f"{wanted.id} was not compared: {variable} is not set"
    if live.secret is not None and live.secret == Secret(value):
        return [], None
    if (
        live.properties.get("secret")
        and live.secret is None
        and not live.properties.get("keyVault")
    ):
        return [PropertyDifference("value", MASK, MASK)], (
            f"you have no permission to read the value of {wanted.id} (Microsoft.ApiManagement/"
            "service/namedValues/listValue/action), so every apply writes it and none can put the "
            "old one back"
        )
    return [PropertyDifference("value", MASK, MASK)], None


def _shown(resource: ResourceId, found: list[PropertyDifference], *, secret: bool) -> str:
    kept = [d for d in found if not (d.path == "format" and resource.kind.document)]
    kept = [replace(d, before=_concealed(resource, d.path, d.before)) for d in kept]
    return str(redacted(shown(resource, kept, secret=secret)))


def _concealed(resource: ResourceId, name: str, value: Any) -> Any:
    """One property of a live resource, without what may be a credential."""
    return concealed(resource, {name: value})[name]


def _pools_in_the_way(wanted: Iterable[Resource], live: Mapping[ResourceId, Live]) -> list[str]:
    """Errors for each single backend that would take the place of a pool of the same name."""
    return [
        f"{one.id}: the service has a pool of that name; choose another name for the backend"
        for one in wanted
        if one.id.kind is BACKEND and "pool" not in one.properties
        if one.id in live and str(live[one.id].properties.get("type")).lower() == "pool"
    ]


def _with_keys_removed_last(changes: list[Change], live: Mapping[ResourceId, Live]) -> list[Change]:
    """Has backends lose their keys last, when the policies no longer need them.

    Otherwise requests in between would carry neither key nor token.
    """

    def loses_key(change: Change) -> bool:
        now = live[change.id].properties if change.id in live else {}
        return change.id.kind is BACKEND and _key(now) and not _key(change.properties or {})

    last = max((change.stage for change in changes), default=0) + 1
    staged = [
        replace(change, stage=last)
        if change.action is Action.UPDATE and loses_key(change)
        else change
        for change in changes
    ]
    return sorted(staged, key=lambda change: change.stage)


def _key(backend: Properties) -> bool:
    header = (backend.get("credentials") or {}).get("header") or {}
    return bool(header.get("api-key"))


def _unwanted(
    arm: Arm, wanted: Iterable[ResourceId], options: PlanOptions
) -> dict[ResourceId, Live]:
    """What apimgen made and the inventory no longer has."""
    candidates = owned_ids(arm, wanted, options.parallelism)
    return without_others(read(arm, candidates, options.parallelism, progress=options.progress))


def _deletions(live: Mapping[ResourceId, Live], first: int) -> list[Change]:
    """The deletions, in reverse order of references; ``first`` is the stage of the first."""
    resources = [
        Resource(one.id, one.properties, references=references_of(one.id, one.properties))
        for one in live.values()
    ]
    changes = []
    for stage, level in enumerate(reversed(levels(resources))):
        for resource in level:
            one = live[resource.id]
            gone = [PropertyDifference(k, v, None) for k, v in writable(one.properties).items()]
            changes.append(
                Change(
                    Action.DELETE,
                    one.id,
                    _shown(one.id, gone, secret=one.keeps_secret),
                    first + stage,
                    etag=one.etag,
                    digest=one.digest,
                    withheld=one.keeps_secret,
                )
            )
    return changes


def _names(items: Items, outside: Iterable[ResourceId]) -> dict[str, list[str]]:
    """What the service has of the kinds that are referred to; policies use display names."""
    names: dict[str, list[str]] = {}
    for id_ in outside:
        above = id_.path.rsplit("/", 1)[0]
        if above not in names:
            names[above] = [
                str((one.get("properties") or {}).get(id_.kind.referred_by) or one["name"])
                for one in items(above)
            ]
    return names
