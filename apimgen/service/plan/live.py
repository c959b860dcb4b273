"""Reads the service: many resources at once, with their ETags, and what apimgen owns there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.service.arm.parallel import each
from apimgen.service.resources.kinds import API, KINDS, Mark
from apimgen.service.resources.ownership import owned, products_in_mark
from apimgen.service.resources.previous_values import is_keeper
from apimgen.service.resources.resource import Live, ResourceId

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from apimgen.service.arm.client import Arm

    Progress = Callable[[str, int, int], None]
    """Called with what is being done, how much of it is done, and how much there is."""


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Shows no progress."""


def read(
    arm: Arm,
    resources: Iterable[ResourceId],
    parallelism: int,
    *,
    secrets: Collection[ResourceId] = (),
    progress: Progress = no_progress,
) -> dict[ResourceId, Live]:
    """The resources that exist, of those asked for.

    Args:
        arm: the service.
        resources: what to look for.
        parallelism: how many calls at once.
        secrets: secret named values whose value is read too, where that is allowed.
        progress: called after each.
    """
    listed = list(dict.fromkeys(resources))
    asked = set(secrets)
    done = 0

    def get(resource: ResourceId) -> Live | None:
        found = arm.get(resource)
        if found is None or resource not in asked or not found.properties.get("secret"):
            return found
        return Live(found.id, found.properties, found.etag, arm.secret_value(resource))

    def count(_: ResourceId) -> None:
        nonlocal done
        done += 1
        progress("reading", done, len(listed))

    found = each(get, listed, parallelism, on_done=count)
    return {live.id: live for live in found if live is not None}


def owned_ids(arm: Arm, known: Iterable[ResourceId], parallelism: int) -> list[ResourceId]:
    """What else on the service may carry apimgen's mark.

    Named values, backends, fragments and APIs by their lists; operations and links of APIs that
    apimgen made; policies at every scope of those, and at the global, product and API scopes of
    the rest. Whether a policy carries the mark shows only when it is read.
    """
    known = list(known)
    collections = [kind.collection for kind in KINDS if kind.top_level]
    lists = each(lambda collection: _listed(arm, collection), collections, parallelism)
    listed = dict(zip(collections, lists, strict=True))
    apis = listed[API.collection] = [
        api for api in listed[API.collection] if ";rev=" not in api.id.path
    ]
    found = [
        live.id
        for lives in listed.values()
        for live in lives
        if owned(live) and not is_keeper(live)
    ]
    found += [
        ResourceId(f"products/{name}/{api.id.path}")
        for api in apis
        if owned(api)
        for name in sorted(products_in_mark(api))
    ]
    mentioned = {id_.names[0].lower() for id_ in known if id_.path.startswith("apis/")}
    looked_into = [a for a in apis if owned(a) or a.id.names[0].lower() in mentioned]
    below = each(lambda api: _listed(arm, f"{api.id.path}/operations"), looked_into, parallelism)
    operations = [operation for lives in below for operation in lives]
    found += [operation.id for operation in operations if owned(operation)]
    scopes = [live.id for live in (*listed["products"], *apis, *operations)]
    found.append(ResourceId("policies/policy"))
    found += [ResourceId(f"{scope.path}/policies/policy") for scope in scopes]
    taken = {id_.key for id_ in known}
    return [id_ for id_ in found if id_.key not in taken]


def without_others(live: dict[ResourceId, Live]) -> dict[ResourceId, Live]:
    """Those that apimgen owns. A link has no mark of its own; the mark of its API names it."""
    return {id_: one for id_, one in live.items() if id_.kind.mark is Mark.NOWHERE or owned(one)}


def _listed(arm: Arm, collection: str) -> list[Live]:
    """What is in a collection, as its list tells it: without an ETag."""
    return [
        Live(ResourceId(f"{collection}/{body['name']}"), body.get("properties") or {}, "")
        for body in arm.items(collection)
    ]
