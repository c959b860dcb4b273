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
# The fields that hold no nodes.
_ENDS = frozenset(
    [
        *("start", "end", "type", "constant", "method", "member", "local", "conversion", "at"),
        *("operator", "lifted", "written", "order", "type_arguments", "named", "what", "label"),
        *("before", "breaks", "continues", "ends", "first", "locks", "mode", "reduced", "name"),
        *(
            "each",
            "declares",
            "element",
            "format",
            "function",
            "parameters",
            "extensions",
            "methods",
        ),
    ]
)
_FIELDS: dict[type, tuple[str, ...]] = {}


def every(root: Statement) -> Iterator[Any]:
    """All nodes of a tree, each before what is in it, in no order beyond that."""
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(node)
        elif isinstance(node, _NODES):
            yield node
            for name in _FIELDS.get(type(node)) or _fields_of(type(node)):
                inner = getattr(node, name)
                if inner is not None and inner != ():
                    waiting.append(inner)


def _fields_of(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of node that hold others."""
    names = tuple(name for name, _, _ in kind.__fields__ if name not in _ENDS)
    _FIELDS[kind] = names
    return names
