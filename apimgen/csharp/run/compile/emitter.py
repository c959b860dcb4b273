"""The state of compiling one expression, and what every part of it needs."""

from __future__ import annotations

import ast
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import DECIMAL, DOUBLE, FLOAT, STRING, Type
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.captures import Captures
from apimgen.csharp.run.compile.frames import Function, placed, placed_statement
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.run.values import from_text
from apimgen.csharp.run.values.texts import single
from apimgen.csharp.tree.expressions import Binary, Unary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from apimgen.csharp.tree.expressions import Expression
    from apimgen.csharp.tree.locals import Local, LocalFunction
    from apimgen.csharp.tree.statements import Statement


class ExpressionEmitter(Protocol):
    """Compiles one kind of node that has a value."""

    def __call__(self, emitter: Emitter, node: Any, /) -> ast.expr:
        """The Python node."""


class StatementEmitter(Protocol):
    """Compiles one kind of statement into :attr:`Function.out`."""

    def __call__(self, emitter: Emitter, node: Any, /) -> None:
        """Adds statements."""


class Emitter:
    """Compiles one expression.

    Attributes:
        namespace: what the code needs from outside, by the names made for it.
        function: the Python function that is being made.
        captures: which locals need a cell of their own.
        grows: whether texts are counted: in loops and statements, where they may grow.
        created: the names that stand for the objects that initializers fill.
        places: targets of assignments whose value is read once, and how.
        calls: the Python names of local functions.
        gaps: what cannot be run.
        not_null: the names that stand for the values before a ``?.``.
        checked: the parts of the code that are checked for overflow, or are not.
    """

    def __init__(
        self,
        root: Statement,
        expressions: Mapping[type, ExpressionEmitter],
        statements: Mapping[type, StatementEmitter],
        checked: tuple[tuple[int, int, bool], ...] = (),
    ) -> None:
        self.namespace: dict[str, Any] = {"__builtins__": {}}
        self.function = Function(None)
        self.captures = Captures(root)
        self.grows = True
        self.created: list[str] = []
        self.not_null: list[ast.expr] = []
        self.places: list[tuple[Expression, Callable[[], ast.expr]]] = []
        self.calls: dict[LocalFunction, str] = {}
        self.checked = checked
        self.gaps: list[NotModelledError] = []
        self._expressions = expressions
        self._statements = statements
        self._kept: dict[int, str] = {}
        self._names: dict[Local, str] = {}
        self._owners: dict[Local, Function] = {}
        self._counts: dict[str, int] = {}

    # -- names -----------------------------------------------------------------------------------

    def fresh(self, letter: str) -> str:
        """A new name."""
        count = self._counts[letter] = self._counts.get(letter, 0) + 1
        return f"{letter}{count}"

    def keep(self, value: Any) -> ast.Name:
        """The name of a value from outside."""
        found = self._kept.get(id(value))
        if found is None:
            found = self._kept[id(value)] = self.fresh("k")
            self.namespace[found] = value
        return py.name(found)

    def temporary(self) -> str:
        """A new name for a value that is needed again at once."""
        return self.fresh("t")

    def declare(self, local: Local) -> str:
        """The Python name of a local, which belongs to the function that is being made."""
        found = self._names.get(local)
        if found is None:
            found = self._names[local] = self.fresh("v")
            home = self._home(local)
            self._owners[local] = home
            home.own.add(found)
        return found

    def bind(self, local: Local, word: str) -> None:
        """Gives a local another Python name, in the function that is being made."""
        self._names[local] = word
        self._owners[local] = self.function
        self.function.own.add(word)

    def _home(self, local: Local) -> Function:
        """The function that a local belongs to: a local function may name it before it is made."""
        node = self.captures.home(local)
        home: Function | None = self.function
        while home is not None and home.node is not node:
            home = home.outer
        return home or self.function

    def name_of(self, local: Local) -> str:
        """The Python name of a local."""
        return self._names.get(local) or self.declare(local)

    def call_of(self, function: LocalFunction) -> str:
        """The Python name of a local function."""
        found = self.calls.get(function)
        if found is None:
            found = self.calls[function] = self.fresh("f")
        return found

    def read(self, local: Local) -> ast.expr:
        """The value of a local."""
        if local.constant is not ABSENT:
            return self.constant(local.constant, local.type)
        found = py.name(self.name_of(local))
        return py.item(found, 0) if local in self.captures.cells else found

    def write(self, local: Local, value: ast.expr) -> ast.expr:
        """Assigns to a local; gives the value."""
        word = self.name_of(local)
        if local in self.captures.cells:
            return py.call(self.keep(_put), py.name(word), value)
        self.own(local, word)
        return py.walrus(word, value)

    def store(self, local: Local, value: ast.expr) -> ast.stmt:
        """Assigns to a local, as a statement."""
        word = self.name_of(local)
        if local in self.captures.cells:
            return py.do(py.call(self.keep(_put), py.name(word), value))
        self.own(local, word)
        return py.assign(word, value)

    def cells_now(self) -> list[str]:
        """The cells that a lambda which is made here keeps."""
        return list(self.function.cells)

    def own(self, local: Local, word: str) -> None:
        """Notes that a local of another function is assigned to."""
        if self._owners[local] is not self.function:
            self.function.nonlocals.add(word)

    # -- nodes -----------------------------------------------------------------------------------

    def value(self, node: Expression) -> ast.expr:
        """Compiles a node that has a value."""
        if node.constant is not ABSENT and (
            node.type is not DECIMAL or not isinstance(node, _FOLDED)
        ):
            return placed(self.constant(node.constant, node.type), node.start)
        if self.places and node is self.places[-1][0]:
            return self.places[-1][1]()
        handler = self._expressions.get(node.__class__)
        if handler is None:
            raise NotModelledError(node.__class__.__name__, node.start)
        return placed(handler(self, node), node.start)

    def statement(self, node: Statement) -> None:
        """Compiles a statement; what of it cannot be run is noted, and the next one follows."""
        out = self.function.out
        before = len(out)
        stacks: tuple[list[Any], ...] = (
            self.places,
            self.not_null,
            self.created,
            self.function.targets,
        )
        depths = [len(one) for one in stacks]
        try:
            handler = self._statements.get(node.__class__)
            if handler is None:
                raise NotModelledError(node.__class__.__name__, node.start)
            handler(self, node)
        except NotModelledError as gap:
            # a part of the library knows what cannot be run, not where it is written
            self.gaps.append(gap if gap.start else NotModelledError(gap.what, node.start))
            for stack, depth in zip(stacks, depths, strict=True):
                del stack[depth:]
        for one in out[before:]:
            placed_statement(one, node.start)

    def body(self, *nodes: Statement) -> list[ast.stmt]:
        """Compiles statements into a list of their own."""
        with self.into() as out:
            for one in nodes:
                self.statement(one)
        return out

    def into_body(self, fill: Callable[[], None]) -> list[ast.stmt]:
        """The statements that a function adds."""
        with self.into() as out:
            fill()
        return out

    @contextmanager
    def into(self) -> Iterator[list[ast.stmt]]:
        """A new list that statements go to."""
        before, self.function.out = self.function.out, []
        try:
            yield self.function.out
        finally:
            self.function.out = before

    def constant(self, value: object, of: Type) -> ast.expr:
        """A constant of a type."""
        found = held(value, of)
        if isinstance(found, float) and (found != found or found in (_INFINITE, -_INFINITE)):  # noqa: PLR0124
            return self.keep(found)
        if found is None or isinstance(found, bool | int | float | str):
            return py.constant(found)
        return self.keep(found)

    def keep_constant(self, value: object) -> ast.expr:
        """A value that is known now."""
        if value is None or isinstance(value, bool | int | float | str):
            return py.constant(value)
        return self.keep(value)

    def twice(self, value: ast.expr) -> tuple[ast.expr, Callable[[], ast.expr]]:
        """A value that is needed more than once: how it is read first, and then again."""
        if isinstance(value, ast.Name):
            word = value.id
            return value, lambda: py.name(word)
        if isinstance(value, ast.Constant):
            same = value.value
            return value, lambda: ast.Constant(same)
        word = self.temporary()
        return py.walrus(word, value), lambda: py.name(word)

    def is_checked(self, node: Expression) -> bool:
        """Whether overflow is an error in a node."""
        found = False
        for start, end, checked in self.checked:
            if start <= node.start and node.end <= end:
                found = checked
        return found

    def at(self, node: ast.expr, start: int) -> ast.expr:
        """A node with its place, if it has none yet."""
        return placed(node, start)

    def host(self) -> ast.expr:
        """The host."""
        return py.name("host")


_INFINITE = float("inf")
# What is made of decimals is made anew, for the binder's constants have a digit more.
_FOLDED = (Binary, Unary)


def _put(cell: list[Any], value: Any) -> Any:
    cell[0] = value
    return value


def held(value: object, of: Type) -> object:
    """A constant of the tree as a value of its type is held."""
    if value is None:
        return None
    if isinstance(value, str):
        return sys.intern(from_text(value)) if of is STRING else from_text(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if of in (DOUBLE, FLOAT):
            return single(value) if of is FLOAT else float(value)
        if of is DECIMAL:
            from decimal import Decimal  # noqa: PLC0415

            return Decimal(value)
    if of is FLOAT and isinstance(value, float):
        return single(value)
    return value
