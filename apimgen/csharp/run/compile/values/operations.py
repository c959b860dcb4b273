"""C#'s own operators on values of a type, none of which is null."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.conversions import RANGES
from apimgen.csharp.model.lookup import is_enum, underlying
from apimgen.csharp.model.types import BOOL, DECIMAL, DOUBLE, FLOAT, INT, LONG, Type
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.values import arithmetic, decimals
from apimgen.csharp.run.values.texts import single

if TYPE_CHECKING:
    from apimgen.csharp.run.compile.emitter import Emitter


def operation(
    emitter: Emitter, operator: str, left: ast.expr, right: ast.expr, of: Type, *, checked: bool
) -> ast.expr:
    """One of C#'s own operators on two values of a type."""
    if is_enum(of):
        of = underlying(of)
    if of is BOOL:
        return py.binary(left, operator, right)
    if of is DECIMAL:
        return py.call(emitter.keep(decimals.OPERATIONS[operator]), left, right)
    if of in (DOUBLE, FLOAT):
        return _real(emitter, operator, left, right, of)
    if operator in ("/", "%"):
        return _divided(emitter, operator, left, right, of)
    if operator in ("<<", ">>"):
        return _shift(emitter, operator, left, right, of)
    made = py.binary(left, operator, right)
    if operator in ("&", "|", "^"):
        return made
    return in_range(emitter, made, of, checked=checked)


def _divided(
    emitter: Emitter, operator: str, left: ast.expr, right: ast.expr, of: Type
) -> ast.expr:
    function = emitter.keep(arithmetic.DIVISIONS[operator, of])
    if not (isinstance(right, ast.Constant) and isinstance(right.value, int) and right.value > 0):
        return py.call(function, left, right)
    # Python divides as C# does where both are positive.
    first, again = emitter.twice(left)
    divisor = right.value
    plain = py.binary(again(), "//" if operator == "/" else "%", py.constant(divisor))
    other = py.call(function, again(), py.constant(divisor))
    return py.choice(py.compare(first, ">=", py.constant(0)), plain, other)


def in_range(emitter: Emitter, value: ast.expr, of: Type, *, checked: bool) -> ast.expr:
    """A whole number, brought back into the range of its type."""
    low, high = RANGES[of]
    first, again = emitter.twice(value)
    wrap = arithmetic.overflow if checked else arithmetic.wrapper(of)
    wrapped = py.call(emitter.keep(wrap), again())
    return py.choice(py.between(low, first, high), again(), wrapped)


def _real(emitter: Emitter, operator: str, left: ast.expr, right: ast.expr, of: Type) -> ast.expr:
    if operator == "/":
        made: ast.expr = py.call(emitter.keep(arithmetic.divide_double), left, right)
    elif operator == "%":
        made = py.call(emitter.keep(arithmetic.remainder_double), left, right)
    else:
        made = py.binary(left, operator, right)
    return py.call(emitter.keep(single), made) if of is FLOAT else made


def _shift(emitter: Emitter, operator: str, left: ast.expr, right: ast.expr, of: Type) -> ast.expr:
    bits = 63 if RANGES[of][1] > 2**32 else 31
    count: ast.expr
    if isinstance(right, ast.Constant) and isinstance(right.value, int):
        count = py.constant(right.value & bits)
    else:
        count = py.binary(right, "&", py.constant(bits))
    made = py.binary(left, operator, count)
    return made if operator == ">>" else in_range(emitter, made, of, checked=False)


def unary_operation(
    emitter: Emitter, operator: str, value: ast.expr, of: Type, *, checked: bool
) -> ast.expr:
    """One of C#'s own operators on one value of a type."""
    if operator == "!":
        return py.negated(value)
    if operator == "+":
        return value
    if is_enum(of):
        of = underlying(of)
    if operator == "~":
        flipped: ast.expr = ast.UnaryOp(ast.Invert(), value)
        return flipped if of in (INT, LONG) else in_range(emitter, flipped, of, checked=False)
    if of is DECIMAL:
        return py.call(emitter.keep(decimals.negate), value)
    minus = ast.UnaryOp(ast.USub(), value)
    return minus if of in (DOUBLE, FLOAT) else in_range(emitter, minus, of, checked=checked)
