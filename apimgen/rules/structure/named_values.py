"""Whether the named values that a document refers to are defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.references import NAMED_VALUE, named_values
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import Known
    from apimgen.document.reader import Document


def check_named_values(document: Document, known: Known, report: Reporter) -> None:
    """Reports each reference to a named value that nothing defines."""
    if known.named_values is None:
        return
    if known.named_values.issuperset(NAMED_VALUE.findall(document.xml)):
        return  # what is defined is so wherever it is used
    for element, attribute, match in named_values(document.root):
        if match[1] not in known.named_values:
            near = did_you_mean(match[1], known.named_values)
            message = f'nothing defines the named value "{match[1]}"{near}'
            report.value(
                "unknown-named-value", message, element, attribute, match.start(), match.end()
            )
