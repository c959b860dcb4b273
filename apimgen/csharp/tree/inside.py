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
        *("declares", "element", "format", "function", "parameters", "extensions", "methods"),
        "each",
        "result",  # of a compound assignment: made of its target and its value
    ]
)
# By the kind of an object: the fields that may hold nodes; None for what is no node itself.
_FIELDS: dict[type, tuple[str, ...] | None] = {}
_NEW = ("",)  # a kind that is not looked at yet


def every(root: Any) -> Iterator[Any]:
    """All nodes of a tree, each before what is in it, in no order beyond that.

    Args:
        root: a node, or a tuple of them.
    """
    waiting: list[Any] = [root]
    known = _FIELDS
    while waiting:
        node = waiting.pop()
        kind = node.__class__
        if kind is tuple:
            waiting.extend(node)
            continue
        fields = known.get(kind, _NEW)
        if fields is _NEW:
            fields = _fields_of(kind)
        if fields is None:
            continue
        yield node
        for name in fields:
            inner = getattr(node, name)
            if inner:
                waiting.append(inner)


def children(node: Any) -> Iterator[Any]:
    """The nodes right below one, in the order of its fields."""
    kind = node.__class__
    fields = _FIELDS.get(kind, _NEW)
    if fields is _NEW:
        fields = _fields_of(kind)
    if not fields:
        return
    waiting = [getattr(node, name) for name in reversed(fields)]
    while waiting:
        inner = waiting.pop()
        if inner.__class__ is tuple:
            waiting.extend(reversed(inner))
        elif _FIELDS.get(inner.__class__, _NEW) is not None and isinstance(inner, _NODES):
            yield inner


def _fields_of(kind: Any) -> tuple[str, ...] | None:
    """The fields of a kind of node that hold others; None for what is no node."""
    names = None
    if issubclass(kind, _NODES):
        names = tuple(name for name, _, _ in kind.__fields__ if name not in _ENDS)
    _FIELDS[kind] = names
    return names
