"""Operators with one and two operands.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/expressions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.operators.chosen import chosen_operator
from apimgen.csharp.bind.operators.numeric import (
    COMPARISONS,
    EQUALITIES,
    SHIFTS,
    Chosen,
    negated,
    predefined,
    promoted,
)
from apimgen.csharp.bind.types.conversions import by_reference, cast, same, standard
from apimgen.csharp.bind.types.convert import apply, convert, implicit, with_article
from apimgen.csharp.bind.types.folding import ConstantError, binary, shifted
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.lookup import invoked, is_enum, is_reference, is_value, operators
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import (
    BOOL,
    FUNCTION,
    GROUP,
    INT,
    LONG,
    NULL,
    NUMBERS,
    OBJECT,
    STRING,
    THROW,
    UINT,
    ULONG,
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
_UNARY = {
    "-": "op_UnaryNegation",
    "+": "op_UnaryPlus",
    "!": "op_LogicalNot",
    "~": "op_OnesComplement",
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
        return _coalesce(binder, left, right)
    if operator in ("&&", "||"):
        return _logical(binder, operator, left, right)
    if left.type is UNKNOWN or right.type is UNKNOWN:
        type_ = BOOL if operator in EQUALITIES or operator in COMPARISONS else UNKNOWN
        if operator == "+" and STRING in (left.type, right.type):
            type_ = STRING
        if VOID in (left.type, right.type):
            return _no_operator(binder, operator, left, right)
        return tree.Unknown(start, end, type_, parts=(left, right))
    found = (
        _user_defined(binder, operator, left, right)
        or _texts(binder, operator, left, right)
        or _predefined(binder, operator, left, right)
        or (_references(binder, operator, left, right) if operator in EQUALITIES else None)
        or _delegates(binder, operator, left, right)
    )
    return found or _no_operator(binder, operator, left, right)


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


def _no_operator(
    binder: Binder, operator: str, left: tree.Expression, right: tree.Expression
) -> tree.Expression:
    one, other = left.type, right.type
    verb = "compare" if operator in EQUALITIES or operator in COMPARISONS else "take"
    between = "with" if verb == "compare" else "and"
    message = f"{operator} does not {verb} {with_article(one)} {between} {with_article(other)}"
    message += _advice(operator, one, other)
    return binder.wrong(left.start, right.end, "wrong-operator", message, left, right)


def _advice(operator: str, one: Type, other: Type) -> str:
    both = {one, other}
    if VOID in both:
        return ": one of them gives nothing"
    for side, against in ((one, other), (other, one)):
        if side.form is Form.ARRAY and side.arguments[0] is STRING and against is STRING:
            return '; a header has many values: GetValueOrDefault("...", "") gives them as one text'
        if side is STRING and (against in NUMBERS or against is BOOL):
            return f"; {against}.Parse reads one from text"
        if side is OBJECT and against is not OBJECT and against is not NULL:
            return f"; cast the object first: ({against})"
        if side.name == "JToken" and (against in NUMBERS or against in (STRING, BOOL)):
            return f"; cast the JToken first: ({against})"
        if is_nullable(side) and side.arguments[0] is BOOL and operator in ("&&", "||"):
            return "; write == true after the bool?"
    if GROUP in both:
        return "; a method is called with ()"
    if both == {STRING} and operator in COMPARISONS:
        return "; string.Compare(a, b) tells which comes first"
    if NULL in both:
        return ": it is never null"
    return ""


def _logical(
    binder: Binder, operator: str, left: tree.Expression, right: tree.Expression
) -> tree.Expression:
    known = [side for side in (left, right) if side.type is not UNKNOWN]
    if any(implicit(binder, side, BOOL) is None for side in known):
        return _no_operator(binder, operator, left, right)
    one, other = convert(binder, left, BOOL), convert(binder, right, BOOL)
    constant = ABSENT
    if isinstance(one.constant, bool) and isinstance(other.constant, bool):
        constant = binary(operator, one.constant, other.constant, BOOL, checked=False)
    return tree.Binary(
        left.start, right.end, BOOL, constant, operator=operator, left=one, right=other
    )


def _coalesce(binder: Binder, left: tree.Expression, right: tree.Expression) -> tree.Expression:
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


HANDLERS = {
    "binary_expression": binary_expression,
    "conditional_expression": conditional,
}
