"""A variable that nothing reads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.variables import WordCounts, all_sets
from apimgen.knowledge.sections import SECTIONS

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check(document: Document, facts: ServiceFacts, report: Reporter) -> None:
    """Reports variables that no document can read, as far as the others are known.

    What a document sets, those that run within it and around it may read. Nothing runs within an
    operation's document; what runs around it, and after the variable is set, must be known.
    """
    if facts.scope is None or "set-variable" not in document.by_tag:
        return
    counts = Counter(found.name for found in all_sets(document))
    mentions = WordCounts(document)
    foreign = _last_foreign(document)
    for found in all_sets(document):
        name, element = found.name, found.element
        if element.tag != "set-variable" or described(element) is None:
            continue
        if mentions(name) > counts[name]:
            continue
        if facts.mentioned is not None:
            unread = not facts.mentioned(name)
        else:
            unread = facts.scope == "operation" and foreign < _position(document, element)
        if unread:
            message = f'nothing reads the variable "{name}"'
            report.value("unused-variable", message, element, "name")


def _last_foreign(document: Document) -> tuple[int, int, int]:
    """Where policies of another document run last."""
    found = (e for tag in ("base", "include-fragment") for e in document.by_tag.get(tag, ()))
    return max((_position(document, element) for element in found), default=(0, 0, 0))


def _position(document: Document, element: etree._Element) -> tuple[int, int, int]:
    """When an element runs: its section, then its place."""
    section = next((SECTIONS.index(a.tag) for a in element.iterancestors(*SECTIONS)), 0)
    place = document.place(element)
    return section, place.line, place.column
