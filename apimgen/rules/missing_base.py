"""A document that leaves out what the scopes around it ask of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.service_facts import GLOBAL

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check(document: Document, facts: ServiceFacts, report: Reporter) -> None:
    """Reports an ``inbound`` without ``<base />`` below the global scope."""
    if facts.scope in (None, GLOBAL) or document.root.tag != "policies":
        return
    for section in document.root.iterchildren("inbound"):
        if next(section.iter("base"), None) is None:
            message = (
                "without <base />, what the scopes around this one check and limit in <inbound> "
                "does not hold here"
            )
            report("missing-base", message, section)
