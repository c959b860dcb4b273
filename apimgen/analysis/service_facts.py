"""What is known about the service that a document is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apimgen.routing.named_values import key_of, url_of
from apimgen.routing.routes import entities

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.inventory.model.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Known:
    """What the service has; None where that is not known, and so not checked.

    Attributes:
        named_values: the names that ``{{name}}`` may refer to.
        backends: the ids that ``backend-id`` may refer to.
        fragments: the ids that ``include-fragment`` may refer to.
        tier: the instance's tier, by its word in the inventory.
        mentioned: whether a name stands anywhere in the documents that are checked with this one.
        scope: where the document attaches: ``global``, ``product``, ``api`` or ``operation``.
    """

    named_values: frozenset[str] | None = None
    backends: frozenset[str] | None = None
    fragments: frozenset[str] | None = None
    tier: str | None = None
    scope: str | None = None
    mentioned: Callable[[str], bool] | None = None


NOTHING = Known()
GLOBAL = "global"
"""The outermost scope: no policy runs around its own."""


def known_from(inventory: Inventory) -> Known:
    """What an inventory tells of its service: named values, backends, fragments, and the tier."""
    values = [value for each in inventory.backends for value in (url_of(each), key_of(each))]
    backends = {backend.name for backend in inventory.backends}
    backends |= {entity.name for entity in entities(inventory, inventory.policies)}
    tier = inventory.service.tier.value if inventory.service and inventory.service.tier else None
    return Known(
        named_values=frozenset(value.name for value in values if value)
        | {value.name for value in inventory.named_values},
        # An inventory that lists no backends says nothing about those that there are.
        backends=frozenset(backends) if inventory.backends else None,
        fragments=frozenset(fragment.name for fragment in inventory.fragments),
        tier=tier,
    )
