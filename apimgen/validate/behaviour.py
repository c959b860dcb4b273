"""The checks of what a document does when it runs: its C#, its variables, its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.rules.meaning import check_meaning
from apimgen.validate.expressions import check_expressions
from apimgen.validate.variables import check_variables

if TYPE_CHECKING:
    from apimgen.document.reader import Document
    from apimgen.validate.known import Known
    from apimgen.validate.problem import Reporter


def check_behaviour(document: Document, known: Known, report: Reporter) -> None:
    """Says to ``report`` what fails, or surprises, when the document runs."""
    check_expressions(document, report)
    check_variables(document, known, report)
    check_meaning(document, known, report)
