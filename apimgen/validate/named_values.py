"""Whether the named values that a document refers to are defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.nearest import did_you_mean
from apimgen.validate.references import NAMED_VALUE, named_values

if TYPE_CHECKING:
    from apimgen.document.reader import Document
    from apimgen.validate.known import Known
    from apimgen.validate.problem import Reporter


def check_named_values(document: Document, known: Known, report: Reporter) -> None:
    """Reports each reference to a named value that nothing defines."""
    if known.named_values is None:
        return
    if known.named_values.issuperset(NAMED_VALUE.findall(document.xml)):
        return  # what is defined is so wherever it stands
    for element, attribute, match in named_values(document.root):
        if match[1] not in known.named_values:
            near = did_you_mean(match[1], known.named_values)
            message = f'nothing defines the named value "{match[1]}"{near}'
            report.value(
                "unknown-named-value", message, element, attribute, match.start(), match.end()
            )
