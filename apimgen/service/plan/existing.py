"""What the inventory says the service has already: it is known, and never touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.nearest import did_you_mean
from apimgen.service.resources.kinds import FRAGMENT, NAMED_VALUE
from apimgen.service.resources.resource import ResourceId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apimgen.inventory.model.further import Fragment, NamedValue
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.service.plan.collisions import Items
    from apimgen.service.resources.kinds import ResourceKind


def existing(items: Items, inventory: Inventory) -> tuple[list[ResourceId], list[str]]:
    """The resources with ``existing: true``, and a warning for each that the service lacks.

    Args:
        items: lists the service.
        inventory: what says so. A policy refers to a named value by its display name, which need
            not be its id.
    """
    found: list[ResourceId] = []
    warnings: list[str] = []
    for kind, names in _named(inventory):
        there = dict(_there(items, kind)) if names else {}
        for name in names:
            if name.lower() in there:
                found.append(there[name.lower()])
            else:
                near = did_you_mean(name, there)
                warnings.append(
                    f'the inventory says that {kind.noun} "{name}" exists, and the service has '
                    f"none{near}"
                )
    return found, warnings


def _named(inventory: Inventory) -> Iterator[tuple[ResourceKind, list[str]]]:
    yield NAMED_VALUE, _names(inventory.named_values)
    yield FRAGMENT, _names(inventory.fragments)


def _names(entries: Iterable[NamedValue | Fragment]) -> list[str]:
    return [entry.name for entry in entries if entry.existing]


def _there(items: Items, kind: ResourceKind) -> Iterator[tuple[str, ResourceId]]:
    """What the service has of a kind, by the names that policies may use, in lower case."""
    for body in items(kind.collection):
        id_ = ResourceId(f"{kind.collection}/{body['name']}")
        yield str(body["name"]).lower(), id_
        if kind.referred_by:
            yield str((body.get("properties") or {}).get(kind.referred_by)).lower(), id_
