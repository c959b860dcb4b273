"""The way through an expression, with what conditions have told at each point of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from apimgen.csharp.readers.nodes import plain
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.inside import children

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apimgen.csharp.readers.guards import Guards

Facts = frozenset[str]

_NOTHING: Facts = frozenset()
_ROWS = frozenset({"&&", "||"})
_EQUALITIES = frozenset({"==", "!="})
# No code that people write is guarded by more.
_MOST_KNOWN = 400


class Look(Protocol):
    """What is done with each value on the way."""

    def __call__(self, value: tree.Expression, known: Facts, /) -> None:
        """Looks at a value, given what is known where it is."""


class Way:
    """One way through an expression.

    Attributes:
        checked: all that is looked at for null so far.
        tries: how many ``try`` with a ``catch`` are around.
        overfull: whether more is known at a point than is followed.
    """

    def __init__(self, guards: Guards, look: Look) -> None:
        self._guards = guards
        self._look = look
        self.checked: set[str] = set()
        self.tries = 0
        self.overfull = False

    def run(self, root: Any) -> None:
        """Goes through a body, or through a part of one."""
        self._any(root, _NOTHING)

    def _with(self, known: Facts, told: Facts) -> Facts:
        if not told:
            return known
        self.checked.update(told)
        if len(known) > _MOST_KNOWN:
            self.overfull = True
            return known
        return known | told

    def _any(self, node: Any, known: Facts) -> None:
        if isinstance(node, statements.Statement):
            self._statement(node, known)
        elif isinstance(node, tree.Expression):
            self._value(node, known)
        else:
            for part in children(node):
                self._any(part, known)

    def _statement(self, one: statements.Statement, known: Facts) -> Facts:
        """Goes through a statement; what is known after it."""
        handler = _STATEMENTS.get(one.__class__)
        if handler is not None:
            return handler(self, one, known)
        for part in children(one):
            self._any(part, known)
        return known

    def block(self, one: statements.Block, known: Facts) -> Facts:
        """Statements that follow each other."""
        for inner in one.statements:
            known = self._statement(inner, known)
        return known

    def plain_statement(self, one: statements.Statement, known: Facts) -> Facts:
        """Values, one after the other; ``a ?? throw`` leaves nothing that is null."""
        for part in children(one):
            self._value(part, known)
            value = plain(part)
            if isinstance(value, tree.Coalesce) and isinstance(plain(value.right), tree.Throw):
                known = self._with(known, self._guards.there(value.left))
        return known

    def branches(self, one: statements.If, known: Facts) -> Facts:
        """``if``: after it is known what is known at the end of all branches that have one."""
        ends: list[Facts] = []
        for condition, branch in one.branches:
            inside = known
            if condition is not None:
                self._value(condition, known)
                true, false = self._guards.told(condition)
                inside, known = self._with(known, true), self._with(known, false)
            after = self._statement(branch, inside)
            if branch.ends:
                ends.append(after)
        if one.branches[-1][0] is not None:
            ends.append(known)
        return frozenset.intersection(*ends) if ends else known

    def while_loop(self, one: statements.While, known: Facts) -> Facts:
        """``while`` and ``do``."""
        self._value(one.condition, known)
        true, false = self._guards.told(one.condition)
        self._statement(one.body, known if one.first else self._with(known, true))
        return known if one.body.breaks else self._with(known, false)

    def for_loop(self, one: statements.For, known: Facts) -> Facts:
        """``for``."""
        for begin in one.begin:
            known = self._statement(begin, known)
        inside = known
        if one.condition is not None:
            self._value(one.condition, known)
            inside = self._with(known, self._guards.told(one.condition)[0])
        self._statement(one.body, inside)
        for step in one.step:
            self._value(step, inside)
        return known

    def tried(self, one: statements.Try, known: Facts) -> Facts:
        """``try``."""
        self.tries += bool(one.catches)
        after = self._statement(one.body, known)
        self.tries -= bool(one.catches)
        for catch in one.catches:
            self._any(catch, known)
        if one.last is not None:
            self._statement(one.last, known)
        return known if any(catch.body.ends for catch in one.catches) else after

    def labelled(self, one: statements.Labelled, _known: Facts) -> Facts:
        """What ``goto`` leads to from anywhere."""
        return self._statement(one.statement, _NOTHING)

    def _value(self, value: tree.Expression, known: Facts) -> None:
        """Goes through a value, without a stack for what is in it."""
        waiting: list[tuple[tree.Expression, Facts]] = [(value, known)]
        while waiting:
            one, facts = waiting.pop()
            kind = one.__class__
            if kind is tree.Lambda:
                self._any(one.body, facts)  # type: ignore[attr-defined]
                continue
            self._look(one, facts)
            handler = _VALUES.get(kind)
            if handler is not None:
                waiting += handler(self, one, facts)
                continue
            for part in children(one):
                if isinstance(part, tree.Expression):
                    waiting.append((part, facts))
                else:
                    self._any(part, facts)

    def choice(self, one: tree.Choice, known: Facts) -> Iterator[tuple[tree.Expression, Facts]]:
        """``a ? b : c``."""
        true, false = self._guards.told(one.condition)
        yield one.condition, known
        yield one.then, self._with(known, true)
        yield one.otherwise, self._with(known, false)

    def if_there(
        self, one: tree.IfNotNull, known: Facts
    ) -> Iterator[tuple[tree.Expression, Facts]]:
        """``a?.b``."""
        yield one.receiver, known
        yield one.then, self._with(known, self._guards.there(one.receiver))

    def default(self, one: tree.Coalesce, known: Facts) -> Iterator[tuple[tree.Expression, Facts]]:
        """``a ?? b``."""
        self.checked.update(self._guards.there(one.left))
        yield one.left, known
        yield one.right, known

    def pattern(self, one: tree.Is, known: Facts) -> Iterator[tuple[tree.Expression, Facts]]:
        """``a is T``."""
        self.checked.update(self._guards.there(one.operand))
        yield one.operand, known

    def negation(self, one: tree.Unary, known: Facts) -> Iterator[tuple[tree.Expression, Facts]]:
        """``!a``."""
        if one.operator == "!":
            self.checked.update(*self._guards.told(one))
        yield one.operand, known

    def operands(self, one: tree.Binary, known: Facts) -> Iterator[tuple[tree.Expression, Facts]]:
        """Two operands; rows of ``&&`` and ``||`` may be long."""
        if one.operator not in _ROWS:
            if one.operator in _EQUALITIES:
                self.checked.update(*self._guards.told(one))
            yield one.left, known
            yield one.right, known
            return
        rights: list[tuple[str, tree.Expression]] = []
        first: tree.Expression = one
        while isinstance(first, tree.Binary) and first.operator in _ROWS:
            rights.append((first.operator, first.right))
            first = plain(first.left)
        yield first, known
        told = self._guards.told(first)
        for operator, right in reversed(rights):
            yield right, self._with(known, told[operator == "||"])
            told = self._guards.both(operator, told, right)


_STATEMENTS: dict[type, Callable[[Way, Any, Facts], Facts]] = {
    statements.Block: Way.block,
    statements.If: Way.branches,
    statements.While: Way.while_loop,
    statements.For: Way.for_loop,
    statements.Try: Way.tried,
    statements.Labelled: Way.labelled,
    statements.Declare: Way.plain_statement,
    statements.Do: Way.plain_statement,
    statements.Return: Way.plain_statement,
}
_VALUES: dict[type, Callable[[Way, Any, Facts], Iterator[tuple[tree.Expression, Facts]]]] = {
    tree.Choice: Way.choice,
    tree.IfNotNull: Way.if_there,
    tree.Coalesce: Way.default,
    tree.Is: Way.pattern,
    tree.Unary: Way.negation,
    tree.Binary: Way.operands,
}
