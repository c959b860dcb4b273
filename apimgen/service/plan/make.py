"""Makes a plan: what an inventory wants, held against what the service has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from apimgen.service.arm.connect import DEFAULT_PARALLELISM
from apimgen.service.plan.collisions import taken
from apimgen.service.plan.differences import Difference, differences, overlaid, shown
from apimgen.service.plan.live import no_progress, owned_ids, read, without_others
from apimgen.service.plan.plan import Action, Change, Plan
from apimgen.service.plan.protected import guarded
from apimgen.service.plan.quotas import tier_of, too_many
from apimgen.service.plan.service_checks import check_service, missing
from apimgen.service.resources.desired import levels, marked_as_live, references_of
from apimgen.service.resources.literal_secrets import concealed
from apimgen.service.resources.resource import (
    DOCUMENTS,
    Kind,
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
class Options:
    """How a plan is made.

    Attributes:
        environment: where the values of secrets stand.
        prune: whether what apimgen made and the inventory no longer has is deleted.
        parallelism: how many calls at once.
        progress: told how far it is.
    """

    environment: Mapping[str, str]
    prune: bool = False
    parallelism: int = DEFAULT_PARALLELISM
    progress: Progress = no_progress


def make_plan(arm: Arm, inventory: Inventory, wanted: Sequence[Resource], options: Options) -> Plan:
    """What would change on the service for it to be as wanted.

    Args:
        arm: the service.
        inventory: for what is checked beside the resources.
        wanted: the resources of the inventory, in the order of their references.
        options: how.

    Raises:
        UnworkableError: where the service would refuse it.
        CallError: where the service cannot be read.
    """
    service = arm.service()
    seen = check_service(service, inventory, wanted, options.environment, arm.target)
    ids = [resource.id for resource in wanted]
    # Azure takes two spellings of one name for one resource.
    keys = {id_.key for id_ in ids}
    outside = {r for resource in wanted for r in resource.references if r.key not in keys}
    given = {
        r.id: Secret(value)  # masked from here on, wherever else it may stand
        for r in wanted
        if r.secret and (value := options.environment.get(r.secret.variable))
    }
    live = read(
        arm, [*ids, *outside], options.parallelism, secrets=given, progress=options.progress
    )
    items = cache(arm.items)
    if missing(wanted, live, {}):
        seen.errors += missing(wanted, live, _names(items, outside))
    changes: list[Change] = []
    for stage, level in enumerate(levels(wanted)):
        for resource in level:
            change, warning = _change(resource, live.get(resource.id), stage, options.environment)
            changes.append(change)
            seen.warnings += [warning] if warning else []
    changes = _keys_taken_last(changes, live)
    if options.prune:
        unwanted = _unwanted(arm, ids, options)
        changes += _deletions(unwanted, len(changes) + 1)
        live |= unwanted
    seen.errors += _pools_in_the_way(wanted, live)
    seen.errors += [*too_many(items, tier_of(service), changes), *taken(items, changes)]
    if seen.errors:
        raise UnworkableError(seen.errors)
    changes = guarded(arm, changes, live, options.parallelism)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    return Plan(arm.target.id, tuple(changes), tuple(seen.warnings), created, live)


def _change(
    wanted: Resource, live: Live | None, stage: int, environment: Mapping[str, str]
) -> tuple[Change, str | None]:
    """What happens to one resource, and what there is to warn of."""
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
    found = [Difference(name, None, value) for name, value in body.items()]
    warning = None
    if wanted.secret is not None:
        found.append(Difference("value", None, MASK))
        variable = wanted.secret.variable
        if not environment.get(variable):
            warning = f"{wanted.id} is to be created from {variable}, which is not set"
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
) -> tuple[list[Difference], str | None]:
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
        return [Difference("value", MASK, MASK)], (
            f"the value of {wanted.id} may not be read (it takes Microsoft.ApiManagement/service/"
            "namedValues/listValue/action), so it is written each time and can't be put back"
        )
    return [Difference("value", MASK, MASK)], None


def _shown(resource: ResourceId, found: list[Difference], *, secret: bool) -> str:
    kept = [d for d in found if not (d.path == "format" and resource.kind in DOCUMENTS)]
    kept = [replace(d, before=_concealed(resource, d.path, d.before)) for d in kept]
    return str(redacted(shown(resource, kept, secret=secret)))


def _concealed(resource: ResourceId, name: str, value: Any) -> Any:
    """What may be shown of one property of a live resource."""
    return concealed(resource, {name: value})[name]


def _pools_in_the_way(wanted: Iterable[Resource], live: Mapping[ResourceId, Live]) -> list[str]:
    """The single backends whose names pools of the service have, as errors."""
    return [
        f"{one.id}: the service has a pool of that name; call the backend otherwise"
        for one in wanted
        if one.id.kind is Kind.BACKEND and "pool" not in one.properties
        if one.id in live and str(live[one.id].properties.get("type")).lower() == "pool"
    ]


def _keys_taken_last(changes: list[Change], live: Mapping[ResourceId, Live]) -> list[Change]:
    """A backend gives up its key after the policies have come to do without it.

    Otherwise the requests in between would carry neither key nor token.
    """

    def gives_up(change: Change) -> bool:
        stands = live[change.id].properties if change.id in live else {}
        return change.id.kind is Kind.BACKEND and _key(stands) and not _key(change.properties or {})

    last = max((change.stage for change in changes), default=0) + 1
    staged = [
        replace(change, stage=last)
        if change.action is Action.UPDATE and gives_up(change)
        else change
        for change in changes
    ]
    return sorted(staged, key=lambda change: change.stage)


def _key(backend: Properties) -> bool:
    header = (backend.get("credentials") or {}).get("header") or {}
    return bool(header.get("api-key"))


def _unwanted(arm: Arm, wanted: Iterable[ResourceId], options: Options) -> dict[ResourceId, Live]:
    """What apimgen made and nobody wants any more."""
    candidates = owned_ids(arm, wanted, options.parallelism)
    return without_others(read(arm, candidates, options.parallelism, progress=options.progress))


def _deletions(live: Mapping[ResourceId, Live], first: int) -> list[Change]:
    """The deletions, what refers to others before those; ``first`` is the first one's stage."""
    resources = [
        Resource(one.id, one.properties, references=references_of(one.id, one.properties))
        for one in live.values()
    ]
    changes = []
    for stage, level in enumerate(reversed(levels(resources))):
        for resource in level:
            one = live[resource.id]
            gone = [Difference(k, v, None) for k, v in writable(one.properties).items()]
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
                str((one.get("properties") or {}).get("displayName") or one["name"])
                if id_.kind is Kind.NAMED_VALUE
                else str(one["name"])
                for one in items(above)
            ]
    return names
