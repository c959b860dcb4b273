"""A backend section that calls nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from apimgen.knowledge.table import policy

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

_FORWARDS = frozenset({"base", "forward-request"})
_BODY = "set-body"


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports a ``backend`` in which nothing forwards the request, and which nothing answers.

    A document may mean it: what ends the request in inbound, or makes the answer in outbound,
    needs no backend.
    """
    if document.root.tag != "policies":
        return
    for section in document.root.iterchildren("backend"):
        if any(_goes_on(element) for element in section.iterdescendants(etree.Element)):
            return
        others = document.root.iterchildren("inbound", "outbound")
        if any(_answers(element) for other in others for element in other.iter(etree.Element)):
            return
        message = (
            "nothing here forwards the request, so no backend is called and every caller gets an "
            "empty 200; write <base />, or <forward-request /> in a global policy"
        )
        report("nothing-forwarded", message, section)


def _goes_on(element: etree._Element) -> bool:
    if element.tag in _FORWARDS:
        return True
    known = policy(str(element.tag))
    return known is not None and known.runs in ("end", "foreign")


def _answers(element: etree._Element) -> bool:
    if element.tag == _BODY:
        return any(parent.tag == "outbound" for parent in element.iterancestors())
    known = policy(str(element.tag))
    return known is not None and known.runs in ("end", "foreign")
