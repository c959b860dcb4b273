"""New arrays: by their sizes, or by their items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.inference import common_type
from apimgen.csharp.bind.types.convert import convert, implicit, with_article
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import (
    FUNCTION,
    GROUP,
    INT,
    LONG,
    NULL,
    UINT,
    ULONG,
    UNKNOWN,
    VOID,
    Type,
    array,
)
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder

_ITEMS = "initializer_expression"


def new_array(binder: Binder, node: Node) -> tree.Expression:
    """``new int[3]``, ``new int[] { 1, 2 }``."""
    type_node = node.child_by_field_name("type")
    start, end = binder.source.span(node)
    if type_node is None:
        return binder.unknown(node)
    inner, ranks, sizes = type_node, [], list[tree.Expression]()
    while inner.type == "array_type":
        rank = inner.child_by_field_name("rank")
        element = inner.child_by_field_name("type")
        if rank is None or element is None:
            return binder.unknown(node)
        found = [one for one in rank.named_children if one.type != "comment"]
        ranks.append(1 + sum(child.type == "," for child in rank.children))
        if found:
            sizes = [_size(binder, one) for one in found]
        inner = element
    of = binder.value_type(inner)
    for rank_count in ranks:
        of = array(of, rank_count)
    given = next((one for one in node.named_children if one.type == _ITEMS), None)
    if given is None:
        if not sizes:
            message = "a new array needs its size, or its items in { }"
            return binder.wrong(start, end, "wrong-arguments", message)
        return tree.NewArray(start, end, of, sizes=tuple(sizes))
    return filled_array(binder, given, of, start, end, sizes=tuple(sizes))


def _size(binder: Binder, node: Node) -> tree.Expression:
    value = binder.value(node)
    for to in (INT, UINT, LONG, ULONG):
        if value.type is UNKNOWN or implicit(binder, value, to) is not None:
            return convert(binder, value, to)
    return convert(binder, value, INT)


def filled_array(
    binder: Binder,
    node: Node,
    of: Type,
    start: int,
    end: int,
    *,
    sizes: tuple[tree.Expression, ...] = (),
) -> tree.Expression:
    """An array of the items in ``{ }``; those of one of several dimensions in one row."""
    if of is UNKNOWN:
        values = tuple(
            binder.value(one) for one in node.named_children if one.type not in ("comment", _ITEMS)
        )
        return tree.Unknown(start, end, UNKNOWN, parts=values)
    rows = _Rows(binder, of.rank)
    rows.read(node, 0)
    if rows.wrong is not None:
        return rows.wrong
    for size, length in zip(sizes, rows.lengths, strict=False):
        if size.constant is ABSENT and size.type is not UNKNOWN:
            message = "with items in { } the size is a constant, or left out"
            return binder.wrong(size.start, size.end, "wrong-arguments", message)
        if isinstance(size.constant, int) and size.constant != length:
            message = f"the size is {size.constant}, and {length} items are given"
            return binder.wrong(start, end, "wrong-arguments", message)
    items = tuple(convert(binder, binder.value(one), of.arguments[0]) for one in rows.items)
    return tree.NewArray(start, end, of, sizes=sizes or rows.sizes(start), items=items)


class _Rows:
    """The items of an array, and how many there are in each of its dimensions.

    Attributes:
        items: all of them, in one row.
        lengths: of each dimension, from the outermost on.
        wrong: what takes the array's place where its rows do not fit.
    """

    def __init__(self, binder: Binder, rank: int) -> None:
        self._binder = binder
        self._rank = rank
        self.items: list[Node] = []
        self.lengths: list[int] = []
        self.wrong: tree.Unknown | None = None

    def read(self, node: Node, depth: int) -> None:
        """Reads one ``{ }``, which is the row of a dimension."""
        inside = [one for one in node.named_children if one.type != "comment"]
        if len(self.lengths) == depth:
            self.lengths.append(len(inside))
        if len(inside) != self.lengths[depth]:
            number = self.lengths[depth]
            self._refuse(node, f"each row has {number} items, and this one has {len(inside)}")
        is_last = depth + 1 == self._rank
        for one in inside:
            if is_last and one.type == _ITEMS:
                self._refuse(one, "{ } here needs new and a type before it")
            elif is_last:
                self.items.append(one)
            elif one.type != _ITEMS:
                self._refuse(one, f"an array of {self._rank} dimensions has rows in {{ }} here")
            else:
                self.read(one, depth + 1)

    def _refuse(self, node: Node, message: str) -> None:
        if self.wrong is None:
            self.wrong = self._binder.wrong_at(node, "wrong-arguments", message)

    def sizes(self, at: int) -> tuple[tree.Expression, ...]:
        """The lengths as sizes, where there are several dimensions."""
        if self._rank == 1:
            return ()
        lengths = (*self.lengths, *([0] * (self._rank - len(self.lengths))))
        return tuple(tree.Literal(at, at, INT, one) for one in lengths)


def typed_by_items(binder: Binder, node: Node) -> tree.Expression:
    """``new[] { 1, 2 }``."""
    start, end = binder.source.span(node)
    given = next((one for one in node.named_children if one.type == _ITEMS), None)
    if given is None:
        return binder.unknown(node)
    rank = 1 + sum(child.type == "," for child in node.children)
    rows = _Rows(binder, rank)
    rows.read(given, 0)
    if rows.wrong is not None:
        return rows.wrong
    values = [binder.value(one) for one in rows.items]
    types = [one.type for one in values]
    if UNKNOWN in types:
        return tree.Unknown(start, end, UNKNOWN, parts=tuple(values))
    element = None
    if not any(one in (FUNCTION, GROUP, VOID) for one in types):
        element = _common(binder, values)
    if element is None:
        shown = ", ".join(dict.fromkeys(with_article(one) for one in types))
        message = "the type of this array is not clear; write it before the brackets"
        if len(set(types)) > 1:
            message = f"these items are {shown}: write the type before the brackets"
        return binder.wrong(start, end, "wrong-conversion", message, *values)
    items = tuple(convert(binder, one, element) for one in values)
    return tree.NewArray(start, end, array(element, rank), sizes=rows.sizes(start), items=items)


def _common(binder: Binder, values: Sequence[tree.Expression]) -> Type | None:
    """The type of one of the values that all others become."""
    types = list(dict.fromkeys(one.type for one in values if one.type is not NULL))
    best = [
        one for one in types if all(implicit(binder, value, one) is not None for value in values)
    ]
    if len(best) > 1:
        return common_type(best)
    return best[0] if best else None
