"""How the checks of a document say what they found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.catalog.pages import report as finding_of

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.catalog.ids import RuleId
    from apimgen.document.reader import Document, Expression
    from apimgen.finding import Finding, Severity


class Reporter:
    """Collects the findings in one document.

    Attributes:
        findings: so far, in the order they were made.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []

    def __call__(
        self, rule: RuleId, message: str, element: etree._Element, attribute: str | None = None
    ) -> None:
        """Notes a finding at an element's start tag, or at an attribute's name."""
        self.findings.append(finding_of(rule, self.document.place(element, attribute), message))

    def value(
        self,
        rule: RuleId,
        message: str,
        element: etree._Element,
        attribute: str | None,
        start: int = 0,
        end: int | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Notes a finding at a value, or at the characters of it from ``start`` to ``end``.

        It is as bad as the rule's page says, unless ``severity`` says otherwise.
        """
        place = self.document.value_place(element, attribute, start, end)
        self.findings.append(finding_of(rule, place, message, severity))

    def code(
        self, rule: RuleId, message: str, expression: Expression, start: int, end: int
    ) -> None:
        """Notes a finding at a part of an expression's C#, by offsets into it."""
        place = self.document.expression_place(expression, start, end)
        self.findings.append(finding_of(rule, place, message))
