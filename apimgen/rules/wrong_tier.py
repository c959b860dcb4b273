"""Policies that no gateway of the service's tier runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import elements
from apimgen.knowledge.limits import limits
from apimgen.knowledge.table import policy

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check(document: Document, facts: ServiceFacts, report: Reporter) -> None:
    """Reports what does not run in the tier, where that is known."""
    if facts.tier is None:
        return
    gateways = limits().gateways[facts.tier]
    for tag in document.by_tag:
        found = policy(tag)
        if found is not None and set(gateways).isdisjoint(found.gateways):
            where = ", ".join(found.gateways)
            message = f"the {facts.tier} tier does not run <{tag}>; these gateways do: {where}"
            for element in elements(document, tag):
                report("wrong-tier", message, element)
