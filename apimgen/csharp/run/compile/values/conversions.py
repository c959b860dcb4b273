"""Conversions, each kind with its own code."""

from __future__ import annotations

import ast
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apimgen.csharp.bind.types.conversions import RANGES
from apimgen.csharp.bind.types.conversions import cast as conversion_of
from apimgen.csharp.model.lookup import is_enum, is_value, underlying
from apimgen.csharp.model.types import (
    CHAR,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INT,
    NULL,
    STRING,
    Type,
    is_nullable,
    named,
    without_null,
)
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.entries import called
from apimgen.csharp.run.errors import NotModelledError, Thrown
from apimgen.csharp.run.library.registry import PAIRS, special
from apimgen.csharp.run.values import Boxed, arithmetic, decimals
from apimgen.csharp.run.values.casts import PLAIN, box_type, cast, needs_box
from apimgen.csharp.run.values.texts import single
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.conversions import Conversion, How

if TYPE_CHECKING:
    from apimgen.csharp.model.members import Method
    from apimgen.csharp.run.compile.emitter import Emitter


def convert(emitter: Emitter, node: tree.Convert) -> ast.expr:
    """A conversion."""
    source, to, how = node.operand.type, node.type, node.conversion
    checked = emitter.is_checked(node)
    value = emitter.value(node.operand)
    return converted(emitter, value, source, to, how, checked=checked, start=node.start)


def converted(
    emitter: Emitter,
    value: ast.expr,
    source: Type,
    to: Type,
    how: Conversion,
    *,
    checked: bool = False,
    start: int = 0,
) -> ast.expr:
    """A value of one type as one of another."""
    kind = how.how
    if kind in (How.IDENTITY, How.NULL, How.THROW, How.FUNCTION, How.GROUP):
        return value
    if kind in (How.NUMERIC, How.CONSTANT, How.ENUM):
        return number(emitter, value, source, to, checked=checked)
    if kind is How.REFERENCE:
        if source is NULL:
            return value
        made = value if not how.explicit else cast_to(emitter, value, to)
        return as_pairs(emitter, made, source, to)
    if kind is How.BOXING:
        return boxed(emitter, value, source)
    if kind is How.UNBOXING:
        return cast_to(emitter, value, to)
    if kind is How.NULLABLE:
        return _nullable(emitter, value, source, to, checked=checked)
    if kind is How.TUPLE:
        return _tuple(emitter, value, source, to, start)
    if kind is How.USER and how.method is not None:
        return _user(emitter, value, source, to, how.method, start)
    raise NotModelledError(f"a conversion from {source} to {to}", start)


_OF_JSON = frozenset(["JObject", "JContainer", "JToken", "object"])
_PAIR = named("KeyValuePair`2", STRING, named("JToken"))


def as_pairs(emitter: Emitter, value: ast.expr, source: Type, to: Type) -> ast.expr:
    """An object of JSON where it becomes a dictionary, through which one goes by pairs."""
    is_pairs = to.arguments == (_PAIR,) or (
        to.name == "IDictionary`2" and to.arguments == _PAIR.arguments
    )
    if not is_pairs or source.name not in _OF_JSON:
        return value
    entry = special("JObject", PAIRS)
    return value if entry is None else py.call(emitter.keep(entry.call), value)


def boxed(emitter: Emitter, value: ast.expr, of: Type) -> ast.expr:
    """A value as an ``object``."""
    inner = without_null(of)
    if of is NULL or not needs_box(inner):
        return value
    box, type_ = emitter.keep(Boxed), emitter.keep(box_type(inner))
    if not is_nullable(of):
        return py.call(box, type_, value)
    first, again = emitter.twice(value)
    return py.choice(py.is_set(first), py.call(box, type_, again()), py.none())


_TOLD: dict[Type, type] = {of: kind for kind, of in PLAIN.items()}


def cast_to(emitter: Emitter, value: ast.expr, to: Type) -> ast.expr:
    """An ``object`` as one of a type, which the Python class of the value may tell at once."""
    kind = _TOLD.get(to)
    if kind is None:
        return py.call(emitter.keep(cast), value, emitter.keep(to))
    first, again = emitter.twice(value)
    told = py.compare(py.attribute(first, "__class__"), "is", emitter.keep(kind))
    return py.choice(told, again(), py.call(emitter.keep(cast), again(), emitter.keep(to)))


def _nullable(
    emitter: Emitter, value: ast.expr, source: Type, to: Type, *, checked: bool
) -> ast.expr:
    inner, target = without_null(source), without_null(to)
    if not is_nullable(to):
        first, again = emitter.twice(value)
        nothing = py.call(emitter.keep(no_value))
        return py.choice(
            py.is_set(first), _inner(emitter, again(), inner, target, checked=checked), nothing
        )
    if not is_nullable(source):
        return _inner(emitter, value, inner, target, checked=checked)
    if inner is target:
        return value
    first, again = emitter.twice(value)
    moved = _inner(emitter, again(), inner, target, checked=checked)
    return py.choice(py.is_set(first), moved, py.none())


