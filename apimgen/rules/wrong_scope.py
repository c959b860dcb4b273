"""Policies that can't be used at the document's scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import elements
from apimgen.knowledge.table import policy

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check(document: Document, facts: ServiceFacts, report: Reporter) -> None:
    """Reports what the service refuses at the scope, where that is known."""
    for tag in document.by_tag if facts.scope is not None else ():
        found = policy(tag)
        if found is not None and found.scopes and facts.scope not in found.scopes:
            where = ", ".join(found.scopes)
            message = f"<{tag}> can't be used at {facts.scope} scope; it belongs at {where}"
            for element in elements(document, tag):
                report("wrong-scope", message, element)
