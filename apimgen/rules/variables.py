"""Reads of variables on every way through a document: what nothing has set, and what is not so."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from apimgen.analysis.expressions import analysis
from apimgen.analysis.flow import Flow, Path
from apimgen.analysis.fragments import INCLUDE, included, sets_of_fragments
from apimgen.analysis.variables import all_sets, sets
from apimgen.knowledge.sections import SECTIONS
from apimgen.nearest import did_you_mean
from apimgen.rules.variable_types.casts import check_cast
from apimgen.rules.variable_types.comparisons import check_comparison
from apimgen.rules.variable_types.stored import Held, Stored, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.analysis.variables import SetVariable
    from apimgen.csharp import VariableRead
    from apimgen.csharp.model.types import Type
    from apimgen.document.reader import Document, Expression

# A variable that other documents may have set; no policy can give a variable an empty name.
_FOREIGN = ""
_MOST_NAMES = 200  # among which the nearest is looked for


def check(document: Document, facts: ServiceFacts, report: Reporter) -> None:
    """Reports reads of what nothing has set, and casts that fail at run time.

    The documents of inner scopes run around this one and between its sections, and may set what it
    reads. There is none within an operation's, so that there more is known.
    """
    if "Variables" in document.source.text:
        innermost = facts.scope == "operation"
        steps = _Variables(document, report, facts.fragment_texts, innermost=innermost)
        Flow(document, steps).run()


class _Variables:
    def __init__(
        self,
        document: Document,
        report: Reporter | None,
        fragments: Mapping[str, str],
        *,
        innermost: bool,
        inside: frozenset[str] = frozenset(),
    ) -> None:
        """For one document.

        Args:
            document: what is followed.
            report: takes the findings; None where only what it sets is wanted.
            fragments: the documents of fragments, by their ids.
            innermost: whether no policies of inner scopes run between the sections.
            inside: the fragments that include this one.
        """
        self._document = document
        self._report = report
        self._fragments = fragments
        self._inside = inside
        self._effects: dict[str, dict[str, Stored]] = {}
        self._innermost = innermost
        self._alone = document.root.tag == "policies"
        self._fragment_on_error = False
        self._asked: dict[tuple[etree._Element, str | None], frozenset[str | None]] = {}

    def join(self, facts: Sequence[Stored | None]) -> Stored:
        return joined(facts)

    def policy(self, element: etree._Element, path: Path[Stored]) -> None:
        for found in sets(element):
            stored = Stored(sure=True, setters={self._type(found): element}, age=_age(path))
            path.set(found.name, stored)

    def foreign(self, element: etree._Element, path: Path[Stored]) -> None:
        if element.tag == INCLUDE and (known := included(element, self._fragments)) is not None:
            self._include(element, *known, path)
        else:
            self._unknown(element, path)

    def _include(
        self, element: etree._Element, name: str, document: Document, path: Path[Stored]
    ) -> None:
        """Takes up what a fragment sets, as if the policy that includes it did."""
        if name in self._inside:
            return  # it includes itself, which the service refuses
        if name not in self._effects:
            steps = _Variables(
                document,
                None,
                self._fragments,
                innermost=True,
                inside=self._inside | {name},
            )
            self._effects[name] = Flow(document, steps).run().facts()
        effects = self._effects[name]
        for variable, fact in effects.items():
            if variable != _FOREIGN:
                stored = Stored(fact.sure, dict.fromkeys(fact.setters, element), _age(path))
                before = path.get(variable)
                path.set(variable, stored if fact.sure else self.join([before, stored]))
        if _FOREIGN in effects:  # which may have run before, or after
            self._unknown(element, path)

    def _unknown(self, element: etree._Element, path: Path[Stored]) -> None:
        if element.tag == "include-fragment" and _section(element) == "on-error":
            self._fragment_on_error = True
        path.set(_FOREIGN, Stored(sure=True, setters={None: element}, age=_age(path) + 1))

    def repeated(self, element: etree._Element, path: Path[Stored]) -> None:
        for inner in element.iterdescendants():
            if inner.tag in ("base", INCLUDE):
                fork = path.fork()
                self.foreign(inner, fork)
                path.meet([fork], also_here=True)
            for found in sets(inner):
                stored = Stored(sure=True, setters={self._type(found): inner}, age=_age(path))
                path.set(found.name, self.join([path.get(found.name), stored]))

    def left(self, _section: str, path: Path[Stored]) -> None:
        """Between two sections those of the documents run that this one is a base of."""
        if not self._innermost:
            self.foreign(self._document.root, path)

    def expression(self, expression: Expression, path: Path[Stored]) -> None:
        if self._report is None:
            return
        known = analysis(expression)
        for read in known.reads:
            if read.name is None or read.mode == "contains":
                continue
            fact = path.get(read.name)
            if fact is not None:
                held = _held(read.name, fact, path)
                check_cast(self._document, self._report, expression, read, held)
            if (
                (fact is None or not fact.sure)
                and read.mode == "index"
                and not self._is_asked_for(expression, read.name)
            ):
                self._check_unset(self._report, expression, read, fact, path)
        for comparison in known.comparisons if known.reads else ():
            fact = path.get(comparison.name)
            other = path.get(comparison.other) if comparison.other is not None else None
            if fact is not None:
                check_comparison(
                    self._document,
                    self._report,
                    expression,
                    comparison,
                    _held(comparison.name, fact, path),
                    _held(comparison.other or "", other, path) if other is not None else None,
                )

    def _type(self, found: SetVariable) -> Type | None:
        from apimgen.csharp import kept, type_called  # noqa: PLC0415 - many have no C#

        setter = found.element
        if setter.tag != "set-variable":
            return type_called(found.type) if found.type else None
        expression = self._document.expression_at.get((setter, "value"))
        if expression is None:
            return None if setter.get("value") is None else type_called("string")
        return kept(analysis(expression).result) if expression.whole else None

    def _check_unset(
        self,
        report: Reporter,
        expression: Expression,
        read: VariableRead,
        fact: Stored | None,
        path: Path[Stored],
    ) -> None:
        on_error = _section(expression.element) == "on-error"
        alone = self._alone and path.get(_FOREIGN) is None
        name = read.name or ""
        if fact is None:
            if alone and (self._innermost or name in self._setters):
                message = self._never(name)
                report.code("variable-not-set", message, expression, read.start, read.end)
            return
        setter = next(iter(fact.setters.values()))
        line = self._document.place(setter).line
        if on_error and not self._fragment_on_error and _section(setter) != "on-error":
            message = f'"{name}" is set in line {line}, and an error before that leads here too'
        elif alone and not self._is_correlated(setter, expression.element):
            message = f'"{name}" is set in line {line}, but not on every way to here'
        else:
            return
        message += f'; write GetValueOrDefault<...>("{name}", ...)'
        report.code("variable-may-be-unset", message, expression, read.start, read.end)

    def _never(self, name: str) -> str:
        if name in self._setters:
            line = self._document.place(self._setters[name]).line
            return f'the variable "{name}" is set in line {line}, and read here before that'
        near = did_you_mean(name, self._setters) if len(self._setters) <= _MOST_NAMES else ""
        return f'nothing sets the variable "{name}"{near}'

    @cached_property
    def _setters(self) -> dict[str, etree._Element]:
        through = sets_of_fragments(self._document, self._fragments)
        own = {found.name: found.element for found in all_sets(self._document)}
        return {**{found.name: at for found, at in through}, **own}

    def _is_asked_for(self, expression: Expression, name: str) -> bool:
        """Whether the code, or a condition around it, looks first if the variable is there."""
        if name in self._asked_for(expression) or "catch" in expression.code:
            return True
        for branch in expression.element.iterancestors("when"):
            condition = self._document.expression_at.get((branch, "condition"))
            if condition is not None and name in self._asked_for(condition):
                return True
        return False

    def _asked_for(self, expression: Expression) -> frozenset[str | None]:
        """The variables that an expression may look up without failing."""
        key = expression.element, expression.attribute
        if key not in self._asked:
            reads = analysis(expression).reads
            self._asked[key] = frozenset(read.name for read in reads if read.mode != "index")
        return self._asked[key]

    def _is_correlated(self, setter: etree._Element, reader: etree._Element) -> bool:
        """Whether both are under the same condition, in different places."""
        conditions = {branch.get("condition") for branch in reader.iterancestors("when")}
        return any(b.get("condition") in conditions for b in setter.iterancestors("when"))


def _section(element: etree._Element) -> str | None:
    """The section that an element is in."""
    section = None
    for ancestor in element.iterancestors(*SECTIONS):
        section = str(ancestor.tag)
    return section


def _held(name: str, fact: Stored, path: Path[Stored]) -> Held:
    """What a variable holds here, where only this document and those around it set it."""
    foreign = fact.age < _age(path) or (not fact.sure and _age(path) > 0)
    return Held(name, fact, foreign)


def _age(path: Path[Stored]) -> int:
    fact = path.get(_FOREIGN)
    return 0 if fact is None else fact.age
