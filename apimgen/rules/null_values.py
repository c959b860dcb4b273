"""Members of what may be null: a lookup that found nothing, a request that failed, no token."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.expressions import analysis
from apimgen.analysis.variables import all_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.csharp import NullUse
    from apimgen.document.reader import Document, Expression

_WORTH = ("Variables", "AsJwt", "AsBasic", "OrDefault", "Split")
_VALIDATES = frozenset({"validate-jwt", "validate-azure-ad-token"})


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports each member taken from what may be null, where nothing looks first."""
    if not any(word in document.source.text for word in _WORTH):
        return
    facts = _Facts(document)
    said: set[str] = set()
    for expression in document.expressions:
        if not any(word in expression.code for word in _WORTH):
            continue
        if described(expression.element) is None or not expression.whole:
            continue
        known = analysis(expression)
        for use in known.null_uses:
            message = facts.reason(expression, use)
            if message is not None and not (use.kind == "variable" and use.what in said):
                said.add(use.what)
                report.code("value-may-be-null", message, expression, use.start, use.end)
        for read in known.reads:
            if read.mode == "index" and (line := facts.missed(read.name)):
                message = (
                    f'"{read.name}" is only set in line {line} where the cache has it; give it a '
                    f'default-value there, or write GetValueOrDefault<...>("{read.name}", ...)'
                )
                report.code("variable-may-be-unset", message, expression, read.start, read.end)


class _Facts:
    """What a document tells of its variables, once it is asked."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def reason(self, expression: Expression, use: NullUse) -> str | None:
        """Why a value may be null, and what helps; None where something looks first."""
        if any(use.key in analysis(one).null_checks for one in self._around(expression.element)):
            return None
        if use.kind == "variable":
            return self._of_variable(use)
        if use.kind == "token":
            if self._document.by_tag.keys() & _VALIDATES:
                return None
            return f"{use.what}() is null where the text is no token: write ?.{use.member}"
        if use.kind == "first":
            return f"{use.what}() is null where there is none: write ?.{use.member}"
        part = int(use.what) + 1
        return f"a text without the separator has no part {part}; look at Length first"

    def _of_variable(self, use: NullUse) -> str | None:
        setters = self._setters.get(use.what, [])
        if not setters or f"variable:{use.what}" in self._checked:
            return None
        if not all(_ignores_errors(one) for one in setters):
            return None
        line = self._document.place(setters[0]).line
        return (
            f'"{use.what}" is null where the request in line {line} failed, for its errors are '
            f"ignored: write ?.{use.member}, or look for null first"
        )

    def missed(self, name: str | None) -> int | None:
        """The line of the lookup that is all that sets a variable, where nothing looks first."""
        setters = self._setters.get(name or "", [])
        if not setters or not all(_may_miss(one) for one in setters):
            return None
        if f"variable:{name}" in self._checked or name in self._asked:
            return None
        return self._document.place(setters[0]).line

    @cached_property
    def _setters(self) -> dict[str, list[etree._Element]]:
        found: dict[str, list[etree._Element]] = {}
        for one in all_sets(self._document):
            found.setdefault(one.name, []).append(one.element)
        return found

    @cached_property
    def _checked(self) -> frozenset[str]:
        """All that any expression of the document looks at for null."""
        found = (analysis(one).null_checks for one in self._document.expressions)
        return frozenset().union(*found)

    @cached_property
    def _asked(self) -> frozenset[str | None]:
        """The variables that are read somewhere in a way that does not fail."""
        return frozenset(
            read.name
            for one in self._document.expressions
            for read in analysis(one).reads
            if read.mode != "index"
        )

    def _around(self, element: etree._Element) -> Iterator[Expression]:
        """The conditions of the branches around an element, and those of the branches before."""
        for choose in element.iterancestors("choose"):
            for branch in choose.iterfind("when"):
                condition = self._document.expression_at.get((branch, "condition"))
                if condition is not None and branch is not element:
                    yield condition


def _ignores_errors(setter: etree._Element) -> bool:
    ignores = setter.get("ignore-error", "").strip().lower() == "true"
    return setter.tag == "send-request" and ignores


def _may_miss(setter: etree._Element) -> bool:
    return setter.tag == "cache-lookup-value" and setter.get("default-value") is None
