"""Casts, and tests of types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument
from apimgen.csharp.bind.calls.chains import dotted
from apimgen.csharp.bind.calls.indexes import index
from apimgen.csharp.bind.operators.binary import apply_operator
from apimgen.csharp.bind.types.conversions import cast, standard
from apimgen.csharp.bind.types.convert import apply, explicit, with_article
from apimgen.csharp.bind.values.patterns import pattern
from apimgen.csharp.model.lookup import is_reference, is_value
from apimgen.csharp.model.types import (
    BOOL,
    FUNCTION,
    GROUP,
    NULL,
    NUMBERS,
    STRING,
    UNKNOWN,
    VOID,
    Form,
    Type,
    is_nullable,
)
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.patterns import TypePattern

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def cast_expression(binder: Binder, node: Node) -> tree.Expression:
    """``(T)value``."""
    type_node, value_node = node.child_by_field_name("type"), node.child_by_field_name("value")
    if type_node is None or value_node is None:
        return binder.unknown(node)
    if _is_sum(type_node, value_node):
        return _sum(binder, type_node, value_node)
    if value_node.type == "collection_expression":  # (a)[b], which the grammar takes for newer C#
        left = named_as_value(binder, type_node)
        items = [binder.value(one) for one in value_node.named_children if one.type != "comment"]
        given = tuple(Argument(one, "", "", one.start, one.end) for one in items)
        return index(binder, left, given, value_node)
    to = binder.value_type(type_node)
    value = binder.value(value_node)
    start, end = binder.source.span(node)
    if to is UNKNOWN or value.type is UNKNOWN:
        return tree.Unknown(start, end, to, parts=(value,))
    how = explicit(binder, value, to)
    if how is not None:
        found = apply(binder, value, to, how, written=True)
        if isinstance(found, tree.Convert):
            return tree.Convert(
                start, end, to, found.constant, operand=found.operand, conversion=how, written=True
            )
        return found
    if value.type in (FUNCTION, GROUP):
        return binder.pending.explain(binder, value, to)
    message = f"{with_article(value.type)} can't be cast to {to}"
    if value.type is NULL:
        message = f"null can't be cast to {to}, which is a value type; write ({to}?)"
    elif to is STRING:
        message += "; write .ToString()"
    elif value.type is STRING and (to in NUMBERS or to is BOOL):
        message += f"; {to}.Parse reads one from text"
    return binder.wrong(start, end, "wrong-conversion", message, value)


def as_expression(binder: Binder, node: Node) -> tree.Expression:
    """``value as T``."""
    value_node, type_node = node.child_by_field_name("left"), node.child_by_field_name("right")
    if value_node is None or type_node is None:
        return binder.unknown(node)
    value = binder.value(value_node)
    to = binder.value_type(type_node)
    start, end = binder.source.span(node)
    if to is UNKNOWN or value.type is UNKNOWN:
        return tree.Unknown(start, end, to, parts=(value,))
    if (is_value(to) and not is_nullable(to)) or (
        to.form is Form.PARAMETER and not is_reference(to)
    ):
        message = f"as takes a type that may be null, and {to} may not; write {to}? or a cast"
        binder.wrong_at(type_node, "wrong-conversion", message)
        return tree.Unknown(start, end, to, parts=(value,))
    if value.type in (FUNCTION, GROUP, VOID) or not _may_be(value.type, to):
        message = f"{with_article(value.type)} is never {with_article(to)}"
        binder.wrong(start, end, "wrong-conversion", message)
        return tree.Unknown(start, end, to, parts=(value,))
    return tree.As(start, end, to, operand=value)


def _sum(binder: Binder, type_node: Node, value_node: Node) -> tree.Expression:
    """``(a) + (b) + c``, which the grammar took for casts of ``+``."""
    left = named_as_value(binder, type_node)
    while True:
        sign, operand = value_node.children[0], value_node.children[-1]
        inner, rest = operand.child_by_field_name("type"), operand.child_by_field_name("value")
        more = operand.type == "cast_expression" and inner is not None and rest is not None
        if not more or inner is None or rest is None or not _is_sum(inner, rest):
            return apply_operator(binder, sign.type, left, binder.value(operand))
        left = apply_operator(binder, sign.type, left, named_as_value(binder, inner))
        value_node = rest


def _is_sum(type_node: Node, value_node: Node) -> bool:
    """Whether the grammar took ``(a) + b`` for a cast of ``+b``."""
    if value_node.type != "prefix_unary_expression" or value_node.children[0].type not in "+-":
        return False
    return type_node.type in ("identifier", "qualified_name", "array_type") and not (
        type_node.type == "array_type" and not type_node.named_children[-1].named_children
    )


def named_as_value(binder: Binder, node: Node) -> tree.Expression:
    """A value that the grammar took for a type."""
    if node.type == "identifier":
        return binder.value(node)
    if node.type == "qualified_name":
        return dotted(binder, node)
    if node.type == "array_type":
        parts = node.named_children
        first = named_as_value(binder, parts[0])
        items = [binder.value(one) for one in parts[-1].named_children]
        arguments = tuple(Argument(one, "", "", one.start, one.end) for one in items)
        return index(binder, first, arguments, node)
    return binder.value(node)


def _may_be(of: Type, to: Type) -> bool:
    if of is NULL:
        return True
    if is_nullable(to) and is_reference(of):
        return cast(of, to.arguments[0]) is not None
    return cast(of, to) is not None or standard(to, of) is not None


def is_expression(binder: Binder, node: Node) -> tree.Expression:
    """``value is T``, ``value is T name``, ``value is 1``."""
    inside = [one for one in node.named_children if one.type != "comment"]
    start, end = binder.source.span(node)
    if len(inside) != 2:
        return binder.unknown(node)
    value = binder.value(inside[0])
    if value.type in (FUNCTION, GROUP, VOID):
        message = f"this is {with_article(value.type)}, which is is not for"
        binder.wrong(value.start, value.end, "wrong-operator", message)
        value = tree.Unknown(value.start, value.end, UNKNOWN, parts=(value,))
    if node.type == "is_expression":
        of = binder.value_type(inside[1])
        return tree.Is(start, end, BOOL, operand=value, pattern=TypePattern(of, None))
    row = _row_after_type(inside[1])
    if value.type is NULL and not row:
        message = "is looks at a value, and this is null"
        binder.wrong(value.start, value.end, "wrong-operator", message)
    found = pattern(binder, row[0] if row else inside[1], value, tests=True)
    if found is None:
        return tree.Unknown(start, end, BOOL, parts=(value,))
    if not row:
        return tree.Is(start, end, BOOL, operand=value, pattern=found)
    end = binder.source.at(row[0].end_byte)
    result: tree.Expression = tree.Is(start, end, BOOL, operand=value, pattern=found)
    for one in row[1:]:
        right, sign = one.child_by_field_name("right"), one.child_by_field_name("operator")
        if right is None or sign is None:
            return binder.unknown(node, result)
        result = apply_operator(binder, sign.type, result, binder.value(right))
    return result


def _row_after_type(node: Node) -> list[Node]:
    """The type, and the rows of operators, where the grammar took ``x is T && y`` for one pattern.

    Empty where it did not.
    """
    inner: Node | None = node
    if inner is not None and inner.type == "constant_pattern":
        inner = inner.named_children[-1]
    row: list[Node] = []
    while inner is not None and inner.type == "binary_expression":
        row.append(inner)
        inner = inner.child_by_field_name("left")
    if not row or inner is None or inner.type not in _TYPES:
        return []
    return [inner, *reversed(row)]


_TYPES = frozenset(
    ["identifier", "generic_name", "qualified_name", "array_type", "member_access_expression"]
)


HANDLERS = {
    "cast_expression": cast_expression,
    "as_expression": as_expression,
    "is_expression": is_expression,
    "is_pattern_expression": is_expression,
}
