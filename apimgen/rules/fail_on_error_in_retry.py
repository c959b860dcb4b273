"""A retry on a status that the request itself takes for a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import elements
from apimgen.analysis.expressions import analysis_at

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

_ATTRIBUTE = "fail-on-error-status-code"


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports a forward-request that leads to on-error before the retry around it sees a status."""
    for forward in elements(document, "forward-request"):
        if (forward.get(_ATTRIBUTE) or "").strip().lower() != "true":
            continue
        retry = next(forward.iterancestors("retry"), None)
        if retry is None:
            continue
        condition = analysis_at(document, retry, "condition")
        if condition is not None and condition.status_tests:
            message = (
                "a status from 400 leads to on-error at once, maybe before <retry> looks at its "
                "condition"
            )
            report("fail-on-error-in-retry", message, forward, _ATTRIBUTE)
