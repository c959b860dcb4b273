"""Patterns: tests that also give a name to what they found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.types import NULL, STRING, Type, is_nullable, without_null
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.values.conversions import boxed
from apimgen.csharp.run.values.casts import is_a, is_instance, unboxed
from apimgen.csharp.run.values.equality import equals
from apimgen.csharp.tree.patterns import ConstantPattern, Pattern, TypePattern, VarPattern

if TYPE_CHECKING:
    import ast

    from apimgen.csharp.run.compile.emitter import Emitter


def matches(emitter: Emitter, pattern: Pattern, value: ast.expr, of: Type) -> ast.expr:
    """Whether a value matches a pattern.

    Args:
        emitter: the state.
        pattern: the pattern.
        value: the value, which is evaluated once.
        of: its static type.
    """
    if isinstance(pattern, ConstantPattern):
        return _constant(emitter, pattern, value, of)
    if isinstance(pattern, VarPattern):
        true = py.constant(value=True)
        if pattern.local is None:
            return py.last_of(value, true)
        return py.last_of(emitter.write(pattern.local, value), true)
    return _type(emitter, pattern, value, of)


def _constant(emitter: Emitter, pattern: ConstantPattern, value: ast.expr, of: Type) -> ast.expr:
    constant = pattern.value
    if constant.type is NULL or constant.constant is None:
        return py.is_none(value)
    right = emitter.value(constant)
    if is_value(of) or of is STRING:
        return py.compare(value, "==", right)
    return py.call(emitter.keep(equals), value, boxed(emitter, right, constant.type))


def _type(emitter: Emitter, pattern: TypePattern, value: ast.expr, of: Type) -> ast.expr:
    wanted = without_null(pattern.type)
    first, again = emitter.twice(value)
    found: ast.expr = again()
    inner = without_null(of)
    upwards = is_a(inner, wanted) if inner is not NULL else False
    if upwards:
        # Each value of the static type is one, but for null.
        test = py.is_set(first) if not is_value(of) or is_nullable(of) else None
        if is_value(inner) and not is_value(wanted):
            found = boxed(emitter, found, inner)
    elif is_value(inner) and is_value(wanted):
        test = py.constant(value=False)
    else:
        held = boxed(emitter, first, of)
        test = py.call(emitter.keep(is_instance), held, emitter.keep(wanted))
        if is_value(wanted):
            found = py.call(emitter.keep(unboxed), found)
    if pattern.local is None:
        return test if test is not None else py.last_of(first, py.constant(value=True))
    if test is None:
        return py.last_of(emitter.write(pattern.local, first), py.constant(value=True))
    keep = py.last_of(emitter.write(pattern.local, found), py.constant(value=True))
    return py.every(test, keep)
