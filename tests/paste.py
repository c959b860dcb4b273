"""Pastes into the README what is made from code and samples: ``python -m tests.paste``.

A part stands between ``<!-- paste: KIND [FILE] -->`` and ``<!-- end -->``. A test says when the
page is no longer true.
"""

from __future__ import annotations

import re
from dataclasses import fields
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING

from apimgen.catalog.pages import rule, rule_ids
from apimgen.cli.app import COMMANDS
from apimgen.generate import generate
from apimgen.inventory import json_schema, load
from apimgen.render.context import PARTS, Context
from apimgen.render.environment import OURS, environment
from apimgen.render.outline import outline_of
from tests.keys import keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_PART = re.compile(r"(<!-- paste: (\w+) ?(\S*) -->\n).*?(<!-- end -->)", re.DOTALL)


def pasted(page: str) -> str:
    """The page with its generated parts made anew."""
    return _PART.sub(lambda m: m[1] + _KINDS[m[2]](m[3]) + m[4], page)


def _inventory(file: str) -> str:
    return _yaml((ROOT / file).read_text(encoding="utf-8")) + _document(file)


def _policies(file: str) -> str:
    text = (ROOT / file).read_text(encoding="utf-8")
    return _yaml(text[text.index("\npolicies:") + 1 :]) + _document(file)


def _yaml(text: str) -> str:
    return f"```yaml\n{text}```\n\n"


def _document(file: str) -> str:
    loaded = load(ROOT / file, {})
    assert loaded.inventory is not None
    made = generate(loaded.inventory, loaded.inventory.policies, Path(file).name)
    (text,) = made.files.values()
    return f"<details><summary>The policy</summary>\n\n```xml\n{text}```\n\n</details>\n"


def _commands(_file: str) -> str:
    rows = []
    for name in COMMANDS:
        function = getattr(import_module(f"apimgen.cli.{name}"), name)
        rows.append((f"`apimgen {name}`", (function.__doc__ or "").strip().splitlines()[0]))
    return _table(("command", "does"), rows)


def _rules(_file: str) -> str:
    rows = [
        (f"[`{i}`](apimgen/rules/pages/{i}.md)", rule(i).severity.value, rule(i).summary)
        for i in rule_ids()
    ]
    return _table(("check", "severity", "finds"), rows)


def _keys(_file: str) -> str:
    rows = [(f"`{k.path}`", k.takes, k.default, k.description) for k in keys(json_schema())]
    return _table(("key", "takes", "default", "is"), rows)


def context_rows() -> list[tuple[str, str]]:
    """What a template sees: each name, and the words that its docstring has for it."""
    rows = [(f"`{name}`", says) for name, says in _attributes(Context)]
    for part in PARTS:
        rows += [(f"`{part.noun}.{name}`", says) for name, says in _attributes(part)]
    return rows


def _context(_file: str) -> str:
    return _table(("name", "is"), context_rows())


def _attributes(of: type) -> Iterator[tuple[str, str]]:
    """The fields of a dataclass, which are the names of its docstring's "Attributes"."""
    _, _, described = getdoc(of).partition("Attributes:\n")  # type: ignore[union-attr]
    entries = re.findall(r"^ +(\w+): ((?:.|\n {5,})*)", described, re.MULTILINE)
    found = {name: " ".join(says.split()) for name, says in entries}
    assert list(found) == [field.name for field in fields(of)], f"{of.__name__}: {list(found)}"
    return iter(found.items())


def _blocks(_file: str) -> str:
    rows = []
    for path in sorted(OURS.iterdir()):
        outline = outline_of(environment(None), path, path.name)
        names = ", ".join(f"`{name}`" for name in outline.blocks)
        rows.append((f"[`{path.name}`](templates/{path.name})", names))
    return _table(("file", "blocks"), rows)


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines
    )


_KINDS: dict[str, Callable[[str], str]] = {
    "inventory": _inventory,
    "policies": _policies,
    "commands": _commands,
    "rules": _rules,
    "keys": _keys,
    "context": _context,
    "blocks": _blocks,
}

if __name__ == "__main__":
    README.write_text(pasted(README.read_text(encoding="utf-8")), encoding="utf-8")
