"""Reads the service: many resources at once, with their ETags, and what apimgen owns there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.service.arm.parallel import each
from apimgen.service.resources.desired import MARK, TAG, owned, products_in_mark
from apimgen.service.resources.resource import Kind, Live, ResourceId

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from apimgen.service.arm.client import Arm
    from apimgen.service.resources.resource import Properties

    Progress = Callable[[str, int, int], None]
    """Called with what is being done, how much of it is done, and how much there is."""


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Says nothing."""


def read(
    arm: Arm,
    resources: Iterable[ResourceId],
    parallelism: int,
    *,
    secrets: Collection[ResourceId] = (),
    progress: Progress = no_progress,
) -> dict[ResourceId, Live]:
    """The resources that are there, out of those asked for.

    Args:
        arm: the service.
        resources: what to look for.
        parallelism: how many calls at once.
        secrets: secret named values whose value is to be read too, where that is allowed.
        progress: told of each that has been read.
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
    """What may carry apimgen's mark on the service, beside what is known already.

    Named values, backends, fragments and APIs by their lists; operations and links of APIs that
    apimgen made; policies at every scope of those, and at the global, product and API scopes of
    the rest. Whether a policy carries the mark shows only when it is read.
    """
    known = list(known)
    collections = ("namedValues", "backends", "policyFragments", "apis", "products")
    bodies = dict(zip(collections, each(arm.items, collections, parallelism), strict=True))
    found = [
        ResourceId(f"{collection}/{body['name']}")
        for collection in ("namedValues", "backends", "policyFragments")
        for body in bodies[collection]
        if _is_ours(collection, body)
    ]
    apis = [api for api in bodies["apis"] if ";rev=" not in api["name"]]
    ours = [api for api in apis if _is_ours("apis", api)]
    for api in ours:
        live = Live(ResourceId(f"apis/{api['name']}"), _properties(api), "")
        found.append(live.id)
        found += [
            ResourceId(f"products/{name}/{live.id.path}") for name in sorted(products_in_mark(live))
        ]
    mentioned = {id_.names[0].lower() for id_ in known if id_.path.startswith("apis/")}
    names = [a["name"] for a in apis if a in ours or a["name"].lower() in mentioned]
    lists = each(lambda name: arm.items(f"apis/{name}/operations"), names, parallelism)
    operations = [
        (f"apis/{name}/operations/{body['name']}", body)
        for name, bodies_below in zip(names, lists, strict=True)
        for body in bodies_below
    ]
    found += [ResourceId(path) for path, body in operations if _is_ours("operations", body)]
    scopes = [
        "",
        *(f"products/{product['name']}/" for product in bodies["products"]),
        *(f"apis/{api['name']}/" for api in apis),
        *(f"{path}/" for path, _ in operations),
    ]
    found += [ResourceId(f"{scope}policies/policy") for scope in scopes]
    taken = {id_.key for id_ in known}
    return [id_ for id_ in found if id_.key not in taken]


def without_others(live: dict[ResourceId, Live]) -> dict[ResourceId, Live]:
    """Those that apimgen owns. A link has no mark of its own; its API's mark named it."""
    return {id_: one for id_, one in live.items() if id_.kind is Kind.LINK or owned(one)}


def _properties(body: dict[str, Any]) -> Properties:
    return body.get("properties") or {}


def _is_ours(collection: str, body: dict[str, Any]) -> bool:
    properties = _properties(body)
    if collection == "namedValues":
        return TAG in (properties.get("tags") or ())
    return MARK in (properties.get("description") or "")
