"""A condition on the text of a status, which the service changes when it likes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

# Whether there is a text at all may be asked.
_READ = re.compile(r"\bStatusReason\b(?!\s*[!=]=\s*null\b)")


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports the first ``StatusReason`` in the condition of each retry and branch."""
    if "StatusReason" not in document.source.text:
        return
    for expression in document.expressions:
        if expression.attribute != "condition" or described(expression.element) is None:
            continue
        found = _READ.search(expression.code)
        if found:
            message = (
                "the text of a status is no promise: the service has changed the one of a pool's "
                "503, and conditions on it broke; compare StatusCode"
            )
            report.code("status-text", message, expression, found.start(), found.end())
