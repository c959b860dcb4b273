"""Folders with rooms: each room imports only from those that the folder's page names before it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from apimgen.csharp import bind
from apimgen.csharp.run import compile as compiler
from apimgen.csharp.run.library import json

if TYPE_CHECKING:
    from types import ModuleType


class House(NamedTuple):
    """A folder with rooms.

    Attributes:
        page: its package, whose docstring names the rooms in their order.
        whole: the module that puts them together, which no room imports.
        after: a room that only reads what came of the others, and imports none of them.
    """

    page: ModuleType
    whole: str
    after: str = ""

    @property
    def folder(self) -> Path:
        """Where it is."""
        return Path(self.page.__file__ or "").parent

    def order(self) -> list[str]:
        """The rooms as the page lists them."""
        listed = re.search(r"those before it: ([^.]*)\.", self.page.__doc__ or "")
        assert listed is not None
        return re.findall(r"\w+", listed[1])

    def imported(self, path: Path) -> set[str]:
        """The rooms that a module imports from, also where only types need it."""
        found: set[str] = set()
        package = self.page.__name__
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == package:
                found.update(one.name for one in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.update(re.findall(rf"^{re.escape(package)}\.(\w+)", node.module))
        return found


HOUSES = (
    House(bind, "bound", after="flow"),
    House(compiler, "function"),
    House(json, "all"),
)
each = pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.page.__name__)


@each
def test_every_room_is_on_the_page(house: House) -> None:
    there = {path.parent.name for path in house.folder.glob("*/__init__.py")}
    assert there == {*house.order(), house.after} - {""}


@each
def test_a_room_imports_only_from_those_before_it(house: House) -> None:
    rooms = house.order()
    wrong = {
        f"{path.relative_to(house.folder)} imports from {named}"
        for at, room in enumerate(rooms)
        for path in (house.folder / room).glob("*.py")
        for named in house.imported(path)
        if named in rooms[at + 1 :] or named in (house.after, house.whole)
    }
    assert wrong == set()


def test_what_reads_the_meaning_imports_none_of_the_rooms() -> None:
    house = HOUSES[0]
    assert house.imported(house.folder / "flow" / "unassigned.py") == {"flow"}
