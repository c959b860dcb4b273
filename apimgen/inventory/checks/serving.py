"""Which backends serve a policy of an inventory that is not checked yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.inventory.model.candidates import candidates

if TYPE_CHECKING:
    from apimgen.inventory.yaml.values import Values


def backend_names(values: Values) -> list[str | None]:
    """The names of the backends, in order; None for one that can't be read."""
    return [values.text("backends", index, "name") for index in range(values.length("backends"))]


def serving(values: Values, policy: int, names: list[str | None]) -> list[int]:
    """The positions of the backends that serve a policy, in the inventory's order.

    Args:
        values: of the inventory.
        policy: its position.
        names: of the backends, as :func:`backend_names` gives them.
    """
    if "backends" not in values.at("policies", policy):
        return candidates(None, names)
    count = values.length("policies", policy, "backends")
    listed = [values.text("policies", policy, "backends", index) for index in range(count)]
    return sorted(candidates(listed, names))
