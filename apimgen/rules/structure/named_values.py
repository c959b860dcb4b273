"""Whether the named values that a document refers to are defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.references import NAMED_VALUE, named_values
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check_named_values(document: Document, facts: ServiceFacts, report: Reporter) -> None:
    """Reports each reference to a named value that nothing defines."""
    if facts.named_values is None:
        return
    if facts.named_values.issuperset(NAMED_VALUE.findall(document.xml)):
        return  # what is defined is so wherever it is used
    for element, attribute, match in named_values(document.root):
        if match[1] not in facts.named_values:
            near = did_you_mean(match[1], facts.named_values)
            report.value(
                "unknown-named-value",
                facts.undefined("named value", match[1]) + near,
                element,
                attribute,
                match.start(),
                match.end(),
                severity=facts.of_unknown,
            )
