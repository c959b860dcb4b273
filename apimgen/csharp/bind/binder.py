"""The state of binding one expression, and what every part of it needs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from apimgen.csharp.bind.scope import Frame, Scope
from apimgen.csharp.bind.types.typenames import written_type
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.context import CONTEXT
from apimgen.csharp.model.lookup import is_flagged
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import UNKNOWN, VOID, Type, named
from apimgen.csharp.syntax.placeholders import is_filler
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.locals import Local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tree_sitter import Node

    from apimgen.catalog.ids import RuleId
    from apimgen.csharp.syntax.parse import Source

MAX_DEPTH = 120


_NO_VALUES = frozenset([tree.TypeName, tree.NamespaceName])


class NotFollowedError(Exception):
    """The expression is nested too deep, or would take too long.

    Attributes:
        node: where.
        deep: whether it is nested too deep.
    """

    def __init__(self, node: Node, *, deep: bool) -> None:
        super().__init__(node)
        self.node = node
        self.deep = deep


class ExpressionHandler(Protocol):
    """Binds one kind of node that has a value."""

    def __call__(self, binder: Binder, node: Node, /) -> tree.Expression:
        """The bound node."""


class StatementHandler(Protocol):
    """Binds one kind of statement."""

    def __call__(self, binder: Binder, node: Node, /) -> statements.Statement:
        """The bound node."""


class PendingValues(Protocol):
    """What is asked of lambdas, and of methods without a call."""

    def explicit_types(self, value: tree.Expression, /) -> tuple[Type, ...] | None:
        """The types of a lambda's parameters, where they are written."""

    def count(self, value: tree.Expression, /) -> int | None:
        """How many parameters a lambda has."""

    def gives(
        self, binder: Binder, value: tree.Expression, types: tuple[Type, ...], /
    ) -> Type | None:
        """What it gives for these types of parameters."""

    def fits(self, binder: Binder, value: tree.Expression, to: Type, /) -> bool:
        """Whether it may become one of a type."""

    def become(self, binder: Binder, value: tree.Expression, to: Type, /) -> tree.Expression:
        """It as one of a type that it fits."""

    def explain(self, binder: Binder, value: tree.Expression, to: Type, /) -> tree.Expression:
        """Says why it is not one of a type."""

    def wrong_inside(self, binder: Binder, value: tree.Expression, to: Type, /) -> list[Problem]:
        """What is wrong in a lambda when it is one of a type."""


