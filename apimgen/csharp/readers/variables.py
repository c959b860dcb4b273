"""Reads of ``context.Variables``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from apimgen.csharp.facts import VariableRead
from apimgen.csharp.readers.nodes import Nodes, in_order, is_given, text_of
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.csharp.model.types import Type

Mode = Literal["index", "get", "contains"]

_MODES: dict[str, Mode] = {
    "GetValueOrDefault": "get",
    "TryGetValue": "get",
    "ContainsKey": "contains",
}
_VARIABLES = "Variables"


def variable_reads(nodes: Nodes, written: frozenset[tuple[int, int]]) -> tuple[VariableRead, ...]:
    """The reads of variables, in the order of the code.

    Args:
        nodes: of the expression.
        written: where variables are assigned to, which is a mistake and no read.
    """
    if _VARIABLES not in nodes.code:
        return ()
    casts: dict[tuple[int, int], tree.As | tree.Convert] = {
        (one.operand.start, one.operand.end): one for one in nodes.of(tree.As)
    }
    for node in nodes.of(tree.Convert):
        if node.written:
            casts[node.operand.start, node.operand.end] = node
    found: dict[tuple[int, int], VariableRead] = {}
    for read in _reads(nodes):
        place = read.start, read.end
        if place in written:
            continue
        cast = casts.get(place)
        if cast is not None:
            at = cast.start if isinstance(cast, tree.Convert) else None
            found[place] = replace(read, type=cast.type, cast_start=at)
        else:
            found.setdefault(place, read)
    return tuple(found[place] for place in sorted(found))


def _reads(nodes: Nodes) -> Iterator[VariableRead]:
    for index in sorted(nodes.of(tree.Index), key=in_order):
        if index.member is not None and nodes.path(index.receiver) == _VARIABLES:
            yield VariableRead(text_of(index.arguments[0]), index.start, index.end, "index")
    for call in sorted(nodes.of(tree.Call), key=in_order):
        mode = _MODES.get(call.method.name)
        if mode is None:
            continue
        receiver = call.arguments[0] if call.reduced else call.receiver
        if receiver is None or nodes.path(receiver) != _VARIABLES:
            continue
        given = call.arguments[1:] if call.reduced else call.arguments
        asked: Type | None = call.type_arguments[0] if call.type_arguments else None
        has_default = len(given) > 1 and is_given(given[1])
        yield VariableRead(text_of(given[0]), call.start, call.end, mode, asked, has_default)


def variable_of(nodes: Nodes, value: tree.Expression, *, with_default: bool = False) -> str | None:
    """The variable that a value is.

    Args:
        nodes: of the expression.
        value: what is looked at.
        with_default: whether it may be read with a default, so that it is never null.
    """
    if isinstance(value, tree.Index):
        if value.member is not None and nodes.path(value.receiver) == _VARIABLES:
            return text_of(value.arguments[0])
        return None
    if not isinstance(value, tree.Call) or value.method.name != "GetValueOrDefault":
        return None
    if not value.reduced or nodes.path(value.arguments[0]) != _VARIABLES:
        return None
    if not with_default and len(value.arguments) > 2 and is_given(value.arguments[2]):
        return None
    return text_of(value.arguments[1])
