"""What a resource refers to, and the order that follows: what is referred to comes first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from apimgen.service.resources import policy_text
from apimgen.service.resources.kinds import BACKEND, LINK, ResourceKind
from apimgen.service.resources.resource import (
    Properties,
    Resource,
    ResourceId,
    backend,
    fragment,
    named_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


def references_of(resource_id: ResourceId, properties: Properties) -> frozenset[ResourceId]:
    """What must exist before a resource: its parent, and what its content refers to.

    Args:
        resource_id: which resource.
        properties: its content.
    """
    found: set[ResourceId] = set()
    if resource_id.parent is not None:
        found.add(resource_id.parent)
    if resource_id.kind.document:
        found.update(_in_document(properties))
    if resource_id.kind in _OWN:
        found.update(_OWN[resource_id.kind](resource_id, properties))
    found.discard(resource_id)
    return frozenset(found)


def in_order(resources: Iterable[Resource]) -> list[Resource]:
    """The same resources, each after those that it refers to, otherwise as they came."""
    return [resource for level in levels(resources) for resource in level]


def levels(resources: Iterable[Resource]) -> list[list[Resource]]:
    """The resources in groups; each refers only to resources of earlier groups."""
    remaining = {resource.id.key: resource for resource in resources}
    found: list[list[Resource]] = []
    while remaining:
        level = [
            resource
            for resource in remaining.values()
            if not any(reference.key in remaining for reference in resource.references)
        ]
        # Fragments that include each other have no order; the service will say so.
        level = level or list(remaining.values())
        for resource in level:
            del remaining[resource.id.key]
        found.append(level)
    return found


def _in_document(properties: Properties) -> Iterator[ResourceId]:
    uses = policy_text.uses(str(properties.get("value") or ""))
    yield from map(named_value, uses.named_values)
    yield from map(fragment, uses.fragments)
    yield from map(backend, uses.backends)


def _of_backend(_: ResourceId, properties: Properties) -> Iterator[ResourceId]:
    """The named values in its credentials, and the members of a pool."""
    credentials = json.dumps(properties.get("credentials"))
    yield from map(named_value, policy_text.named_values(credentials))
    for member in (properties.get("pool") or {}).get("services") or ():
        yield backend(str(member["id"]).rsplit("/", 1)[1])


def _of_link(link: ResourceId, _: Properties) -> Iterator[ResourceId]:
    """Its API; its product is its parent."""
    yield ResourceId(f"apis/{link.names[1]}")


_OWN: Final[Mapping[ResourceKind, Callable[[ResourceId, Properties], Iterator[ResourceId]]]] = {
    BACKEND: _of_backend,
    LINK: _of_link,
}
