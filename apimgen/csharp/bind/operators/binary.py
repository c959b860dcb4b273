"""Operators with two operands.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/expressions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.operators.choices import coalesce
from apimgen.csharp.bind.operators.chosen import chosen_operator
from apimgen.csharp.bind.operators.numeric import (
    COMPARISONS,
    EQUALITIES,
    SHIFTS,
    Chosen,
    predefined,
)
from apimgen.csharp.bind.operators.refusals import no_operator
from apimgen.csharp.bind.types.conversions import by_reference, cast
from apimgen.csharp.bind.types.convert import convert, implicit
from apimgen.csharp.bind.types.folding import ConstantError, binary, shifted
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.lookup import invoked, is_enum, is_reference, is_value, operators
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import (
    BOOL,
    FUNCTION,
    GROUP,
    INT,
    NULL,
    NUMBERS,
    OBJECT,
    STRING,
    THROW,
    UNKNOWN,
    VOID,
    Form,
    Type,
    is_nullable,
    nullable,
    without_null,
)
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.conversions import How

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.model.members import Method


NAMES = {
    "+": "op_Addition",
    "-": "op_Subtraction",
    "*": "op_Multiply",
    "/": "op_Division",
    "%": "op_Modulus",
    "&": "op_BitwiseAnd",
    "|": "op_BitwiseOr",
    "^": "op_ExclusiveOr",
    "<<": "op_LeftShift",
    ">>": "op_RightShift",
    "==": "op_Equality",
    "!=": "op_Inequality",
    "<": "op_LessThan",
    ">": "op_GreaterThan",
    "<=": "op_LessThanOrEqual",
    ">=": "op_GreaterThanOrEqual",
}


def binary_expression(binder: Binder, node: Node) -> tree.Expression:
    """A row of operators; those on the left are bound first, without a stack for them."""
    row = [node]
    left_node = node.child_by_field_name("left")
    while left_node is not None and left_node.type == "binary_expression":
        row.append(left_node)
        left_node = left_node.child_by_field_name("left")
    if left_node is None:
        return binder.unknown(node)
    left = binder.value(left_node)
    for one in reversed(row):
        right_node = one.child_by_field_name("right")
        operator_node = one.child_by_field_name("operator")
        if right_node is None or operator_node is None:
            return binder.unknown(node, left)
        right = binder.value(right_node)
        left = apply_operator(binder, operator_node.type, left, right)
    return left


def apply_operator(
    binder: Binder, operator: str, left: tree.Expression, right: tree.Expression
) -> tree.Expression:
    """Two values and the operator between them."""
    start, end = left.start, right.end
    if operator == "??":
        return coalesce(binder, left, right)
    if operator in ("&&", "||"):
        return _logical(binder, operator, left, right)
    if left.type is UNKNOWN or right.type is UNKNOWN:
        type_ = BOOL if operator in EQUALITIES or operator in COMPARISONS else UNKNOWN
        if operator == "+" and STRING in (left.type, right.type):
            type_ = STRING
        if VOID in (left.type, right.type):
            return no_operator(binder, operator, left, right)
        return tree.Unknown(start, end, type_, parts=(left, right))
    found = (
        _user_defined(binder, operator, left, right)
        or _texts(binder, operator, left, right)
        or _predefined(binder, operator, left, right)
        or (_references(binder, operator, left, right) if operator in EQUALITIES else None)
        or _delegates(binder, operator, left, right)
    )
    return found or no_operator(binder, operator, left, right)


def _predefined(
    binder: Binder, operator: str, left: tree.Expression, right: tree.Expression
) -> tree.Expression | None:
    chosen = predefined(binder, operator, left, right)
    if chosen is None:
        return None
    one = convert(binder, left, chosen.left)
    other = convert(binder, right, chosen.right)
    try:
        constant = _folded(binder, operator, one, other, chosen)
    except ConstantError as error:
        return binder.wrong(left.start, right.end, "wrong-conversion", str(error), left, right)
    return tree.Binary(
        left.start,
        right.end,
        chosen.result,
        constant,
        operator=operator,
        left=one,
        right=other,
        lifted=chosen.lifted,
    )


def _folded(
    binder: Binder, operator: str, left: tree.Expression, right: tree.Expression, chosen: Chosen
) -> object:
    if chosen.lifted:
        return ABSENT
    if left.constant is ABSENT or right.constant is ABSENT:
        return ABSENT
    if operator in SHIFTS:
        return shifted(operator, left.constant, right.constant, chosen.left)  # type: ignore[arg-type]
    type_ = chosen.left
    if is_enum(type_):
        type_ = INT
    return binary(operator, left.constant, right.constant, type_, checked=binder.checked)


def _texts(
    _binder: Binder, operator: str, left: tree.Expression, right: tree.Expression
) -> tree.Expression | None:
    one, other = left.type, right.type
    objects = {one, other} == {OBJECT, NULL}
    if operator == "+" and (STRING in (one, other) or objects):
        if any(of in (VOID, FUNCTION, GROUP, THROW) for of in (one, other)):
            return None
        constant = ABSENT
        if all(isinstance(side.constant, str | None) for side in (left, right)) and not (
            {one, other} - {STRING, NULL}
        ):
            constant = binary("+", left.constant, right.constant, STRING, checked=False)
        return tree.Binary(
            left.start, right.end, STRING, constant, operator="+", left=left, right=right
        )
    if operator in EQUALITIES and STRING in (one, other) and {one, other} <= {STRING, NULL}:
        constant = ABSENT
        if left.constant is not ABSENT and right.constant is not ABSENT:
            constant = (left.constant == right.constant) == (operator == "==")
        return tree.Binary(
            left.start, right.end, BOOL, constant, operator=operator, left=left, right=right
        )
    return None


def _user_defined(
    binder: Binder, operator: str, left: tree.Expression, right: tree.Expression
) -> tree.Expression | None:
    name = NAMES.get(operator, "")
    candidates: dict[Method, None] = {}
    for side in (without_null(left.type), without_null(right.type)):
        if side.form is Form.NAMED and side not in _BUILT_IN:
            candidates.update(dict.fromkeys(operators(side, name)))
    if not candidates:
        return None
    found = chosen_operator(binder, list(candidates), (left, right))
    if found is None:
        return None
    method, lifted = found
    types = [parameter.type for parameter in method.parameters]
    if lifted:
        types = [nullable(one) if is_value(one) and not is_nullable(one) else one for one in types]
    result = method.result
    if lifted and operator not in EQUALITIES and operator not in COMPARISONS and is_value(result):
        result = nullable(result)
    return tree.Binary(
        left.start,
        right.end,
        result,
        operator=operator,
        left=convert(binder, left, types[0]),
        right=convert(binder, right, types[1]),
        method=method,
        lifted=lifted,
    )


_BUILT_IN = frozenset([*NUMBERS, STRING, BOOL, OBJECT])


def _references(
    binder: Binder, operator: str, left: tree.Expression, right: tree.Expression
) -> tree.Expression | None:
    one, other = left.type, right.type
    constant = ABSENT
    if one is NULL and other is NULL:
        constant = operator == "=="
    elif NULL in (one, other):
        side = one if other is NULL else other
        can = is_reference(side) or is_nullable(side) or side.form is Form.PARAMETER
        if not can:
            return None
    elif not _comparable(one, other):
        return None
    elif {one, other} == {OBJECT, STRING}:
        place = left if one is OBJECT else right
        message = (
            f"{operator} compares an object with a string by reference, not by text; "
            "cast the object: (string)"
        )
        binder.warnings.append(Problem(place.start, place.end, "reference-comparison", message))
    return tree.Binary(
        left.start, right.end, BOOL, constant, operator=operator, left=left, right=right
    )


def _comparable(one: Type, other: Type) -> bool:
    if not (is_reference(one) and is_reference(other)):
        return False
    if by_reference(one, other) or by_reference(other, one):
        return True
    found = cast(one, other) or cast(other, one)
    return found is not None and found.how in (How.REFERENCE, How.UNKNOWN)


def _delegates(
    binder: Binder, operator: str, left: tree.Expression, right: tree.Expression
) -> tree.Expression | None:
    if operator not in ("+", "-") or invoked(left.type) is None:
        return None
    if implicit(binder, right, left.type) is None:
        return None
    right = convert(binder, right, left.type)
    return tree.Binary(left.start, right.end, left.type, operator=operator, left=left, right=right)


def _logical(
    binder: Binder, operator: str, left: tree.Expression, right: tree.Expression
) -> tree.Expression:
    known = [side for side in (left, right) if side.type is not UNKNOWN]
    if any(implicit(binder, side, BOOL) is None for side in known):
        return no_operator(binder, operator, left, right)
    one, other = convert(binder, left, BOOL), convert(binder, right, BOOL)
    constant = ABSENT
    if isinstance(one.constant, bool) and isinstance(other.constant, bool):
        constant = binary(operator, one.constant, other.constant, BOOL, checked=False)
    return tree.Binary(
        left.start, right.end, BOOL, constant, operator=operator, left=one, right=other
    )


HANDLERS = {
    "binary_expression": binary_expression,
}
