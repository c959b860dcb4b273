"""Which names of an element are others misspelt: one mistake, which is not also a missing name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from apimgen.nearest import nearest

if TYPE_CHECKING:
    from apimgen.knowledge.model import Element


def misspelt(element: etree._Element, known: Element) -> dict[str, str]:
    """What each unknown attribute and child element was probably meant to be, by its name.

    Names that are there already are not meant once more, unless nothing else comes near.
    """
    children = [str(child.tag) for child in element.iterchildren(etree.Element)]
    if known.policies or known.any_content:
        children = []
    meant: dict[str, str] = {}
    for given, valid in (
        (list(map(str, element.attrib)), known.attributes),
        (children, known.children),
    ):
        for name in given:
            if name not in valid:
                free = [each for each in valid if each not in given and each not in meant.values()]
                near = nearest(name, free) or nearest(name, valid)
                if near is not None:
                    meant[name] = near
    return meant
