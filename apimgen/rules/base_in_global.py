"""A global policy has no scope around it, and so no base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.service_facts import GLOBAL

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check(document: Document, facts: ServiceFacts, report: Reporter) -> None:
    """Reports every ``<base />`` of a document at global scope."""
    if facts.scope != GLOBAL or document.root.tag != "policies":
        return
    for base in document.by_tag.get("base", ()):
        section = next((str(a.tag) for a in base.iterancestors() if a.getparent() is not None), "")
        advice = "write <forward-request />" if section == "backend" else "take it out"
        message = f"a global policy has no <base />, since no scope is around it; {advice}"
        report("base-in-global", message, base)
