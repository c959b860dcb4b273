"""Retry-After is seconds, a date, or anything; what only takes seconds throws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.expressions import analysis

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports each conversion of a Retry-After header that throws, and that nothing catches."""
    if "retry-after" not in document.source.text.lower():
        return
    for expression in document.expressions:
        if "retry-after" not in expression.code.lower() or described(expression.element) is None:
            continue
        for parse in analysis(expression).throwing_parses:
            names = {(header.name or "").lower() for header in parse.headers}
            if "retry-after" in names and not parse.caught:
                message = (
                    f"{parse.call} throws where Retry-After is a date or no number at all; "
                    "write int.TryParse"
                )
                report.code("throwing-retry-after", message, expression, parse.start, parse.end)
