"""Every expression that the tests, the samples and the templates of this project hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from apimgen.catalog.pages import rule, rule_ids
from apimgen.document.expression import end_of
from apimgen.document.reader import UnreadableDocumentError, read
from apimgen.document.source import Source
from apimgen.generation import generate
from apimgen.inventory import load

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
_START = re.compile(r"@[({]")
_LONGEST = 20_000


def in_documents() -> set[str]:
    """Those of test documents, of the rules' pages, and of what the samples generate."""
    return {text for document in _documents() for text in _in_document(document)}


def in_sources() -> set[str]:
    """Those in the strings of the tests themselves, right ones and wrong ones."""
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("*.py"):
        for text in _strings(path):
            found |= {text[at.start() :] for at in _START.finditer(text)}
            if path.parent.name == "csharp":  # where code is written without its brackets
                found |= {f"@({text})", f"@{{{text}}}"}
    return {_cut(text) for text in found if len(text) < _LONGEST and "\0" not in text}


def _documents() -> Iterator[str]:
    for path in ROOT.rglob("*.xml"):
        if not {".venv", ".ci", "out"} & set(path.relative_to(ROOT).parts):
            yield path.read_text(encoding="utf-8")
    for name in rule_ids():
        page = rule(name)
        if page.subject == "policy":
            yield page.failing.subject
            yield page.passing.subject
    for path in (ROOT / "samples").rglob("*.yaml"):
        inventory = load(path, {}).inventory
        if inventory is not None:
            yield from generate(inventory, inventory.policies, path.name).files.values()


def _in_document(text: str) -> Iterator[str]:
    try:
        document = read(Source(text, "p.xml"))
    except UnreadableDocumentError:
        return
    for one in document.expressions:
        value = one.element.text if one.attribute is None else one.element.get(one.attribute)
        if one.attribute is not None or one.element.get("template") != "liquid":
            yield (value or "")[one.offset - 2 :]


def _strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _cut(text: str) -> str:
    """The expression alone, where it ends; what follows it is the test's."""
    return text[: end_of(text, 0)]
