"""What the conditions on the way to a policy tell: which values are not null there.

The names of what is told are those of :mod:`apimgen.csharp.readers.guards`.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from apimgen.analysis.expressions import analysis_at
from apimgen.analysis.variables import all_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from apimgen.csharp import Analysis
    from apimgen.document.reader import Document, Expression

Facts = frozenset[str]

_NOTHING: Facts = frozenset()
_MOST_BRANCHES = 100
_MOST_SIBLINGS = 50
_MOST_FLAGS = 3  # of variables that hold what a condition gave, one set by another
_LEAVES = frozenset({"return-response"})
_TRUE, _FALSE = "true", "false"
BODILESS = "bodiless"
"""Told where the method of the request is one whose requests have no body."""


class Told:
    """What is told in one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._flags = 0

    def before(self, expression: Expression) -> Facts:
        """What is known not to be null where an expression is evaluated."""
        element = expression.element
        if element.tag == "when" and expression.attribute == "condition":
            return self._at(element) | self._earlier(element)
        return self._at(element)

    def asked(self, expression: Expression) -> Iterator[Analysis]:
        """The conditions on the way to an expression, and what the variables in them hold.

        Those are the conditions of the branches around it and of the branches before these, and of
        each choose before it of which a branch leaves.
        """
        for branch in self._on_the_way(expression.element):
            known = analysis_at(self._document, branch, "condition")
            if known is None:
                continue
            yield known
            for read in known.reads:
                for setter in self._setters.get(read.name or "", ())[:_MOST_BRANCHES]:
                    flag = analysis_at(self._document, setter, "value")
                    if flag is not None:
                        yield flag

    def _on_the_way(self, element: etree._Element) -> Iterator[etree._Element]:
        node: etree._Element | None = element
        while node is not None:
            parent = node.getparent()
            if parent is not None and parent.tag == "choose":
                if node is not element and node.tag == "when":
                    yield node
                yield from islice(node.itersiblings("when", preceding=True), _MOST_BRANCHES)
            else:
                before = node.itersiblings("choose", preceding=True)
                for choose in islice(before, _MOST_SIBLINGS):
                    if _leaving(choose):
                        yield from islice(choose.iterchildren("when"), _MOST_BRANCHES)
            node = parent

    def _at(self, element: etree._Element) -> Facts:
        found = _NOTHING
        node: etree._Element | None = element
        while node is not None:
            parent = node.getparent()
            if parent is not None and parent.tag == "choose":
                if node is not element:
                    found |= self._branch(node)
            else:
                for number, choose in enumerate(node.itersiblings("choose", preceding=True)):
                    if number == _MOST_SIBLINGS:
                        break
                    found |= self._after(choose)
            node = parent
        return self._with_flags(found)

    def _branch(self, branch: etree._Element) -> Facts:
        """What is told within a branch."""
        earlier = self._earlier(branch)
        return earlier | self._of(branch)[0] if branch.tag == "when" else earlier

    def _earlier(self, branch: etree._Element) -> Facts:
        """What is told by the conditions before a branch, none of which is true there."""
        found = _NOTHING
        for number, other in enumerate(branch.itersiblings("when", preceding=True)):
            if number == _MOST_BRANCHES:
                break
            found |= self._of(other)[1]
        return found

    def _after(self, choose: etree._Element) -> Facts:
        """What is told after a choose: where branches leave, what is told in all others."""
        branches = list(choose.iterchildren("when", "otherwise"))[:_MOST_BRANCHES]
        left = [one for one in branches if _leaves(one)]
        if not left:
            return _NOTHING
        ways = [self._branch(one) for one in branches if one not in left]
        if not any(one.tag == "otherwise" for one in branches):
            ways.append(self._earlier(branches[-1]) | self._of(branches[-1])[1])
        return frozenset.intersection(*ways) if ways else _NOTHING

    def _of(self, branch: etree._Element) -> tuple[Facts, Facts]:
        """What is told by a branch's condition, where it is true and where it is false."""
        known = analysis_at(self._document, branch, "condition")
        if known is None:
            return _NOTHING, _NOTHING
        if known.told == (_NOTHING, _NOTHING):
            # Several statements: what they look at may be what they are about.
            looked = known.null_checks - {BODILESS}
            return looked, looked
        return known.told

    def _with_flags(self, told: Facts) -> Facts:
        """What is told, and what is told by the variables among it that hold conditions."""
        if self._flags >= _MOST_FLAGS or not told:
            return told
        found = told
        self._flags += 1
        for fact in told:
            value, _, name = fact.partition(":")
            if value in (_TRUE, _FALSE):
                found |= self._flag(name, value)
        self._flags -= 1
        return found

    def _flag(self, name: str, value: str) -> Facts:
        """What is told by a variable being true, or being false."""
        ways: list[Facts] = []
        for setter in self._setters.get(name, ())[:_MOST_BRANCHES]:
            known = analysis_at(self._document, setter, "value")
            written = (setter.get("value") or "").strip().lower().strip("@() ")
            if written in (_TRUE, _FALSE):
                if written == value:
                    ways.append(self._at(setter))
            elif known is not None:
                ways.append(known.told[value == _FALSE] | self._at(setter))
            else:
                return _NOTHING
        return frozenset.intersection(*ways) if ways else _NOTHING

    @cached_property
    def _setters(self) -> dict[str, list[etree._Element]]:
        found: dict[str, list[etree._Element]] = {}
        for one in all_sets(self._document):
            found.setdefault(one.name, []).append(one.element)
        return found


def _leaving(choose: etree._Element) -> bool:
    return any(_leaves(one) for one in choose.iterchildren("when", "otherwise"))


def _leaves(branch: etree._Element) -> bool:
    return any(child.tag in _LEAVES for child in branch)
