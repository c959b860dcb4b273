"""A named value in a CDATA section, where the service leaves the braces as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.references import named_values

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports every reference to a named value that lies in a CDATA section."""
    source = document.source
    sections = [match.span() for match in _CDATA.finditer(source.text)]
    if not sections:
        return
    for element, attribute, match in named_values(document.root):
        if attribute is not None:
            continue
        place = document.value_place(element, None, match.start(), match.end())
        offset = source.offset_of(place.line, place.column)
        if any(start <= offset < end for start, end in sections):
            message = (
                f"in a CDATA section {match[0]} stays as it is; put it outside, or escape the "
                "text instead"
            )
            report.value("named-value-in-cdata", message, element, None, match.start(), match.end())
