"""Which files are inventories and which are policy documents, by the ends of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

INVENTORY: Final = (".yaml", ".yml")
DOCUMENT: Final = ".xml"
READABLE: Final = frozenset({*INVENTORY, DOCUMENT})


def is_inventory(path: Path) -> bool:
    """Whether a file's name says that it is an inventory."""
    return path.suffix.lower() in INVENTORY


def is_document(path: Path) -> bool:
    """Whether a file's name says that it is a policy document."""
    return path.suffix.lower() == DOCUMENT
