"""What a document refers to on its service: named values, backends and fragments, by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from apimgen.analysis.element_knowledge import elements
from apimgen.analysis.literals import is_placeholder, is_substituted
from apimgen.document.expression import is_start
from apimgen.knowledge.table import policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.document.reader import Document
    from apimgen.knowledge.model import ValueType

NAMED_VALUE = re.compile(r"\{\{\s*([A-Za-z0-9._-]+)\s*\}\}")


class NamedValue(NamedTuple):
    """A reference to a named value.

    Attributes:
        element: that holds it.
        attribute: whose value it is in; None for the element's text.
        match: where in that value, with the name as its first group.
    """

    element: etree._Element
    attribute: str | None
    match: re.Match[str]


class Id(NamedTuple):
    """A reference to a backend or a fragment.

    Attributes:
        element: that holds it.
        attribute: whose whole value it is.
        name: the id.
    """

    element: etree._Element
    attribute: str
    name: str


def named_values(root: etree._Element) -> Iterator[NamedValue]:
    """Every reference to a named value, in the order of the elements.

    Comments hold none, and in a Liquid template the same marks are its own: ``{{body.name}}``.
    """
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if "{{" in value:
                for match in NAMED_VALUE.finditer(str(value)):
                    yield NamedValue(element, str(name), match)
        if element.text and "{{" in element.text and not is_liquid(element):
            for match in NAMED_VALUE.finditer(element.text):
                yield NamedValue(element, None, match)


def ids(document: Document, kind: ValueType) -> Iterator[Id]:
    """Every id of a kind that is written out: neither computed, nor filled in later."""
    for tag in document.by_tag:
        found = policy(tag)
        attributes = [n for n, v in found.attributes.items() if v.type is kind] if found else []
        for element in elements(document, tag) if attributes else ():
            for attribute in attributes:
                name = (element.get(attribute) or "").strip()
                computed = not name or is_start(name, 0) or is_substituted(name)
                if not computed and not is_placeholder(name):
                    yield Id(element, attribute, name)


def is_liquid(element: etree._Element) -> bool:
    """Whether an element's text is a Liquid template, whose ``{{ }}`` are its own."""
    return any(
        holder.get("template", "").lower() == "liquid"
        for holder in (element, *element.iterancestors())
    )
