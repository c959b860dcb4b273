"""A body is a stream: what reads it without preserving it leaves nothing for others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.analysis.expressions import analysis
from apimgen.analysis.flow import Flow, Path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.csharp import BodyRead
    from apimgen.document.reader import Document, Expression

_PRESERVE = "preserveContent: true"


class _Body(NamedTuple):
    """A body at one point: read up by an expression on some way to here, or whole on all."""

    reader: Expression | None
    read: BodyRead | None


_WHOLE = _Body(None, None)


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports reads of a body that is read up, and bodies that are sent on read up."""
    if "Body" in document.source.text:
        Flow(document, _Bodies(document, report)).run()


class _Bodies:
    def __init__(self, document: Document, report: Reporter) -> None:
        self._document = document
        self._report = report
        self._said: set[Expression] = set()

    def join(self, facts: Sequence[_Body | None]) -> _Body:
        return next((fact for fact in facts if fact is not None and fact.reader), _WHOLE)

    def expression(self, expression: Expression, path: Path[_Body]) -> None:
        reads = analysis(expression).body_reads
        for read in reads:
            body = path.get(read.message)
            if body and body.reader and body.reader is not expression:
                self._again(expression, read, body)
        for read in reads:
            if not read.preserve:
                path.set(read.message, _Body(expression, read))
                break

    def policy(self, element: etree._Element, path: Path[_Body]) -> None:
        if element.tag == "set-body":
            path.set(_message(element), _WHOLE)
        elif element.tag == "forward-request":
            self._sent(path, "Request", "sent to the backend")

    def foreign(self, element: etree._Element, path: Path[_Body]) -> None:
        parent = element.getparent()
        if element.tag == "base" and parent is not None and parent.tag == "backend":
            self._sent(path, "Request", "sent to the backend")
        elif element.tag == "include-fragment":
            for message in ("Request", "Response"):
                path.set(message, _WHOLE)

    def repeated(self, element: etree._Element, path: Path[_Body]) -> None:
        """What a later try finds is not followed."""

    def left(self, section: str, path: Path[_Body]) -> None:
        if section == "outbound":
            self._sent(path, "Response", "sent to the caller")
        elif section == "inbound" and self._document.root.find("backend") is None:
            self._sent(path, "Request", "sent to the backend")

    def _again(self, expression: Expression, read: BodyRead, body: _Body) -> None:
        if body.reader is None or body.reader in self._said:
            return
        self._said.add(body.reader)
        line = self._document.place(body.reader.element, body.reader.attribute).line
        message = (
            f"line {line} has read this body already, and nothing is left of it; "
            f"read it there with {_PRESERVE}"
        )
        self._report.code("body-read-twice", message, expression, read.start, read.end)

    def _sent(self, path: Path[_Body], message: str, where: str) -> None:
        body = path.get(message)
        if body is None or body.reader is None or body.read is None or body.reader in self._said:
            return
        self._said.add(body.reader)
        text = f"read here, the body is gone when it is {where}; read it with {_PRESERVE}"
        self._report.code("lost-body", text, body.reader, body.read.start, body.read.end)


def _message(set_body: etree._Element) -> str:
    sections = {"outbound", "on-error"}
    return "Response" if any(a.tag in sections for a in set_body.iterancestors()) else "Request"
