"""Pastes into the README what is made from code and samples: ``python -m tests.paste``.

A part stands between ``<!-- paste: KIND [FILE] -->`` and ``<!-- end -->``. A test says when the
page is no longer true.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from apimgen.catalog.pages import rule, rule_ids
from apimgen.cli.app import COMMANDS
from apimgen.generation import generate
from apimgen.inventory import json_schema, load

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
    schema = json_schema()
    rows = [(f"`{path}`", described) for path, described in _walk(schema, schema, "")]
    return _table(("key", "is"), rows)


def _walk(node: dict[str, Any], schema: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for name, each in _resolved(node, schema).get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        target = each
        while (items := _alternative(target, schema, "items")) is not None:
            here += "[]"
            target = items
        yield here, each.get("description", "")
        below = _alternative(target, schema, "properties")
        if below is not None:
            yield from _walk({"properties": below}, schema, here)


def _alternative(node: dict[str, Any], schema: dict[str, Any], key: str) -> dict[str, Any] | None:
    """What stands under ``key`` in a node, or in one of the alternatives that it may be."""
    node = _resolved(node, schema)
    if key in node:
        found: dict[str, Any] = node[key]
        return found
    for each in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        nested = _alternative(each, schema, key)
        if nested is not None:
            return nested
    return None


def _resolved(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        target: dict[str, Any] = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        return target
    return node


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
}

if __name__ == "__main__":
    README.write_text(pasted(README.read_text(encoding="utf-8")), encoding="utf-8")
