"""A policy expression inside ``{{ }}``, which are filled in before any expression runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.references import is_liquid

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

_INSIDE = re.compile(r"\{\{[\w.\s-]*@[({]")


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports each reference to a named value whose name an expression is to give."""
    for element, attribute, value in document.values:
        if "{{" not in value or described(element) is None:
            continue
        if attribute is None and is_liquid(element):
            continue
        for found in _INSIDE.finditer(value):
            message = (
                "named values are filled in when the policy is saved, before any expression runs, "
                "so no expression can choose one; use choose, or a variable"
            )
            at = found.start(), found.end()
            report.value("expression-in-named-value", message, element, attribute, *at)
