"""Follows a document in the order in which the service runs it.

What is learnt on the way is kept in a :class:`Path`: facts of the caller's own kind, by name. Where
ways part, as in ``choose``, each gets a path of its own, and where they meet again the caller says
what is left of their facts. Each element is passed just once, however deep loops are nested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from lxml import etree

from apimgen.knowledge.sections import SECTIONS
from apimgen.knowledge.table import policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apimgen.document.reader import Document, Expression
    from apimgen.knowledge.model import Runs

Fact = TypeVar("Fact")

_ON_ERROR = "on-error"


class Path(Generic[Fact]):
    """What is known on one way through a document."""

    __slots__ = ("_before", "_facts", "_flow")

    def __init__(self, flow: Flow[Fact], before: Path[Fact] | None = None) -> None:
        self._flow = flow
        self._before = before
        self._facts: dict[str, Fact] = {}

    def get(self, name: str) -> Fact | None:
        """The fact of this name; None where there is none."""
        path: Path[Fact] | None = self
        while path is not None:
            if name in path._facts:
                return path._facts[name]
            path = path._before
        return None

    def set(self, name: str, fact: Fact) -> None:
        """Notes a fact in place of the one that was known."""
        self._facts[name] = fact
        self._flow.ever.setdefault(name, []).append(fact)

    def facts(self) -> dict[str, Fact]:
        """The facts that were set since the way began."""
        return dict(self._facts)

    def fork(self) -> Path[Fact]:
        """A way that begins here."""
        return Path(self._flow, self)

    def meet(self, forks: Sequence[Path[Fact]], *, also_here: bool) -> None:
        """Takes up what is left of the facts of forks that lead back to here.

        Args:
            forks: at least one, unless ``also_here``.
            also_here: whether a way leads past all of them.
        """
        changed: dict[str, list[Fact | None]] = {}
        for fork in forks:
            for name, fact in fork._facts.items():
                changed.setdefault(name, []).append(fact)
        for name, facts in changed.items():
            if also_here or len(facts) < len(forks):
                facts.append(self.get(name))
            self._facts[name] = self._flow.steps.join(facts)


class Steps(Protocol[Fact]):
    """What a caller does at each step."""

    def join(self, facts: Sequence[Fact | None]) -> Fact:
        """What is left where ways with these facts meet; None where a way has no fact."""

    def expression(self, expression: Expression, path: Path[Fact]) -> None:
        """An expression is evaluated."""

    def policy(self, element: etree._Element, path: Path[Fact]) -> None:
        """A policy has run, its expressions and the policies that it holds before it."""

    def foreign(self, element: etree._Element, path: Path[Fact]) -> None:
        """Policies of another document run: ``<base />`` or a fragment."""

    def left(self, section: str, path: Path[Fact], /) -> None:
        """A section has run to its end; so has one that the document lacks."""

    def repeated(self, element: etree._Element, path: Path[Fact]) -> None:
        """What an element holds is about to run, and may have run before."""


class Flow(Generic[Fact]):
    """One walk through a document.

    Attributes:
        steps: what is done at each step.
        ever: all facts that were set on the way, by name.
        surely: the facts that were set before anything could fail.
    """

    def __init__(self, document: Document, steps: Steps[Fact]) -> None:
        self.steps = steps
        self.ever: dict[str, list[Fact]] = {}
        self.surely: dict[str, Fact] = {}
        self._document = document
        self._expressions: dict[etree._Element, list[Expression]] = {}
        for expression in document.expressions:
            self._expressions.setdefault(expression.element, []).append(expression)

    def run(self) -> Path[Fact]:
        """Runs the sections one after another, then on-error, from wherever an error led to it.

        Returns:
            The way, as far as it leads without an error.
        """
        root = self._document.root
        path = Path(self)
        if root.tag != "policies":
            self._sequence(root, path)
            return path
        sections = {str(section.tag): section for section in _children(root)}
        running = True
        for name in SECTIONS[:-1]:
            if running and name in sections:
                running = self._sequence(sections[name], path)
            if running:
                self.steps.left(name, path)
        if _ON_ERROR in sections:
            self._sequence(sections[_ON_ERROR], self._after_an_error())
        return path

    def _after_an_error(self) -> Path[Fact]:
        """The state at on-error.

        Any earlier fact may hold; only those set before the first policy that can fail surely do.
        """
        path = Path(self)
        for name, facts in list(self.ever.items()):
            surely = self.surely.get(name)
            path.set(name, self.steps.join([surely, *facts]))
        return path

    def _sequence(self, parent: etree._Element, path: Path[Fact]) -> bool:
        """Runs policies one after another; whether the end is reached."""
        sure = parent.tag == SECTIONS[0]
        for child in _children(parent):  # no all(...): its frames would add up in deep documents
            if sure and _may_fail(child):
                sure = False
                self.surely = path.facts()
            if not self._policy(child, path):
                return False
        if sure:
            self.surely = path.facts()
        return True

    def _policy(self, element: etree._Element, path: Path[Fact]) -> bool:
        runs = _runs(element)
        if runs == "foreign":
            self.steps.foreign(element, path)
            return True
        if runs == "branch":
            return self._choose(element, path)
        if runs == "loop":
            return self._retry(element, path)
        if runs == "holder":
            return self._holder(element, path)
        for part in element.iter(etree.Element):
            self._own_expressions(part, path)
        self.steps.policy(element, path)
        return runs != "end"

    def _choose(self, element: etree._Element, path: Path[Fact]) -> bool:
        forks: list[Path[Fact]] = []
        falls_through = True
        for branch in _children(element):
            # Only the first condition is sure to be evaluated.
            if not forks and falls_through:
                self._own_expressions(branch, path)
            fork = path.fork()
            if forks:
                self._own_expressions(branch, fork)
            if self._sequence(branch, fork):
                forks.append(fork)
            falls_through = falls_through and branch.tag != "otherwise"
        if not forks and not falls_through:
            return False
        path.meet(forks, also_here=falls_through)
        return True

    def _retry(self, element: etree._Element, path: Path[Fact]) -> bool:
        expressions = self._expressions.get(element, ())
        for expression in expressions:
            if expression.attribute != "condition":
                self.steps.expression(expression, path)
        self.steps.repeated(element, path)
        if not self._sequence(element, path):
            return False
        for expression in expressions:
            if expression.attribute == "condition":
                self.steps.expression(expression, path)
        return True

    def _holder(self, element: etree._Element, path: Path[Fact]) -> bool:
        """Runs the policies inside another: all of them, or perhaps only some.

        ``wait`` may go on after the first; ``cache-value`` runs the policies of its ``value`` when
        the cache has nothing.
        """
        self._own_expressions(element, path)
        value = element.find("value")
        inner = element if value is None else value
        if inner is element and element.get("for", "all") == "all":
            running = self._sequence(element, path)
        else:
            fork = path.fork()
            running = self._sequence(inner, fork)
            path.meet([fork] if running else [], also_here=True)
            running = True
        self.steps.policy(element, path)
        return running

    def _own_expressions(self, element: etree._Element, path: Path[Fact]) -> None:
        for expression in self._expressions.get(element, ()):
            self.steps.expression(expression, path)


def _runs(element: etree._Element) -> Runs:
    """How the gateway goes on from an element; ``<base />`` is a policy of another document too."""
    if element.tag == "base":
        return "foreign"
    known = policy(str(element.tag))
    return "effect" if known is None else known.runs


def _may_fail(element: etree._Element) -> bool:
    known = policy(str(element.tag))
    return known is None or known.may_fail


def _children(element: etree._Element) -> Iterator[etree._Element]:
    return element.iterchildren(etree.Element)