class Binder:
    """Binds one expression.

    Attributes:
        source: the expression.
        pending: what knows of lambdas.
        findings: what a compiler would refuse.
        warnings: what compiles, and does not do what it seems to.
        scope: the names known here.
        frame: the function around.
        checked: whether constants may not overflow here.
        overflows: where ``checked`` and ``unchecked`` are written, and which of them.
        lambdas: the lambdas bound so far, for they are bound once for each types of parameters.
        gaps: how many nodes are not understood.
        open_locals: whether a local is declared without a value that is sure.
        conditionals: whether a ``?.`` or ``?[`` is in the code.
    """

    def __init__(
        self,
        source: Source,
        expressions: Mapping[str, ExpressionHandler],
        statement_handlers: Mapping[str, StatementHandler],
        pending: PendingValues,
    ) -> None:
        self.source = source
        self.pending = pending
        self.findings: list[Problem] = []
        self.warnings: list[Problem] = []
        self.scope = Scope()
        self.frame = Frame("expression")
        self.checked = True
        self.overflows: set[tuple[int, int, bool]] = set()
        self.lambdas: dict[tuple[object, ...], object] = {}
        self.gaps = 0
        self.open_locals = False
        self.conditionals = "?." in source.code or "?[" in source.code
        self.context = Local("context", named(CONTEXT), 0, 0, fixed="parameter", assigned=True)
        self.scope.names["context"] = self.context
        self._expressions = expressions
        self._statements = statement_handlers
        self._depth = 0
        self._steps = 0
        self._most = 3000 + 40 * source.root.descendant_count

    def value(self, node: Node, *, may_be_type: bool = False) -> tree.Expression:
        """Binds a node that must be a value.

        Args:
            node: the node.
            may_be_type: whether it may be a type or a namespace, too, as before a dot.
        """
        self._steps += 1
        if self._depth > MAX_DEPTH or self._steps > self._most:
            raise NotFollowedError(node, deep=self._depth > MAX_DEPTH)
        handler = self._expressions.get(node.type)
        if handler is None:
            return self.unknown(node)
        self._depth += 1
        found = handler(self, node)
        self._depth -= 1
        if found.__class__ not in _NO_VALUES or may_be_type:
            return found
        if isinstance(found, tree.TypeName):
            message = f"{found.named} is a type, and a value is wanted here"
            return self.wrong(found.start, found.end, "wrong-conversion", message, found)
        if isinstance(found, tree.NamespaceName):
            return self.name_unknown(found)
        return found

    def statement(self, node: Node) -> statements.Statement:
        """Binds a statement."""
        self._steps += 1
        if self._depth > MAX_DEPTH or self._steps > self._most:
            raise NotFollowedError(node, deep=self._depth > MAX_DEPTH)
        handler = self._statements.get(node.type)
        if handler is None:
            self.gaps += 1
            return statements.NotUnderstood(*self.source.span(node))
        self._depth += 1
        found = handler(self, node)
        self._depth -= 1
        return found

    def unknown(self, node: Node, *parts: tree.Expression) -> tree.Unknown:
        """A node that nothing is known of."""
        self.gaps += 1
        return tree.Unknown(*self.source.span(node), UNKNOWN, parts=parts)

    def wrong(
        self, start: int, end: int, rule: RuleId, message: str, *parts: tree.Expression
    ) -> tree.Unknown:
        """Notes what is wrong; the node that takes its place."""
        self.findings.append(Problem(start, end, rule, message))
        return tree.Unknown(start, end, UNKNOWN, parts=parts)

    def wrong_at(
        self, node: Node, rule: RuleId, message: str, *parts: tree.Expression
    ) -> tree.Unknown:
        """Notes what is wrong with a whole node; the node that takes its place."""
        return self.wrong(*self.source.span(node), rule, message, *parts)

    def name_unknown(self, found: tree.NamespaceName) -> tree.Unknown:
        """Notes that a namespace is no value."""
        message = f"{found.name} is a namespace, and a value is wanted here"
        return self.wrong(found.start, found.end, "unknown-name", message)

    def type(self, node: Node) -> Type:
        """The type that is written at a node; what is wrong with it is noted."""
        text = self.source.type_text(node)
        generics = self.generics()
        found = written_type(text, generics) if generics else written_type(text)
        if found.wrong and not is_filler(text):
            start = self.source.at(node.start_byte)
            self.wrong(start + found.start, start + found.end, found.rule, found.wrong)
        elif found.type is UNKNOWN:
            self.gaps += 1
        return found.type

    def value_type(self, node: Node) -> Type:
        """As :meth:`type`, where ``void`` is no type."""
        found = self.type(node)
        if found is VOID:
            self.wrong_at(node, "wrong-conversion", "void is no type of a value")
            return UNKNOWN
        if is_flagged(found, "static"):
            self.wrong_at(node, "wrong-conversion", f"{found} is static: there are no values of it")
            return UNKNOWN
        return found

    def generics(self) -> frozenset[Type]:
        """The type parameters that may be named here."""
        scope: Scope | None = self.scope
        while scope is not None:
            if scope.generics:
                return scope.generics
            scope = scope.outer
        return frozenset()

    @contextmanager
    def block(self) -> Iterator[Scope]:
        """A scope for the names of a block."""
        outer = self.scope
        self.scope = Scope(outer)
        try:
            yield self.scope
        finally:
            self.scope = outer

    @contextmanager
    def function(self, frame: Frame, scope: Scope) -> Iterator[None]:
        """Another function, with its own returns."""
        before = self.frame, self.scope, self.checked
        self.frame, self.scope = frame, scope
        try:
            yield
        finally:
            self.frame, self.scope, self.checked = before

    def declare(
        self,
        node: Node,
        type_: Type,
        *,
        fixed: str = "",
        constant: object = ABSENT,
        assigned: bool = False,
    ) -> Local:
        """Makes a local known; a name that is taken is noted."""
        start, end = self.source.span(node)
        local = Local(
            self.source.text(node).lstrip("@"), type_, start, end, fixed, constant, assigned
        )
        self.enter(local)
        return local

    def enter(self, local: Local) -> None:
        """Makes a local known that exists already."""
        name = local.name
        scope = self.scope
        if not local.assigned:
            self.open_locals = True
        if (problem := self._taken(name, scope)) is not None:
            self.findings.append(Problem(local.start, local.end, "duplicate-local", problem))
            if name in scope.names:
                return  # what follows is read as if the first one stood alone
        elif name in scope.inside:
            start, end = scope.inside[name]
            message = f"{name} is declared again further down, around this block"
            self.findings.append(Problem(start, end, "duplicate-local", message))
        scope.names[name] = local
        outer = scope.outer
        while outer is not None:
            outer.inside.setdefault(name, (local.start, local.end))
            outer = outer.outer

    def _taken(self, name: str, scope: Scope) -> str | None:
        if name in scope.names:
            return f"{name} is declared in this block already"
        found = scope.find(name)
        if found is None:
            return None
        if found is self.context:
            return "context is the name of what every expression is given; choose another"
        return f"{name} is declared already, around this block"
