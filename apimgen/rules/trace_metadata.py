"""Metadata of ``trace`` without a value, which the gateway answers with a 500."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import elements

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

_EMPTY = r'(?:""|[Ss]tring\s*\.\s*Empty)'
# Where an empty text may be what the expression gives: a default, the other way of a choice, or
# what a statement returns. A comparison with one is none of these.
_MAY_BE_EMPTY = re.compile(
    rf"(?:,\s*{_EMPTY}\s*\)|\?\?\s*{_EMPTY}|[?:]\s*{_EMPTY}|return\s+{_EMPTY})"
)


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports ``metadata`` whose value is empty, or is where a default of ``""`` is taken."""
    for trace in elements(document, "trace"):
        for metadata in trace.iterchildren("metadata"):
            value = metadata.get("value")
            if value is None:
                continue
            if not value.strip():
                message = "the value is empty, which the gateway answers with a 500"
                report("empty-trace-metadata", message, metadata, "value")
                continue
            expression = document.expression_at.get((metadata, "value"))
            found = expression and _MAY_BE_EMPTY.search(expression.code)
            if expression is not None and found:
                message = (
                    "where this is empty the gateway answers with a 500; give it another word, "
                    'such as "none"'
                )
                at = found.start(), found.end()
                report.code("trace-metadata-may-be-empty", message, expression, *at)
