"""A retry that picks at random, and so may pick what has just failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.expressions import analysis
from apimgen.analysis.variables import sets

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports a random pick within a retry that looks at nothing the tries before it left."""
    if "Random" not in document.source.text:
        return
    kept: dict[etree._Element, set[str | None] | None] = {}
    for expression in document.expressions:
        if "Random" not in expression.code:
            continue
        retry = next(expression.element.iterancestors("retry"), None)
        if retry is None or described(expression.element) is None:
            continue
        if retry not in kept:
            kept[retry] = _kept(retry)
        found = analysis(expression)
        picks = [made for made in found.new_randoms if not made.seeded]
        names = kept[retry]
        if not picks or names is None or "Response" in found.members:
            continue
        if names.isdisjoint(read.name for read in found.reads):
            message = (
                "this may pick the backend that has just failed once more; leave out those "
                "that were tried"
            )
            start, end = picks[0].start, picks[0].end
            report.code("retry-may-repeat-backend", message, expression, start, end)


def _kept(retry: etree._Element) -> set[str | None] | None:
    """The variables that one try leaves to the next; None where no try picks a backend.

    None is among them, since a read whose name is not known may be a read of any.
    """
    if retry.find(".//set-backend-service") is None:
        return None
    return {found.name for inner in retry.iter() for found in sets(inner)} | {None}
