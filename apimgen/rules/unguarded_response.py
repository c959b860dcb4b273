"""A retry's condition that fails itself where no backend answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import elements
from apimgen.analysis.expressions import analysis

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports the first use of a response that may be null in the condition of each retry."""
    for retry in elements(document, "retry"):
        condition = document.expression_at.get((retry, "condition"))
        if condition is None or retry.find(".//forward-request") is None:
            continue
        uses = [one for one in analysis(condition).null_uses if one.kind == "response"]
        if uses:
            message = (
                "context.Response is null if no backend answered, and "
                f".{uses[0].member} then fails; write context.Response == null || (...), "
                "so that the request is sent again"
            )
            report.code("unguarded-response", message, condition, uses[0].start, uses[0].end)
