"""Inventories in a few words, for the tests of rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.generation import Generated, generate
from apimgen.inventory import Inventory, loads

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

HEAD = """version: 1
backends:
  - {name: us1, url: "https://us1.openai.azure.com/", api_key: {env: US1_KEY}}
  - {name: us2, url: "https://us2.openai.azure.com/", api_key: {env: US2_KEY}}
policies:
  - name: p
"""


def inventory(policy: str = "", head: str = HEAD) -> Inventory:
    """The inventory of two backends and one policy with these keys, a line each."""
    lines = "".join(f"    {line}\n" for line in policy.splitlines())
    loaded = loads(head + lines, "apimgen.yaml", {})
    assert loaded.inventory is not None, [str(f) for f in loaded.findings]
    return loaded.inventory


def made(policy: str = "", templates: Path | None = None) -> Generated:
    """What is generated for it."""
    of = inventory(policy)
    return generate(of, of.policies, "apimgen.yaml", templates=templates)


def text(policy: str = "", templates: Path | None = None) -> str:
    """The text of its policy, which has no errors."""
    generated = made(policy, templates)
    assert [str(f) for f in generated.findings if f.severity == "error"] == []
    return generated.files["p.xml"]


def tree(policy: str = "", templates: Path | None = None) -> etree._Element:
    """The root of its policy."""
    return read(Source(text(policy, templates), "p.xml")).root


def tags(root: etree._Element, section: str) -> list[str]:
    """The names of the policies in a section."""
    return [str(child.tag) for each in root.iter(section) for child in each]
