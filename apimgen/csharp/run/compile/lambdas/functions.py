"""Lambdas and local functions, as functions inside of the function."""

from __future__ import annotations

import ast
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import invoked
from apimgen.csharp.model.types import VOID
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.entries import applied, entry_of
from apimgen.csharp.run.compile.frames import Function, placed_statement
from apimgen.csharp.run.compile.members.members import as_receiver, receiver
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from apimgen.csharp.run.compile.emitter import Emitter
    from apimgen.csharp.tree.locals import Local


def spent(emitter: Emitter) -> ast.stmt:
    """Counts a step."""
    return py.do(py.call(py.attribute(emitter.host(), "spend"), py.constant(1)))


@contextmanager
def inner(emitter: Emitter, node: object = None) -> Iterator[Function]:
    """A Python function inside of the one that is being made."""
    outer = emitter.function
    grows, emitter.grows = emitter.grows, True
    emitter.function = Function(outer, node)
    try:
        yield emitter.function
    finally:
        emitter.function = outer
        emitter.grows = grows


def define(
    emitter: Emitter,
    word: str,
    parameters: Sequence[Local],
    fill: Callable[[], None],
    node: tree.Lambda | statements.Function,
    outputs: Sequence[Local] = (),
) -> ast.FunctionDef:
    """A Python function with a body; the cells of loops around it are those of now."""
    with inner(emitter, node) as made:
        words = [emitter.declare(one) for one in parameters if one.reference != "out"]
        for one in parameters:
            emitter.declare(one)
        made.outputs = tuple(outputs)
        made.out.append(spent(emitter))
        fill()
        body = made.out
        if made.nonlocals:
            body.insert(0, ast.Nonlocal(sorted(made.nonlocals)))
    outer = emitter.function.nonlocals
    outer.update(made.nonlocals - emitter.function.own)
    for statement in body:
        placed_statement(statement, node.start)
    return py.function(word, words, body, emitter.cells_now())


def lambda_value(emitter: Emitter, node: tree.Lambda) -> ast.expr:
    """A lambda: defined before the statement that it is in."""
    word = emitter.fresh("f")
    method = invoked(node.type)
    gives = method is not None and method.result is not VOID

    def fill() -> None:
        out = emitter.function.out
        body = node.body
        if isinstance(body, tree.Expression):
            value = emitter.value(body)
            out.append(py.given(value) if gives else py.do(value))
        else:
            emitter.statement(body)

    if any(one.mode in ("ref", "out") for one in (method.parameters if method else ())):
        raise NotModelledError("a lambda with ref or out parameters", node.start)
    made = define(emitter, word, node.parameters, fill, node)
    placed_statement(made, node.start)
    emitter.function.out.append(made)
    return py.name(word)


def local_function(emitter: Emitter, node: statements.Function) -> None:
    """A local function."""
    if node.function.method.generics:
        raise NotModelledError("a generic local function", node.start)
    word = emitter.call_of(node.function)
    outputs = [one for one in node.parameters if one.reference]

    def fill() -> None:
        body = node.body
        if isinstance(body, tree.Expression):
            value = emitter.value(body)
            if node.function.method.result is VOID:
                emitter.function.out.append(py.do(value))
                value = py.none()
            emitter.function.out.append(returned(emitter, value))
        else:
            emitter.statement(body)
            if outputs:
                emitter.function.out.append(returned(emitter, py.none()))

    made = define(emitter, word, node.parameters, fill, node, outputs)
    placed_statement(made, node.start)
    emitter.function.out.append(made)


def returned(emitter: Emitter, value: ast.expr) -> ast.stmt:
    """``return``, with the values of ``out`` and ``ref`` parameters."""
    outputs = emitter.function.outputs
    if not outputs:
        return py.given(value)
    return py.given(py.row([value, *(emitter.read(one) for one in outputs)]))


def method_delegate(emitter: Emitter, node: tree.MethodDelegate) -> ast.expr:
    """A method that becomes a delegate; its receiver is evaluated now."""
    group, method = node.group, node.method
    delegate = invoked(node.type)
    if delegate is None:
        raise NotModelledError(f"{node.type}", node.start)
    words = [emitter.fresh("v") for _ in delegate.parameters]
    given: list[ast.expr] = [py.name(one) for one in words]
    if group.receiver is None:
        for function, word in emitter.calls.items():
            if function.method is method or function.method.name == group.name:
                return py.name(word)
        raise NotModelledError(group.name, node.start)
    kept: list[str] = []
    if not isinstance(group.receiver, tree.TypeName):
        found = receiver(emitter, group.receiver, group.at)
        if not method.extension:
            found = as_receiver(emitter, found, group.receiver.type, method.owner)
        kept.append(emitter.temporary())
        emitter.function.out.append(py.assign(kept[0], found))
        given.insert(0, py.name(kept[0]))
    entry = entry_of(method, group.at)
    types = group.arguments or method.owner.arguments
    if method.generics and entry.types and not group.arguments:
        raise NotModelledError(f"{group.name} as a delegate", node.start)
    word = emitter.fresh("f")
    body = [py.given(applied(emitter, entry, given, types, group.at))]
    made = py.function(word, words, list[ast.stmt](body), kept)
    for one in made.body:
        placed_statement(one, node.start)
    placed_statement(made, node.start)
    emitter.function.out.append(made)
    return py.name(word)


HANDLERS: dict[type, Any] = {
    tree.Lambda: lambda_value,
    tree.MethodDelegate: method_delegate,
}
STATEMENTS: dict[type, Any] = {statements.Function: local_function}
