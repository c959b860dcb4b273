"""Operators with one operand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.operators.chosen import chosen_operator
from apimgen.csharp.bind.operators.numeric import negated, promoted
from apimgen.csharp.bind.types.convert import convert, with_article
from apimgen.csharp.bind.types.folding import ConstantError, binary
from apimgen.csharp.model.lookup import is_enum, operators
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import (
    BOOL,
    INT,
    LONG,
    UINT,
    ULONG,
    UNKNOWN,
    Type,
    is_nullable,
    nullable,
    without_null,
)
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


_UNARY = {
    "-": "op_UnaryNegation",
    "+": "op_UnaryPlus",
    "!": "op_LogicalNot",
    "~": "op_OnesComplement",
}


def unary(binder: Binder, node: Node) -> tree.Expression:
    """An operator before a value."""
    operator = node.children[0].type
    operand = binder.value(node.children[-1])
    start, end = binder.source.span(node)
    if operator == "^":
        message = (
            "an index from the end (^) is C# 8, and policy expressions are C# 7; write Length - n"
        )
        return binder.wrong(start, end, "expression-version", message, operand)
    if operator not in _UNARY:
        message = f"{operator} can't be used in policy expressions"
        return binder.wrong(start, end, "expression-syntax", message, operand)
    of = operand.type
    if of is UNKNOWN:
        return tree.Unknown(start, end, BOOL if operator == "!" else UNKNOWN, parts=(operand,))
    if operator == "-" and isinstance(operand, tree.Literal) and operand.end - operand.start > 9:
        if operand.type is UINT and operand.constant == 2**31:
            return tree.Literal(start, end, INT, -(2**31))
        if operand.type is ULONG and operand.constant == 2**63:
            return tree.Literal(start, end, LONG, -(2**63))
    result = _unary_type(operator, of)
    if result is None:
        methods = list(operators(without_null(of), _UNARY[operator]))
        found = chosen_operator(binder, methods, (operand,)) if methods else None
        if found is None:
            message = f"{operator} does not take {with_article(of)}"
            return binder.wrong(start, end, "wrong-operator", message, operand)
        method, lifted = found
        type_ = nullable(method.result) if lifted else method.result
        return tree.Unary(
            start, end, type_, operator=operator, operand=operand, method=method, lifted=lifted
        )
    moved = convert(binder, operand, result)
    try:
        constant = _folded_unary(operator, moved, binder)
    except ConstantError as error:
        return binder.wrong(start, end, "wrong-conversion", str(error), operand)
    lifted = is_nullable(of)
    return tree.Unary(start, end, result, constant, operator=operator, operand=moved, lifted=lifted)


def _unary_type(operator: str, of: Type) -> Type | None:
    if operator == "!":
        return of if without_null(of) is BOOL else None
    if operator == "-":
        return negated(of)
    if operator == "~" and is_enum(without_null(of)):
        return of
    found = promoted(of)
    whole = (INT, UINT, LONG, ULONG)
    return found if operator == "+" or (found and without_null(found) in whole) else None


def _folded_unary(operator: str, operand: tree.Expression, binder: Binder) -> object:
    value = operand.constant
    if value is ABSENT or value is None or is_nullable(operand.type):
        return ABSENT
    if operator == "!":
        return not value
    if operator == "+":
        return value
    if operator == "-":
        if isinstance(value, int):
            return binary("-", 0, value, operand.type, checked=binder.checked)
        return -value  # type: ignore[operator]
    if isinstance(value, int) and operand.type in (INT, LONG):
        return ~value
    return ABSENT
