"""The rooms of the binder import only from those that its page names before them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from apimgen.csharp import bind

FOLDER = Path(bind.__file__).parent


def order() -> list[str]:
    """The rooms as the page of the binder lists them."""
    listed = re.search(r"those before it: ([^.]*)\.", bind.__doc__ or "")
    assert listed is not None
    return re.findall(r"\w+", listed[1])


def imported(path: Path) -> set[str]:
    """The rooms that a module imports from, also where only types need it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.update(re.findall(r"^apimgen\.csharp\.bind\.(\w+)", node.module))
    return found


def test_every_room_is_on_the_page() -> None:
    there = {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    assert there == {*order(), "flow"}


def test_a_room_imports_only_from_those_before_it() -> None:
    rooms = order()
    wrong = {
        f"{path.relative_to(FOLDER)} imports from {named}"
        for at, room in enumerate(rooms)
        for path in (FOLDER / room).glob("*.py")
        for named in imported(path)
        if named in rooms[at + 1 :] or named in ("flow", "bound")
    }
    assert wrong == set()
    assert imported(FOLDER / "flow" / "unassigned.py") == {"flow"}
