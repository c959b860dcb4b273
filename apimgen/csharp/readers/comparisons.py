"""Comparisons of variables as the objects that they are kept as, without a cast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.facts import Comparison
from apimgen.csharp.model.types import NULL, OBJECT
from apimgen.csharp.readers.nodes import Nodes, in_order, plain
from apimgen.csharp.readers.variables import variable_of
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from collections.abc import Iterator

_EQUALITIES = frozenset({"==", "!="})
_EQUALS = "Equals"


def comparisons(nodes: Nodes) -> tuple[Comparison, ...]:
    """The comparisons of a variable, kept as an object, with something of another type or kind.

    ``==`` and ``!=`` between an object and a string or another object compare references, and
    ``Equals`` of what an object holds is never true for a value of another type.
    """
    if "Variables" not in nodes.code:
        return ()
    found = [*_operators(nodes), *_methods(nodes)]
    return tuple(sorted(set(found), key=lambda one: (one.start, one.end)))


def _operators(nodes: Nodes) -> Iterator[Comparison]:
    for node in nodes.of(tree.Binary):
        if node.operator in _EQUALITIES and node.method is None:
            yield from _compared(nodes, node.operator, node.left, node.right)


def _methods(nodes: Nodes) -> Iterator[Comparison]:
    for call in sorted(nodes.of(tree.Call), key=in_order):
        if call.method.name != _EQUALS or call.receiver is None:
            continue
        values = [plain(one) for one in call.arguments]
        if not isinstance(call.receiver, tree.TypeName):
            values.insert(0, plain(call.receiver))
        elif call.method.parameters[0].type is not OBJECT:
            continue
        if len(values) == 2:
            yield from _compared(nodes, _EQUALS, *values)


def _compared(
    nodes: Nodes, how: str, left: tree.Expression, right: tree.Expression
) -> Iterator[Comparison]:
    for one, other in ((left, right), (right, left)):
        name = variable_of(nodes, nodes.meant(one), with_default=True)
        if one.type is not OBJECT or name is None:
            continue
        against = variable_of(nodes, nodes.meant(other), with_default=True)
        if other.constant is None or other.type is NULL:
            return
        if other.type is not OBJECT:
            yield Comparison(name, how, other.type, None, one.start, one.end)
        elif against is not None and against != name:
            yield Comparison(name, how, None, against, one.start, one.end)
        return