def _inner(emitter: Emitter, value: ast.expr, source: Type, to: Type, *, checked: bool) -> ast.expr:
    if source is to:
        return value
    how = conversion_of(source, to)
    if how is None:
        raise NotModelledError(f"a conversion from {source} to {to}", 0)
    return converted(emitter, value, source, to, how, checked=checked)


def no_value() -> Any:
    """What ``.Value`` of null throws."""
    raise Thrown("System.InvalidOperationException", "Nullable object must have a value.")


def _tuple(emitter: Emitter, value: ast.expr, source: Type, to: Type, start: int) -> ast.expr:
    first, again = emitter.twice(value)
    parts = []
    for at, (one, other) in enumerate(zip(source.arguments, to.arguments, strict=True)):
        how = conversion_of(one, other)
        if how is None:
            raise NotModelledError(f"a conversion from {source} to {to}", start)
        found = py.item(first if not at else again(), at)
        parts.append(converted(emitter, found, one, other, how, start=start))
    return py.row(parts)


def number(emitter: Emitter, value: ast.expr, source: Type, to: Type, *, checked: bool) -> ast.expr:
    """A number, a char or an enum as another one."""
    one = underlying(source) if is_enum(source) else source
    other = underlying(to) if is_enum(to) else to
    if one is other:
        return value
    if one is CHAR:
        value = py.call(emitter.keep(ord), value)
        one = INT
    if other in RANGES:
        return _whole(emitter, value, one, other, checked=checked)
    if other is DECIMAL:
        if one is FLOAT:
            return py.call(emitter.keep(decimals.from_single), value)
        made = decimals.from_double if one is DOUBLE else Decimal
        return py.call(emitter.keep(made), value)
    if one is FLOAT and other is DOUBLE:
        return value
    found = value if one is DOUBLE else _double(emitter, value, one)
    return py.call(emitter.keep(single), found) if other is FLOAT else found


def _double(emitter: Emitter, value: ast.expr, of: Type) -> ast.expr:
    if of is DECIMAL:
        return py.call(emitter.keep(float), value)
    if isinstance(value, ast.Constant) and isinstance(value.value, int):
        return py.constant(float(value.value))
    return py.binary(value, "*", py.constant(1.0))


def _whole(emitter: Emitter, value: ast.expr, source: Type, to: Type, *, checked: bool) -> ast.expr:
    low, high = RANGES[to]
    if source is DECIMAL:
        found = py.call(emitter.keep(decimals.to_whole), value, emitter.keep(to))
        return py.call(emitter.keep(chr), found) if to is CHAR else found
    if source in (DOUBLE, FLOAT):
        made = arithmetic.checked_truncation if checked else arithmetic.truncation
        found = py.call(emitter.keep(made(to)), value)
        return py.call(emitter.keep(chr), found) if to is CHAR else found
    before_low, before_high = RANGES[source]
    if not (low <= before_low and before_high <= high):
        first, again = emitter.twice(value)
        wrap = arithmetic.overflow if checked else arithmetic.wrapper(to)
        otherwise = py.call(emitter.keep(wrap), again())
        value = py.choice(py.between(low, first, high), again(), otherwise)
    return py.call(emitter.keep(chr), value) if to is CHAR else value


def _user(
    emitter: Emitter, value: ast.expr, source: Type, to: Type, method: Method, start: int
) -> ast.expr:
    taken, given = method.parameters[0].type, method.result
    lifted = is_nullable(source) and not is_nullable(taken) and is_value(taken)
    if lifted:
        first, again = emitter.twice(value)
        inner = called(emitter, method, [again()], start)
        moved = _between(emitter, inner, given, to, start)
        nothing = (
            py.none() if is_nullable(to) or not is_value(to) else py.call(emitter.keep(no_value))
        )
        return py.choice(py.is_set(first), moved, nothing)
    value = _between(emitter, value, source, taken, start)
    found = called(emitter, method, [value], start)
    return _between(emitter, found, given, to, start)


def _between(emitter: Emitter, value: ast.expr, source: Type, to: Type, start: int) -> ast.expr:
    if source is to:
        return value
    how = conversion_of(source, to)
    if how is None or how.how is How.UNKNOWN:
        raise NotModelledError(f"a conversion from {source} to {to}", start)
    return converted(emitter, value, source, to, how, start=start)


HANDLERS: dict[type, Any] = {tree.Convert: convert}
