"""The nodes of a bound tree by their kind, and what a value stands for."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from apimgen.csharp.model.context import CONTEXT
from apimgen.csharp.model.types import STRING
from apimgen.csharp.syntax.placeholders import is_filled_later
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.inside import every

if TYPE_CHECKING:
    from apimgen.csharp.tree.locals import Local

_N = TypeVar("_N")
_MOST_STEPS = 20  # from one local to the next
_MOST_NAMES = 8  # of members, from context on
_MOST_TEXT = 1000
_CONVERTED = (tree.Convert, tree.As)


class Nodes:
    """All nodes below some roots.

    Attributes:
        code: of the expression.
        roots: a body, or parts of one that is not understood as a whole.
    """

    def __init__(self, code: str, roots: tuple[Any, ...]) -> None:
        self.code = code
        self.roots = roots
        self._kinds: dict[type, list[Any]] = defaultdict(list)
        for node in every(roots):
            self._kinds[node.__class__].append(node)

    def of(self, kind: type[_N]) -> list[_N]:
        """The nodes of one kind, in no order."""
        return self._kinds.get(kind, [])

    def has_place(self, start: int, end: int) -> bool:
        """Whether a call or an index is bound that is written there."""
        return (start, end) in self._places

    @cached_property
    def _places(self) -> frozenset[tuple[int, int]]:
        used = (*self.of(tree.Call), *self.of(tree.Index))
        return frozenset((one.start, one.end) for one in used)

    def text(self, node: tree.Expression) -> str:
        """A node as it is written, without white space; where it is, if that would be long."""
        if node.end - node.start > _MOST_TEXT:
            return f"{node.start}-{node.end}"
        return "".join(self.code[node.start : node.end].split())

    @cached_property
    def _declared(self) -> dict[Local, tree.Expression]:
        return {
            local: value
            for node in self.of(statements.Declare)
            for local, value in node.locals
            if value is not None
        }

    @cached_property
    def _assigned(self) -> dict[Local, list[tree.Expression]]:
        found: dict[Local, list[tree.Expression]] = {}
        for node in self.of(tree.Assign):
            if isinstance(node.target, tree.LocalRead):
                found.setdefault(node.target.local, []).append(node.value)
        for step in self.of(tree.Step):
            if isinstance(step.operand, tree.LocalRead):
                found.setdefault(step.operand.local, [])
        for given in self.of(tree.OutArgument):
            if isinstance(given.target, tree.LocalRead):
                found.setdefault(given.target.local, [])
        for parts in self.of(tree.Deconstruct):
            if isinstance(parts.targets, tree.TupleOf):
                for one in parts.targets.values:
                    if isinstance(one, tree.LocalRead):
                        found.setdefault(one.local, [])
        return found

    @cached_property
    def _before_marks(self) -> dict[tuple[int, int], tree.Expression]:
        """What is before each ``?.``, by where it is."""
        return {
            (node.receiver.start, node.receiver.end): node.receiver
            for node in self.of(tree.IfNotNull)
        }

    def values_of(self, local: Local) -> list[tree.Expression]:
        """All that a local may hold, as far as it is declared or assigned with a value."""
        first = self._declared.get(local)
        return [*([first] if first is not None else []), *self._assigned.get(local, ())]

    def meant(self, value: tree.Expression) -> tree.Expression:
        """A value without conversions; what a local was declared with, where it never changes."""
        for _ in range(_MOST_STEPS):
            kind = value.__class__
            if kind in _CONVERTED:
                value = value.operand  # type: ignore[attr-defined]
            elif isinstance(value, tree.NotNull):
                before = self._before_marks.get((value.start, value.end))
                if before is None:
                    break
                value = before
            elif isinstance(value, tree.LocalRead):
                declared = self._declared.get(value.local)
                if declared is None or value.local in self._assigned:
                    break
                value = declared
            else:
                break
        return value

    def path(self, value: tree.Expression) -> str:
        """What a value is in ``context``: ``Request.Headers``; empty where it is something else."""
        names: list[str] = []
        value = self.meant(value)
        while len(names) < _MOST_NAMES:
            if isinstance(value, tree.IfNotNull):
                value = self.meant(value.then)
            elif isinstance(value, tree.Access):
                names.append(value.member.name)
                value = self.meant(value.receiver)
            else:
                break
        if isinstance(value, tree.LocalRead) and is_context(value):
            return ".".join(reversed(names))
        return ""


def is_context(value: tree.Expression) -> bool:
    """Whether a value is ``context`` itself."""
    return value.type.name == CONTEXT


def plain(value: tree.Expression) -> tree.Expression:
    """A value without the conversions around it."""
    while isinstance(value, tree.Convert | tree.As):
        value = value.operand
    return value


def text_of(value: tree.Expression) -> str | None:
    """The text that a value is; None for one that is only known later."""
    text = value.constant
    if value.type is STRING and isinstance(text, str) and not is_filled_later(text):
        return text
    return None


def is_given(argument: tree.Expression) -> bool:
    """Whether an argument is written, and no default of its parameter."""
    return argument.start < argument.end


def in_order(one: tree.Expression) -> tuple[int, int]:
    """Where a node is, to sort by."""
    return one.start, one.end
