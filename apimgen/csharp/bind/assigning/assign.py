"""Assignments, ``++`` and ``--``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.assigning.assignable import assignable
from apimgen.csharp.bind.assigning.deconstruct import deconstruction, is_known
from apimgen.csharp.bind.operators.binary import apply_operator
from apimgen.csharp.bind.operators.unary import unary
from apimgen.csharp.bind.types.convert import convert, explicit, implicit, mismatch, with_article
from apimgen.csharp.model.lookup import is_enum
from apimgen.csharp.model.types import (
    FUNCTION,
    GROUP,
    NULL,
    NUMBERS,
    STRING,
    UNKNOWN,
    VOID,
    Type,
    without_null,
)
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def assignment(binder: Binder, node: Node) -> tree.Expression:
    """``a = b`` and its kin."""
    left_node, right_node = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator_node = node.child_by_field_name("operator") or node.children[1]
    if left_node is None or right_node is None:
        return binder.unknown(node)
    operator = operator_node.type[:-1]
    if operator == "??":
        message = "??= is C# 8, and policy expressions are C# 7; write a = a ?? b"
        return binder.wrong_at(operator_node, "expression-version", message)
    if not operator:
        if left_node.type in ("tuple_expression", "tuple_pattern", "declaration_expression"):
            return deconstruction(binder, left_node, right_node, node)
        if left_node.type == "identifier" and left_node.text == b"_" and not is_known(binder, "_"):
            value = binder.value(right_node)
            start, end = binder.source.span(node)
            if value.type in (VOID, FUNCTION, GROUP, NULL):
                message = f"this is {with_article(value.type)}, which _ can't take"
                return binder.wrong(value.start, value.end, "wrong-conversion", message, value)
            nothing = tree.Declared(start, start + 1, value.type, local=None)
            return tree.Assign(start, end, value.type, target=nothing, value=value)
    target = binder.value(left_node)
    value = binder.value(right_node)
    start, end = binder.source.span(node)
    if not assignable(binder, target) or target.type is UNKNOWN:
        if target.type is UNKNOWN and value.type is FUNCTION:
            return tree.Unknown(start, end, UNKNOWN, parts=(target,))
        return tree.Unknown(start, end, target.type, parts=(target, value))
    if not operator:
        moved = convert(binder, value, target.type)
        return tree.Assign(start, end, target.type, target=target, value=moved)
    before = len(binder.findings)
    result = apply_operator(binder, operator, target, value)
    if len(binder.findings) > before or result.type is UNKNOWN:
        return tree.Unknown(start, end, target.type, parts=(target, value))
    moved_result = _back(binder, operator, result, target.type, value)
    return tree.Assign(
        start, end, target.type, target=target, value=value, operator=operator, result=moved_result
    )


def _back(
    binder: Binder, operator: str, result: tree.Expression, to: Type, value: tree.Expression
) -> tree.Expression:
    """The result of an operator, as a value of what it is assigned to."""
    if implicit(binder, result, to) is not None:
        return convert(binder, result, to)
    predefined = isinstance(result, tree.Binary) and result.method is None
    how = explicit(binder, result, to)
    narrow = operator in ("<<", ">>") or implicit(binder, value, to) is not None
    if predefined and how is not None and narrow and result.type is not STRING:
        return tree.Convert(result.start, result.end, to, operand=result, conversion=how)
    message = mismatch(binder, result, to)
    return binder.wrong(result.start, result.end, "wrong-conversion", message, result)


def step(binder: Binder, node: Node) -> tree.Expression:
    """``a++`` and ``--a``."""
    first = node.children[0]
    before = first.type in ("++", "--")
    operator = first.type if before else node.children[-1].type
    start, end = binder.source.span(node)
    if operator == "!":
        message = "! after a value is C# 8, and policy expressions are C# 7; leave it out"
        return binder.wrong(end - 1, end, "expression-version", message)
    operand = binder.value(node.children[-1] if before else first)
    if not assignable(binder, operand, "changed") or operand.type is UNKNOWN:
        return tree.Unknown(start, end, operand.type, parts=(operand,))
    of = without_null(operand.type)
    if of not in NUMBERS and not is_enum(of):
        message = f"{operator} does not take {with_article(operand.type)}"
        binder.wrong(start, end, "wrong-operator", message)
        return tree.Unknown(start, end, operand.type, parts=(operand,))
    return tree.Step(start, end, operand.type, operator=operator, operand=operand, before=before)


def prefix(binder: Binder, node: Node) -> tree.Expression:
    """An operator before a value."""
    return step(binder, node) if node.children[0].type in ("++", "--") else unary(binder, node)


HANDLERS = {
    "assignment_expression": assignment,
    "postfix_unary_expression": step,
    "prefix_unary_expression": prefix,
}
