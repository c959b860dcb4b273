"""What is known of each element of a tree, walked anew, apart from what the product does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.knowledge.sections import SECTIONS
from apimgen.knowledge.table import policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.knowledge.model import Child, Element
    from tests.mutation.tree import Node


class Spot(NamedTuple):
    """An element that is described.

    Attributes:
        node: the element.
        known: what is known of it.
        parent: what it stands in; None for the root.
        section: which section it stands in, where it stands in one.
        as_child: what the element around it says of it, where it is no policy there.
    """

    node: Node
    known: Element
    parent: Node | None
    section: str | None
    as_child: Child | None


def spots(root: Node) -> Iterator[Spot]:
    """The elements of a document that are described, in document order."""
    resolver = policy(root.tag)
    if resolver is not None:
        yield from _element(Spot(root, resolver, None, None, None))
    elif root.tag == "fragment":
        yield from _policies(root, None)
    else:
        for section in root.children:
            yield from _policies(section, section.tag)


def _policies(parent: Node, section: str | None) -> Iterator[Spot]:
    for child in parent.children:
        found = policy(child.tag)
        if found is not None:
            yield from _element(Spot(child, found, parent, section, None))


def _element(spot: Spot) -> Iterator[Spot]:
    yield spot
    if spot.known.any_content:
        return
    for child in spot.node.children:
        entry = spot.known.children.get(child.tag)
        if entry is not None:
            known = policy(child.tag) if entry.as_policy else entry
            assert known is not None
            yield from _element(Spot(child, known, spot.node, spot.section, entry))
        elif spot.known.policies and (found := policy(child.tag)) is not None:
            yield from _element(Spot(child, found, spot.node, spot.section, None))


def section_for(root: Node, name: str) -> Node:
    """A section of a document, which is put in its place where it is not there yet."""
    from tests.mutation.tree import Node

    for section in root.children:
        if section.tag == name:
            return section
    made = Node(name)
    place = [SECTIONS.index(s.tag) for s in root.children if s.tag in SECTIONS]
    root.children.insert(sum(p < SECTIONS.index(name) for p in place), made)
    return made
