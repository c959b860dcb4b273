"""The checks of what a document does when it runs: its C#, its variables, its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.expressions import check_expressions
from apimgen.analysis.variables import check_variables
from apimgen.rules.meaning import check_meaning

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import Known
    from apimgen.document.reader import Document


def check_behaviour(document: Document, known: Known, report: Reporter) -> None:
    """Says to ``report`` what fails, or surprises, when the document runs."""
    check_expressions(document, report)
    check_variables(document, known, report)
    check_meaning(document, known, report)
