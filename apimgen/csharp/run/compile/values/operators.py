"""Operators, as plain ones of Python where they mean the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.bind.operators.numeric import COMPARISONS, EQUALITIES
from apimgen.csharp.model.lookup import invoked, is_enum, is_value, underlying
from apimgen.csharp.model.types import (
    BOOL,
    CHAR,
    INT,
    NULL,
    NUMBERS,
    STRING,
    is_nullable,
    without_null,
)
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.entries import called
from apimgen.csharp.run.compile.values.operations import operation, unary_operation
from apimgen.csharp.run.compile.values.texts import concatenation
from apimgen.csharp.run.values import delegates
from apimgen.csharp.run.values.equality import same
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.conversions import How

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from apimgen.csharp.run.compile.emitter import Emitter


def binary(emitter: Emitter, node: tree.Binary) -> ast.expr:
    """An operator with two operands."""
    operator = node.operator
    if operator in ("&&", "||"):
        return _logical(emitter, node)
    if node.method is not None:
        return _user(emitter, node)
    if operator == "+" and node.type is STRING:
        return concatenation(emitter, node)
    if operator in EQUALITIES or operator in COMPARISONS:
        return _compared(emitter, node)
    if invoked(node.type) is not None:
        made = delegates.combined if operator == "+" else delegates.without
        return py.call(emitter.keep(made), emitter.value(node.left), emitter.value(node.right))
    left, right = emitter.value(node.left), emitter.value(node.right)
    of = without_null(node.type)
    if operator in ("-",) and is_enum(without_null(node.left.type)):
        of = underlying(without_null(node.left.type))
    checked = emitter.is_checked(node)
    if not node.lifted:
        return operation(emitter, operator, left, right, of, checked=checked)
    if of is BOOL and operator in ("&", "|"):
        return py.call(emitter.keep(_THREE[operator]), left, right)
    return lifted(
        emitter,
        left,
        right,
        lambda a, b: operation(emitter, operator, a, b, of, checked=checked),
        py.none(),
    )


def lifted(
    emitter: Emitter,
    left: ast.expr,
    right: ast.expr,
    made: Callable[[ast.expr, ast.expr], ast.expr],
    nothing: ast.expr,
) -> ast.expr:
    """An operator whose operands may be null."""
    one, other = emitter.temporary(), emitter.temporary()
    both = py.row([py.walrus(one, left), py.walrus(other, right)])
    test = py.every(py.is_set(py.item(both, 0)), py.is_set(py.name(other)))
    return py.choice(test, made(py.name(one), py.name(other)), nothing)


def _logical(emitter: Emitter, node: tree.Binary) -> ast.expr:
    """A row of ``&&`` or ``||``, without a level for each."""
    found: list[tree.Expression] = []
    waiting: list[tree.Expression] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tree.Binary) and one.operator == node.operator:
            waiting += [one.left, one.right]
        else:
            found.append(one)
    values = [emitter.value(one) for one in reversed(found)]
    return py.every(*values) if node.operator == "&&" else py.some(*values)


def _user(emitter: Emitter, node: tree.Binary) -> ast.expr:
    method = node.method
    assert method is not None  # noqa: S101
    if node.operator in EQUALITIES and (against := _against_null(node)) is not None:
        value = emitter.value(against)
        return py.is_none(value) if node.operator == "==" else py.is_set(value)
    left, right = emitter.value(node.left), emitter.value(node.right)
    if not node.lifted:
        return called(emitter, method, [left, right], node.left.end)
    nothing: ast.expr = py.none()
    if node.operator in EQUALITIES:
        one, other = emitter.temporary(), emitter.temporary()
        both = py.row([py.walrus(one, left), py.walrus(other, right)])
        test = py.every(py.is_set(py.item(both, 0)), py.is_set(py.name(other)))
        made = called(emitter, method, [py.name(one), py.name(other)], node.left.end)
        how = "is" if node.operator == "==" else "is not"
        return py.choice(test, made, py.compare(py.name(one), how, py.name(other)))
    if node.operator in COMPARISONS:
        nothing = py.constant(value=False)
    return lifted(
        emitter,
        left,
        right,
        lambda a, b: called(emitter, method, [a, b], node.left.end),
        nothing,
    )


def _compared(emitter: Emitter, node: tree.Binary) -> ast.expr:
    one, other, operator = node.left.type, node.right.type, node.operator
    if operator in EQUALITIES:
        is_ = "is" if operator == "==" else "is not"
        if (against := _against_null(node)) is not None:
            value = emitter.value(against)
            return py.is_none(value) if operator == "==" else py.is_set(value)
        if (chars := _of_chars(emitter, node)) is not None:
            return chars
        left, right = emitter.value(node.left), emitter.value(node.right)
        by_value = is_value(one) or is_value(other) or (one is STRING and other is STRING)
        if by_value:
            return py.compare(left, operator, right)
        if invoked(one) is not None:
            return py.compare(left, is_, right)
        found = py.call(emitter.keep(same), left, right)
        return found if operator == "==" else py.negated(found)
    if (chars := _of_chars(emitter, node)) is not None:
        return chars
    left, right = emitter.value(node.left), emitter.value(node.right)
    if not node.lifted:
        return py.compare(left, operator, right)
    nothing = py.constant(value=False)
    return lifted(emitter, left, right, lambda a, b: py.compare(a, operator, b), nothing)


def _against_null(node: tree.Binary) -> tree.Expression | None:
    """What is compared with ``null``; None where neither operand is that."""
    for side, against in ((node.left, node.right), (node.right, node.left)):
        value = side
        while isinstance(value, tree.Convert) and value.conversion.how in _OF_NULL:
            value = value.operand
        if value.type is NULL or (value.constant is None and value.type not in NUMBERS):
            return against
    return None


_OF_NULL = frozenset([How.NULL, How.REFERENCE, How.NULLABLE, How.IDENTITY])


def _of_chars(emitter: Emitter, node: tree.Binary) -> ast.expr | None:
    """Two chars are compared as they are; C# makes numbers of them first."""
    one, other = _char(node.left), _char(node.right)
    if one is None or other is None:
        return None
    return py.compare(emitter.value(one), node.operator, emitter.value(other))


def _char(node: tree.Expression) -> tree.Expression | None:
    if isinstance(node, tree.Convert) and node.operand.type is CHAR and node.type is INT:
        return node.operand
    return None


def unary(emitter: Emitter, node: tree.Unary) -> ast.expr:
    """``-a``, ``!a``, ``~a``, ``+a``."""
    value = emitter.value(node.operand)
    of = without_null(node.type)
    checked = emitter.is_checked(node)
    if node.method is not None:
        method = node.method
        if not node.lifted:
            return called(emitter, method, [value], node.start)
        first, again = emitter.twice(value)
        return py.choice(
            py.is_set(first), called(emitter, method, [again()], node.start), py.none()
        )
    if not is_nullable(node.operand.type):
        return unary_operation(emitter, node.operator, value, of, checked=checked)
    first, again = emitter.twice(value)
    made = unary_operation(emitter, node.operator, again(), of, checked=checked)
    return py.choice(py.is_set(first), made, py.none())


def and_of_three(left: bool | None, right: bool | None) -> bool | None:
    """``&`` of ``bool?``."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def or_of_three(left: bool | None, right: bool | None) -> bool | None:
    """``|`` of ``bool?``."""
    if left or right:
        return True
    return None if left is None or right is None else False


_THREE: dict[str, Callable[..., Any]] = {"&": and_of_three, "|": or_of_three}
HANDLERS: dict[type, Any] = {tree.Binary: binary, tree.Unary: unary}
