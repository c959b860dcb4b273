"""Goes through a bound tree, whatever its nodes are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.tree.expressions import Clause, Expression
from apimgen.csharp.tree.patterns import ConstantPattern, TypePattern, VarPattern
from apimgen.csharp.tree.statements import Case, Catch, Section, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

_NODES = (
    *(Expression, Statement, Clause, Case, Catch, Section),
    *(ConstantPattern, TypePattern, VarPattern),
)
_ENDS = frozenset({"start", "end", "type", "constant", "method", "member", "local", "conversion"})


def every(root: Statement) -> Iterator[Any]:
    """All nodes of a tree, each before what is in it, in no order beyond that."""
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(node)
        elif isinstance(node, _NODES):
            yield node
            fields: tuple[tuple[str, bool, object], ...] = node.__fields__  # type: ignore[union-attr]
            waiting.extend(getattr(node, name) for name, _, _ in fields if name not in _ENDS)
