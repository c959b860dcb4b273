"""A retry that picks at random, and so may pick what has just failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.validate.described import elements
from apimgen.validate.expressions import analysis
from apimgen.validate.variables import sets

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.document.reader import Document, Expression
    from apimgen.validate.known import Known
    from apimgen.validate.problem import Reporter


def check(document: Document, _known: Known, report: Reporter) -> None:
    """Reports a random pick within a retry that looks at nothing the tries before it left."""
    if "Random" not in document.source.text:
        return
    for retry in elements(document, "retry"):
        if retry.find(".//set-backend-service") is None:
            continue
        kept = {found.name for inner in retry.iter() for found in sets(inner)}
        for expression in _within(document, retry):
            found = analysis(expression)
            picks = [made for made in found.new_randoms if not made.seeded]
            read = {r.name for r in found.reads}
            if picks and not read & (kept | {None}) and "Response" not in found.members:
                message = (
                    "this may pick the backend that has just failed once more; leave out those "
                    "that were tried"
                )
                report.code(
                    "retry-may-repeat-backend", message, expression, picks[0].start, picks[0].end
                )


def _within(document: Document, retry: etree._Element) -> list[Expression]:
    inner = set(retry.iterdescendants())
    return [e for e in document.expressions if "Random" in e.code and e.element in inner]
