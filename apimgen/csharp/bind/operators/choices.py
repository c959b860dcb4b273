"""Operators that choose one of their operands: ``a ?? b`` and ``a ? b : c``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.conversions import same, standard
from apimgen.csharp.bind.types.convert import apply, convert, implicit, with_article
from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import (
    BOOL,
    FUNCTION,
    GROUP,
    NULL,
    THROW,
    UNKNOWN,
    VOID,
    Type,
    is_nullable,
    without_null,
)
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def coalesce(binder: Binder, left: tree.Expression, right: tree.Expression) -> tree.Expression:
    """``a ?? b``."""
    start, end = left.start, right.end
    one, other = left.type, right.type
    if one is UNKNOWN:
        return tree.Unknown(start, end, UNKNOWN, parts=(left, right))
    if one in (NULL, VOID, FUNCTION, GROUP) or (is_value(one) and not is_nullable(one)):
        if one is NULL and other not in (NULL, VOID, FUNCTION, GROUP):
            return tree.Coalesce(start, end, other, left=convert(binder, left, other), right=right)
        binder.wrong(
            start,
            end,
            "wrong-operator",
            f"?? is never needed here: {with_article(one)} is never null",
        )
        return tree.Unknown(start, end, UNKNOWN, parts=(left, right))
    if other is UNKNOWN:
        return tree.Unknown(start, end, UNKNOWN, parts=(left, right))
    if is_nullable(one) and implicit(binder, right, one.arguments[0]) is not None:
        inner = one.arguments[0]
        return tree.Coalesce(start, end, inner, left=left, right=convert(binder, right, inner))
    if implicit(binder, right, one) is not None:
        return tree.Coalesce(start, end, one, left=left, right=convert(binder, right, one))
    if other not in (NULL, VOID, FUNCTION, GROUP, THROW):
        inner_value = tree.NotNull(left.start, left.end, without_null(one))
        if (how := implicit(binder, inner_value, other)) is not None:
            moved = apply(binder, left, other, how)
            return tree.Coalesce(start, end, other, left=moved, right=right)
    message = (
        f"?? needs two of one type, and these are {with_article(one)} and {with_article(other)}"
    )
    binder.wrong(start, end, "wrong-operator", message)
    return tree.Unknown(start, end, UNKNOWN, parts=(left, right))


def conditional(binder: Binder, node: Node) -> tree.Expression:
    """``a ? b : c``; a row of them is bound without a stack for it."""
    row: list[tuple[int, tree.Expression, tree.Expression]] = []
    last: Node | None = node
    while last is not None and last.type == "conditional_expression":
        condition_node = last.child_by_field_name("condition")
        then_node = last.child_by_field_name("consequence")
        if condition_node is None or then_node is None:
            return binder.unknown(node)
        condition = convert(binder, binder.value(condition_node), BOOL)
        row.append((binder.source.at(last.start_byte), condition, binder.value(then_node)))
        last = last.child_by_field_name("alternative")
    if last is None:
        return binder.unknown(node)
    found = binder.value(last)
    end = binder.source.at(node.end_byte)
    for start, condition, then in reversed(row):
        found = _choice(binder, condition, then, found, (start, end))
    return found


def _choice(
    binder: Binder,
    condition: tree.Expression,
    then: tree.Expression,
    otherwise: tree.Expression,
    place: tuple[int, int],
) -> tree.Expression:
    start, end = place
    if UNKNOWN in (then.type, otherwise.type):
        return tree.Unknown(start, end, UNKNOWN, parts=(condition, then, otherwise))
    type_ = common(binder, then, otherwise)
    if type_ is None:
        one, other = with_article(then.type), with_article(otherwise.type)
        hint = ""
        for null, value in ((then, otherwise), (otherwise, then)):
            if null.type is NULL and is_value(value.type):
                hint = f"; cast the null: ({value.type}?)null"
        message = f"both values of ? : must have one type, and these are {one} and {other}{hint}"
        return binder.wrong(start, end, "wrong-conversion", message, then, otherwise)
    then, otherwise = convert(binder, then, type_), convert(binder, otherwise, type_)
    constant = ABSENT
    if isinstance(condition.constant, bool) and ABSENT not in (then.constant, otherwise.constant):
        constant = then.constant if condition.constant else otherwise.constant
    return tree.Choice(
        start, end, type_, constant, condition=condition, then=then, otherwise=otherwise
    )


def common(binder: Binder, one: tree.Expression, other: tree.Expression) -> Type | None:
    """The type that both values have or become; None where there is none."""
    natural = (NULL, FUNCTION, GROUP, THROW)
    if one.type is THROW:
        return other.type if other.type not in natural else None
    if other.type is THROW:
        return one.type if one.type not in natural else None
    if VOID in (one.type, other.type):
        return VOID if one.type is other.type else None
    if same(one.type, other.type):
        return one.type if one.type not in natural else None
    forth = other.type not in natural and implicit(binder, one, other.type) is not None
    back = one.type not in natural and implicit(binder, other, one.type) is not None
    if forth and back:
        # A constant goes both ways, its type only one.
        wider = standard(one.type, other.type) is not None
        return other.type if wider else one.type if standard(other.type, one.type) else None
    return other.type if forth else one.type if back else None


HANDLERS = {
    "conditional_expression": conditional,
}
