"""An error's message as a header: its line breaks make a second error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

_MESSAGE = re.compile(r"\bcontext\s*\.\s*LastError\s*(?:\?\s*)?\.\s*Message\b")
# Whoever calls one of these takes the line breaks out, or at least looks at the text.
_CLEANED = re.compile(
    r"\.\s*(?:Replace|Split|EscapeDataString|UrlEncode|ToBase64String|Trim|Contains|StartsWith)\b"
    r"|\bReplace\s*\(|SerializeObject|new\s+JObject|\bIsNullOr"
)


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports ``context.LastError.Message`` in a header's value as it is."""
    if "LastError" not in document.source.text:
        return
    for expression in document.expressions:
        parent = expression.element.getparent()
        if expression.element.tag != "value" or parent is None or parent.tag != "set-header":
            continue
        found = _MESSAGE.search(expression.code)
        if found is None or _CLEANED.search(expression.code) or described(parent) is None:
            continue
        message = (
            "an error's message may hold line breaks, and a header with one ends in a second "
            'error 500; write .Replace("\\r", " ").Replace("\\n", " ") after it'
        )
        report.code("error-message-in-header", message, expression, found.start(), found.end())
