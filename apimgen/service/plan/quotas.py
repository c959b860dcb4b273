"""What the tier of a service takes: how large, how many, and which features it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from apimgen.knowledge.limits import TIERS, limits
from apimgen.service.plan.plan import Action
from apimgen.service.resources.resource import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apimgen.service.plan.collisions import Items
    from apimgen.service.plan.plan import Change
    from apimgen.service.resources.resource import Resource

# The kinds that a service holds only so many of.
_COUNTED: Final = {Kind.NAMED_VALUE: "namedValues", Kind.BACKEND: "backends"}


def tier_of(service: Mapping[str, Any]) -> str:
    """The service's tier in the inventory's words; empty for one that nothing is known of."""
    name = str((service.get("sku") or {}).get("name") or "").lower()
    return name if name in TIERS else ""


def beyond(tier: str, wanted: Iterable[Resource], environment: Mapping[str, str]) -> list[str]:
    """The resources that the tier would refuse, each for itself, as errors.

    Args:
        tier: as :func:`tier_of` gives it; with none, the largest limit of all tiers is taken.
        wanted: the resources.
        environment: where the values of secrets stand, whose length counts too.
    """
    known = limits()
    policy_bytes = known.policy_bytes[tier] if tier else max(known.policy_bytes.values())
    lacks_breakers = tier and "circuit-breaker" in known.missing[tier]
    errors = []
    for resource in wanted:
        value = resource.properties.get("value")
        if resource.secret is not None:
            value = environment.get(resource.secret.variable)
            if value and not value.strip():
                errors.append(f"{resource.id}: {resource.secret.variable} holds nothing but blanks")
        size = len(str(value or ""))
        match resource.id.kind:
            case Kind.POLICY | Kind.FRAGMENT:
                size, most = len(str(value).encode()), policy_bytes
                if resource.id.kind is Kind.FRAGMENT:
                    most = min(most, known.fragment_bytes)
                if size > most:
                    errors.append(f"{resource.id} has {size:,} bytes; {_takes(tier, most)}")
            case Kind.NAMED_VALUE if size > known.named_value_length:
                most = known.named_value_length
                errors.append(f"{resource.id} has {size:,} characters; {_takes('', most)}")
            case Kind.BACKEND if lacks_breakers and resource.properties.get("circuitBreaker"):
                errors.append(f"{resource.id} has a circuit breaker; the {tier} tier has none")
    return errors


def too_many(items: Items, tier: str, changes: Iterable[Change]) -> list[str]:
    """The kinds of which the service would hold more than its tier takes, as errors.

    What is created counts before anything is deleted, and so does each old secret that is kept
    on the service while a plan is carried out: there must be room for all of them at once.

    Args:
        items: lists the service, where something of a kind is to be created.
        tier: as :func:`tier_of` gives it; of none nothing is known.
        changes: what is to be done.
    """
    if not tier:
        return []
    changes, errors = list(changes), []
    most_of = {
        Kind.NAMED_VALUE: limits().named_values[tier],
        Kind.BACKEND: limits().backends[tier],
    }
    for kind, collection in _COUNTED.items():
        most = most_of[kind]
        of_kind = [change for change in changes if change.id.kind is kind]
        created = sum(change.action is Action.CREATE for change in of_kind)
        kept = sum(change.withheld for change in of_kind)
        if most is None or created + kept == 0:
            continue
        there = len(items(collection))
        if there + created + kept > most:
            more = [f"{created:,} more are created"] if created else []
            more += [f"{kept:,} more keep old secrets until the end"] if kept else []
            what = kind.word.replace("-", " ")
            errors.append(
                f"the service has {there:,} {what}s, {' and '.join(more)}; {_takes(tier, most)}"
            )
    return errors


def _takes(tier: str, most: int) -> str:
    return f"the {tier} tier takes {most:,}" if tier else f"API Management takes {most:,}"
