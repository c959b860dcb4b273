"""Short ways to write nodes of Python's syntax tree."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOAD, _STORE = ast.Load(), ast.Store()
_OPERATORS: dict[str, type[ast.operator]] = {
    "+": ast.Add,
    "-": ast.Sub,
    "*": ast.Mult,
    "//": ast.FloorDiv,
    "/": ast.Div,
    "%": ast.Mod,
    "&": ast.BitAnd,
    "|": ast.BitOr,
    "^": ast.BitXor,
    "<<": ast.LShift,
    ">>": ast.RShift,
}
_COMPARISONS: dict[str, type[ast.cmpop]] = {
    "==": ast.Eq,
    "!=": ast.NotEq,
    "<": ast.Lt,
    ">": ast.Gt,
    "<=": ast.LtE,
    ">=": ast.GtE,
    "is": ast.Is,
    "is not": ast.IsNot,
}


def name(of: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(of, _LOAD)


def target(of: str) -> ast.Name:
    """A name that is assigned to."""
    return ast.Name(of, _STORE)


def constant(value: str | float | bytes | None) -> ast.Constant:
    """A constant."""
    return ast.Constant(value)


def none() -> ast.Constant:
    """``None``."""
    return ast.Constant(None)


def call(function: ast.expr, *arguments: ast.expr) -> ast.Call:
    """A call."""
    return ast.Call(function, list(arguments), [])


def attribute(of: ast.expr, word: str) -> ast.Attribute:
    """An attribute that is read; ``word`` is never from a document."""
    return ast.Attribute(of, word, _LOAD)


def item(of: ast.expr, index: ast.expr | int) -> ast.Subscript:
    """``of[index]``."""
    at = ast.Constant(index) if isinstance(index, int) else index
    return ast.Subscript(of, at, _LOAD)


def walrus(word: str, value: ast.expr) -> ast.NamedExpr:
    """``(word := value)``."""
    return ast.NamedExpr(target(word), value)


def choice(condition: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.IfExp:
    """``then if condition else otherwise``."""
    return ast.IfExp(condition, then, otherwise)


def compare(left: ast.expr, operator: str, right: ast.expr) -> ast.Compare:
    """A comparison."""
    return ast.Compare(left, [_COMPARISONS[operator]()], [right])


def is_none(value: ast.expr) -> ast.expr:
    """``value is None``."""
    if isinstance(value, ast.Constant):
        return constant(value=value.value is None)
    return compare(value, "is", none())


def is_set(value: ast.expr) -> ast.expr:
    """``value is not None``."""
    if isinstance(value, ast.Constant):
        return constant(value=value.value is not None)
    return compare(value, "is not", none())


def between(low: int, value: ast.expr, high: int) -> ast.Compare:
    """``low <= value <= high``."""
    return ast.Compare(constant(low), [ast.LtE(), ast.LtE()], [value, constant(high)])


def binary(left: ast.expr, operator: str, right: ast.expr) -> ast.BinOp:
    """An operator with two operands."""
    return ast.BinOp(left, _OPERATORS[operator](), right)


def negated(value: ast.expr) -> ast.UnaryOp:
    """``not value``."""
    return ast.UnaryOp(ast.Not(), value)


def every(*values: ast.expr) -> ast.expr:
    """``a and b``."""
    return ast.BoolOp(ast.And(), list(values)) if len(values) > 1 else values[0]


def some(*values: ast.expr) -> ast.expr:
    """``a or b``."""
    return ast.BoolOp(ast.Or(), list(values)) if len(values) > 1 else values[0]


def row(values: Sequence[ast.expr]) -> ast.Tuple:
    """A tuple."""
    return ast.Tuple(list(values), _LOAD)


def listed(values: Sequence[ast.expr]) -> ast.List:
    """A list."""
    return ast.List(list(values), _LOAD)


def first_of(value: ast.expr, *after: ast.expr) -> ast.expr:
    """A value, after which others are evaluated."""
    return item(row((value, *after)), 0) if after else value


def last_of(*values: ast.expr) -> ast.expr:
    """Values one after another; the last one is what it gives."""
    return item(row(values), -1) if len(values) > 1 else values[0]


def joined(parts: Sequence[ast.expr]) -> ast.JoinedStr:
    """An f-string of texts, and of what Python writes as C# does: whole numbers and ``bool``."""
    values: list[ast.expr] = []
    for one in parts:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            values.append(one)
        else:
            values.append(ast.FormattedValue(one, -1, None))
    return ast.JoinedStr(values)


def assign(word: str, value: ast.expr) -> ast.Assign:
    """``word = value``."""
    return ast.Assign([target(word)], value)


def do(value: ast.expr) -> ast.Expr:
    """An expression as a statement."""
    return ast.Expr(value)


def given(value: ast.expr) -> ast.Return:
    """``return value``."""
    return ast.Return(value)


def when(condition: ast.expr, body: list[ast.stmt], otherwise: list[ast.stmt]) -> ast.If:
    """``if``."""
    return ast.If(condition, body or [ast.Pass()], otherwise)


def loop(condition: ast.expr, body: list[ast.stmt]) -> ast.While:
    """``while``."""
    return ast.While(condition, body or [ast.Pass()], [])


def forever(body: list[ast.stmt]) -> ast.While:
    """``while True``."""
    return loop(constant(value=True), body)


def function(
    word: str, parameters: Sequence[str], body: list[ast.stmt], kept: Sequence[str] = ()
) -> ast.FunctionDef:
    """``def``; ``kept`` are names whose values of now it keeps."""
    arguments = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(one) for one in parameters],
        vararg=None,
        kwonlyargs=[ast.arg(one) for one in kept],
        kw_defaults=[name(one) for one in kept],
        kwarg=None,
        defaults=[],
    )
    made = ast.FunctionDef(word, arguments, body or [ast.Pass()], [])
    if "type_params" in made._fields:  # from Python 3.12 on, and no default before 3.13
        made.type_params = []  # type: ignore[attr-defined,unused-ignore]
    return made
