"""What the knowledge says of an element, by its place in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.knowledge.sections import SECTIONS
from apimgen.knowledge.table import policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from apimgen.document.reader import Document
    from apimgen.knowledge.model import Element

_HOLDERS = frozenset({*SECTIONS, "fragment"})


def described(element: etree._Element) -> Element | None:
    """What is known of an element: a policy, or a part of one.

    Returns:
        None for roots, sections, ``<base />``, what is unknown, and what is in a body or a
        template, which the service does not read as policies.
    """
    parent = element.getparent()
    name = str(element.tag)
    if parent is None:
        root = policy(name)
        return root if root is not None and root.resolver else None
    tag = str(parent.tag)
    return described_in(tag, None if tag in _HOLDERS else described(parent), name)


def described_in(parent: str, holder: Element | None, name: str) -> Element | None:
    """What is known of an element, for whoever goes through a document from its root down.

    Args:
        parent: the name of its parent.
        holder: what is known of its parent.
        name: its name.
    """
    if parent in _HOLDERS:
        return policy(name)
    if holder is None:
        return None
    child = holder.children.get(name)
    if child is not None:
        return policy(name) if child.as_policy else child
    return policy(name) if holder.policies else None


def elements(document: Document, *names: str) -> Iterator[etree._Element]:
    """The elements of these names, where the service reads them as policies."""
    for name in names:
        for element in document.by_tag.get(name, ()):
            if described(element) is not None:
                yield element
