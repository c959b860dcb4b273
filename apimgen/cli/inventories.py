"""Reads the inventory that a command was given, or ends the command with what is wrong."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from apimgen import standard_input
from apimgen.cli.findings import show_findings
from apimgen.errors import ApimgenError

if TYPE_CHECKING:
    from pathlib import Path

    from apimgen.finding import Place
    from apimgen.inventory import Loaded, PlaceMap
    from apimgen.inventory.model.inventory import Inventory

INVALID: Final = 1
"""The exit code of a command that finds something wrong."""
BROKEN: Final = 2
"""The exit code where something is wrong and 1 means that something differs."""


def load_inventory(path: Path, *, exit_code: int = INVALID) -> Inventory:
    """The inventory in a file.

    Args:
        path: of the file.
        exit_code: how the command ends where the inventory is invalid; ``BROKEN`` where
            ``INVALID`` would mean a difference.

    Raises:
        ApimgenError: where the file can't be read (exit code 2), or holds an invalid inventory,
            whose findings have then been shown.
    """
    return _load(path, exit_code)[0]


def load_with_places(path: Path, *, exit_code: int = INVALID) -> tuple[Inventory, PlaceMap]:
    """The inventory in a file, and where its values are.

    Raises:
        ApimgenError: where there is none, as :func:`load_inventory` has it.
    """
    inventory, loaded = _load(path, exit_code)
    return inventory, loaded.places


def source_name(path: Path) -> str:
    """What a generated document says that it was made from."""
    return "standard input" if standard_input.is_meant(path) else path.name


def load_for_service(path: Path, *, exit_code: int = INVALID) -> tuple[Inventory, str | None]:
    """The inventory in a file, and what its ``service`` lacks since variables are not set.

    Raises:
        ApimgenError: where there is none, as :func:`load_inventory` has it.
    """
    inventory, _, unset = load_to_send(path, exit_code=exit_code)
    return inventory, unset


def load_to_send(path: Path, *, exit_code: int = INVALID) -> tuple[Inventory, PlaceMap, str | None]:
    """The same, with the places of the inventory's values.

    Raises:
        ApimgenError: where there is none, as :func:`load_inventory` has it.
    """
    inventory, loaded = _load(path, exit_code)
    unset = "\n".join(f"{_where(found.place)}: {found.message}" for found in loaded.deferred)
    return inventory, loaded.places, unset or None


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}:{place.column}"


def _load(path: Path, exit_code: int) -> tuple[Inventory, Loaded]:
    """The inventory in a file, and all that came of reading it."""
    from apimgen.inventory import UnreadableError, load, load_bytes

    try:
        if standard_input.is_meant(path):
            loaded = load_bytes(standard_input.data(), standard_input.NAME, os.environ)
        else:
            loaded = load(path, os.environ)
    except UnreadableError as error:
        raise ApimgenError(str(error)) from None
    if loaded.findings:
        show_findings(loaded.findings, [str(path)])
    if loaded.inventory is None:
        raise ApimgenError(f"{path} is not a valid inventory", exit_code=exit_code)
    return loaded.inventory, loaded
