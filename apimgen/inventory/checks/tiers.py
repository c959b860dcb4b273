"""What the tier of the service lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apimgen.inventory.yaml.values import Values


def tier_without(values: Values, feature: str) -> str | None:
    """The tier that the inventory names, where it has no such feature; None where it has."""
    from apimgen.knowledge.limits import TIERS, limits  # noqa: PLC0415 - read where it matters

    tier = values.text("service", "tier")
    return str(tier) if tier in TIERS and feature in limits().missing[str(tier)] else None
