"""Branches of a choose that a branch before them leaves nothing for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from apimgen.analysis.element_knowledge import elements

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

_TRUE = re.compile(r"\s*(?:true|@\(\s*true\s*\))\s*", re.IGNORECASE)
# The same words may give another answer the next time.
_CHANGES = re.compile(r"\b(?:Random|NewGuid|Now|UtcNow|Elapsed)\b")
_SPACE = re.compile(r"\s+")


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports branches after one that is always taken, and conditions asked before."""
    for choose in elements(document, "choose"):
        asked: dict[str, etree._Element] = {}
        taken: etree._Element | None = None
        for branch in choose.iterchildren(etree.Element):
            if taken is not None:
                line = document.place(taken).line
                message = f"never reached: the condition in line {line} is always true"
                report("unreachable-branch", message, branch)
                break
            condition = branch.get("condition") or ""
            if branch.tag != "when" or not condition:
                continue
            if _TRUE.fullmatch(condition):
                taken = branch
            plain = _SPACE.sub(" ", condition)
            if plain in asked and not _CHANGES.search(plain):
                line = document.place(asked[plain]).line
                message = f"never reached: line {line} has the same condition"
                report("unreachable-branch", message, branch, "condition")
            asked.setdefault(plain, branch)
