"""The live service as a side of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.compare.sides import Side, side_of_texts
from apimgen.layout import SUFFIX
from apimgen.service.pull import documents, layout_of, pull
from apimgen.service.resources.definitions import policy_id

if TYPE_CHECKING:
    from pathlib import Path

    from apimgen.inventory.model.inventory import Inventory
    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.live import Progress


def side_for_inventory(
    arm: Arm, inventory: Inventory, parallelism: int, progress: Progress
) -> Side:
    """The live policies at the scopes of an inventory, by the inventory's names."""
    at = {p.name: policy_id(p.scope) for p in inventory.policies if p.scope is not None}
    found = documents(arm, at.values(), parallelism, progress)
    return side_of_texts((name, found[id_]) for name, id_ in at.items() if id_ in found)


def side_for_folder(arm: Arm, folder: Path, parallelism: int, progress: Progress) -> Side:
    """All live policies, laid out as the folder is."""
    files = pull(arm, layout_of(folder), None, parallelism, progress)
    return side_of_texts(
        (path.removesuffix(SUFFIX), text) for path, text in files.items() if path.endswith(SUFFIX)
    )
