"""The list in docs/architecture.md is the order of the imports."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.paste import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = ROOT / "docs" / "architecture.md"
PACKAGE = ROOT / "apimgen"
# The entries: they import from the edge, and nothing imports from them.
ENTRIES = {"__init__", "__main__"}


def order() -> dict[str, int]:
    """The number of the line that names each folder and module."""
    found: dict[str, int] = {}
    for line in re.finditer(r"^(\d+)\. (`.*?): ", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        for name in re.findall(r"`(\w+)(?:/|\.py)`", line[2]):
            assert name not in found, f"{name} is in the list twice"
            found[name] = int(line[1])
    return found


def imports() -> Iterator[tuple[str, str, str]]:
    """Each import of ours: the room it is in, the room it names, and the file."""
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("apimgen."):
                yield room, (node.module or "").split(".")[1], file


def test_every_folder_and_module_is_in_the_list() -> None:
    there = {path.stem for path in PACKAGE.glob("*.py")} - ENTRIES
    there |= {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {*order()} == there


def test_nothing_imports_from_below_its_line() -> None:
    lines = order()
    found = {
        f"{file} imports from {named}"
        for room, named, file in imports()
        if room not in ENTRIES and lines[named] > lines[room]
    }
    assert found == set()
