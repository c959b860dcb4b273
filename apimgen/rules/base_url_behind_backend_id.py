"""A base URL that changes nothing, because a backend's id comes before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.analysis.element_knowledge import elements
from apimgen.analysis.flow import Flow, Path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document, Expression

_TAG = "set-backend-service"
_BACKEND = "backend"


class _Chosen(NamedTuple):
    """The policy that has set a backend's id on every way to here, where one has."""

    by: etree._Element | None


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports each ``base-url`` that follows a ``backend-id`` on every way to it."""
    chosen = list(elements(document, _TAG))
    if len(chosen) > 1 and len({"backend-id" in element.attrib for element in chosen}) > 1:
        Flow(document, _Backends(document, report)).run()


class _Backends:
    def __init__(self, document: Document, report: Reporter) -> None:
        self._document = document
        self._report = report

    def join(self, facts: Sequence[_Chosen | None]) -> _Chosen:
        by = [fact.by if fact else None for fact in facts]
        return _Chosen(by[0] if all(one is not None for one in by) else None)

    def expression(self, expression: Expression, path: Path[_Chosen]) -> None:
        """What C# computes is no choice of a backend yet."""

    def policy(self, element: etree._Element, path: Path[_Chosen]) -> None:
        if element.tag != _TAG:
            return
        if element.get("backend-id"):
            path.set(_BACKEND, _Chosen(element))
            return
        before = path.get(_BACKEND)
        if element.get("base-url") and before is not None and before.by is not None:
            line = self._document.place(before.by).line
            message = (
                f"base-url cannot change what backend-id chose in line {line}; "
                "choose by backend-id here too"
            )
            self._report("base-url-behind-backend-id", message, element, "base-url")

    def foreign(self, element: etree._Element, path: Path[_Chosen]) -> None:
        """What another document chooses is not known."""

    def left(self, section: str, path: Path[_Chosen]) -> None:
        """A choice lasts from section to section."""

    def repeated(self, element: etree._Element, path: Path[_Chosen]) -> None:
        """The first try tells enough."""
