"""Reads the inventory that a command was given, or ends the command with what is wrong."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from apimgen.cli.findings import show_findings
from apimgen.errors import ApimgenError

if TYPE_CHECKING:
    from pathlib import Path

    from apimgen.inventory import Loaded, PlaceMap
    from apimgen.inventory.model.inventory import Inventory


def load_inventory(path: Path) -> Inventory:
    """The inventory in a file.

    Raises:
        ApimgenError: where the file can't be read (exit code 2), or holds an invalid inventory
            (exit code 1), of which the findings have then been shown.
    """
    return _load(path)[0]


def load_with_places(path: Path) -> tuple[Inventory, PlaceMap]:
    """The inventory in a file, and where its values stand.

    Raises:
        ApimgenError: where there is none, as :func:`load_inventory` has it.
    """
    inventory, loaded = _load(path)
    return inventory, loaded.places


def load_for_service(path: Path) -> tuple[Inventory, str | None]:
    """The inventory in a file, and what its ``service`` lacks as variables are not set, in lines.

    Raises:
        ApimgenError: where there is none, as :func:`load_inventory` has it.
    """
    inventory, loaded = _load(path)
    unset = "\n".join(str(finding) for finding in loaded.deferred)
    return inventory, unset or None


def _load(path: Path) -> tuple[Inventory, Loaded]:
    """The inventory in a file, and all that came of reading it."""
    from apimgen.inventory import UnreadableError, load

    try:
        loaded = load(path, os.environ)
    except UnreadableError as error:
        raise ApimgenError(str(error)) from None
    if loaded.findings:
        show_findings(loaded.findings, [str(path)])
    if loaded.inventory is None:
        raise ApimgenError(f"{path} is not a valid inventory", exit_code=1)
    return loaded.inventory, loaded
