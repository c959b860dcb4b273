"""Values: locals, members, choices, tests of types."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NoReturn

from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import Type, without_null
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.emitter import held
from apimgen.csharp.run.compile.values.conversions import boxed
from apimgen.csharp.run.compile.values.patterns import matches
from apimgen.csharp.run.errors import NotModelledError, Thrown, null_reference
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.system.types import TypeThing
from apimgen.csharp.run.values.casts import is_instance, unboxed
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from apimgen.csharp.run.compile.emitter import Emitter


def literal(emitter: Emitter, node: tree.Literal) -> ast.expr:
    """A constant, or the default of a type that has none."""
    if node.constant is not ABSENT:
        return emitter.keep_constant(held(node.constant, node.type))
    return default(emitter, node.type)


def default(emitter: Emitter, of: Type) -> ast.expr:
    """The default value of a type."""
    value = default_of(of)
    if value is None or isinstance(value, bool | int | float | str):
        return py.constant(value)
    return emitter.keep(value)


def local_read(emitter: Emitter, node: tree.LocalRead) -> ast.expr:
    """A local."""
    if node.local.name == "context" and node.local.fixed == "parameter":
        return py.name("context")
    return emitter.read(node.local)


def choice(emitter: Emitter, node: tree.Choice) -> ast.expr:
    """``a ? b : c``."""
    condition = emitter.value(node.condition)
    return py.choice(condition, emitter.value(node.then), emitter.value(node.otherwise))


def coalesce(emitter: Emitter, node: tree.Coalesce) -> ast.expr:
    """``a ?? b``."""
    first, again = emitter.twice(emitter.value(node.left))
    return py.choice(py.is_set(first), again(), emitter.value(node.right))


def if_not_null(emitter: Emitter, node: tree.IfNotNull) -> ast.expr:
    """``a?.b``."""
    first, again = emitter.twice(emitter.value(node.receiver))
    emitter.not_null.append(again())
    then = emitter.value(node.then)
    emitter.not_null.pop()
    return py.choice(py.is_set(first), then, py.none())


def not_null(emitter: Emitter, _node: tree.NotNull) -> ast.expr:
    """What is before the ``?.``."""
    found = emitter.not_null[-1]
    if isinstance(found, ast.Name):
        return py.name(found.id)
    return ast.Constant(getattr(found, "value", None))


def as_(emitter: Emitter, node: tree.As) -> ast.expr:
    """``a as T``."""
    operand = boxed(emitter, emitter.value(node.operand), node.operand.type)
    first, again = emitter.twice(operand)
    test = py.call(emitter.keep(is_instance), first, emitter.keep(node.type))
    value: ast.expr = again()
    if is_value(without_null(node.type)):
        value = py.call(emitter.keep(unboxed), value)
    return py.choice(test, value, py.none())


def is_(emitter: Emitter, node: tree.Is) -> ast.expr:
    """``a is T``."""
    return matches(emitter, node.pattern, emitter.value(node.operand), node.operand.type)


def throw(emitter: Emitter, node: tree.Throw) -> ast.expr:
    """``throw e`` as a value."""
    return py.call(emitter.keep(raised), emitter.value(node.operand))


def raised(error: Thrown | None) -> NoReturn:
    """Throws."""
    if error is None:
        raise null_reference()
    error.start = None
    raise error.with_traceback(None)  # where it was thrown before does not count


def type_of(emitter: Emitter, node: tree.TypeOf) -> ast.expr:
    """``typeof(T)``."""
    return emitter.keep_constant(TypeThing(node.named))


def tuple_of(emitter: Emitter, node: tree.TupleOf) -> ast.expr:
    """``(a, b)``."""
    return py.row([emitter.value(one) for one in node.values])


def unknown(_emitter: Emitter, node: tree.Unknown) -> ast.expr:
    """What the binder did not understand."""
    what = "an expression that is not understood"
    for part in node.parts:
        if not part.type.known:
            raise NotModelledError(what, part.start)
    raise NotModelledError(what, node.start)


HANDLERS: dict[type, Any] = {
    tree.Literal: literal,
    tree.LocalRead: local_read,
    tree.Choice: choice,
    tree.Coalesce: coalesce,
    tree.IfNotNull: if_not_null,
    tree.NotNull: not_null,
    tree.As: as_,
    tree.Is: is_,
    tree.Throw: throw,
    tree.TypeOf: type_of,
    tree.TupleOf: tuple_of,
    tree.Unknown: unknown,
}
