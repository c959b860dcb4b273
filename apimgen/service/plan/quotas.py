"""What the tier of a service takes: how large, how many, and which features it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from apimgen.knowledge.limits import TIERS, limits
from apimgen.service.plan.plan import Action
from apimgen.service.resources.kinds import KINDS, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.service.plan.collisions import Items
    from apimgen.service.plan.plan import Change
    from apimgen.service.resources.kinds import ResourceKind
    from apimgen.service.resources.resource import Resource, ResourceId


def tier_of(service: Mapping[str, Any]) -> str:
    """The service's tier in the inventory's words; empty for an unknown one."""
    name = str((service.get("sku") or {}).get("name") or "").lower()
    return name if name in TIERS else ""


def too_large(tier: str, wanted: Iterable[Resource], environment: Mapping[str, str]) -> list[str]:
    """Errors for each resource that the tier would refuse for its size or for a feature.

    Args:
        tier: as :func:`tier_of` gives it; with none, the largest limit of all tiers counts.
        wanted: the resources.
        environment: the values of secrets, whose length counts too.
    """
    errors = []
    for resource in wanted:
        value = resource.properties.get("value")
        if resource.secret is not None:
            value = environment.get(resource.secret.variable)
            if value and not value.strip():
                errors.append(f"{resource.id}: {resource.secret.variable} holds nothing but blanks")
        errors += _size_error(resource.id, str(value or ""), tier)
        errors += [
            f"{resource.id} has a {feature.replace('-', ' ')}; the {tier} tier has none"
            for name, feature in resource.id.kind.features.items()
            if tier and feature in limits().missing[tier] and resource.properties.get(name)
        ]
    return errors


def too_many(items: Items, tier: str, changes: Iterable[Change]) -> list[str]:
    """Errors for each kind whose count would exceed the tier's quota.

    What is created counts before anything is deleted, and so does each old secret that is kept
    on the service while a plan is carried out: there must be room for all of them at once.

    Args:
        items: lists the service, where something of a kind is to be created.
        tier: as :func:`tier_of` gives it; without a tier nothing is known.
        changes: the plan's.
    """
    if not tier:
        return []
    changes = list(changes)
    counted = [kind for kind in KINDS if kind.count_limit]
    return [error for kind in counted for error in _count_error(items, tier, changes, kind)]


def _count_error(
    items: Items, tier: str, changes: Iterable[Change], kind: ResourceKind
) -> list[str]:
    most = getattr(limits(), kind.count_limit)[tier]
    of_kind = [change for change in changes if change.id.kind is kind]
    created = sum(change.action is Action.CREATE for change in of_kind)
    kept = sum(change.withheld for change in of_kind)
    if most is None or created + kept == 0:
        return []
    there = len(items(kind.collection))
    if there + created + kept <= most:
        return []
    more = [f"{created:,} more are created"] if created else []
    more += [f"{kept:,} more keep old secrets until the end"] if kept else []
    return [f"the service has {there:,} {kind.noun}s, {' and '.join(more)}; {_takes(tier, most)}"]


def _size_error(resource: ResourceId, value: str, tier: str) -> list[str]:
    """The error where a value is larger than the smallest of its limits."""
    kind, found = resource.kind, []
    for name in kind.size_limits:
        limit = getattr(limits(), name)
        by_tier = isinstance(limit, Mapping)
        most = limit if not by_tier else limit[tier] if tier else max(limit.values())
        found.append((most, tier if by_tier else ""))
    if not found:
        return []
    most, where = min(found, key=lambda one: one[0])
    size = len(value.encode() if kind.size_unit is Unit.BYTES else value)
    if size <= most:
        return []
    return [f"{resource} has {size:,} {kind.size_unit.value}; {_takes(where, most)}"]


def _takes(tier: str, most: int) -> str:
    return f"the {tier} tier takes {most:,}" if tier else f"API Management takes {most:,}"
