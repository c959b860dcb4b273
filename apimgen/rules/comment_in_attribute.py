"""A // comment in escaped C#, whose end XML takes away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.document.entities import ENTITY, has_entities_in_code
from apimgen.document.form import Form

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

_COMMENT_OR_OTHER = re.compile(
    r'(?P<comment>//[^\n]*\n)|/\*.*?\*/|[$@]*"(?:[^"\\\n]|\\.|"")*"?|\'(?:[^\'\\\n]|\\.)\'',
    re.DOTALL,
)


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports comments that only end where the document is read as rawxml, though it is escaped."""
    if document.form is not Form.RAWXML or ENTITY.search(document.source.text) is None:
        return
    for expression in document.expressions:
        if expression.attribute is None or not {"\n", "/"} <= set(expression.code):
            continue
        comment = next(
            (m for m in _COMMENT_OR_OTHER.finditer(expression.code) if m["comment"]), None
        )
        if comment is None or described(expression.element) is None:
            continue
        if has_entities_in_code(document.written(expression.element, expression.attribute)):
            message = (
                "as xml, this comment swallows the rest: XML makes a space of the line end; "
                "write &#xA; for it, or /* */"
            )
            start, end = comment.span("comment")
            report.code("comment-in-attribute", message, expression, start, end - 1)
