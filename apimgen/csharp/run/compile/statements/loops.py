"""Loops."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from apimgen.csharp.bind.types.conversions import cast as conversion_of
from apimgen.csharp.model.types import STRING, Form, Type
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.frames import Target
from apimgen.csharp.run.compile.lambdas.functions import spent
from apimgen.csharp.run.compile.members.members import receiver
from apimgen.csharp.run.compile.statements import jumps
from apimgen.csharp.run.compile.statements.statements import do_value
from apimgen.csharp.run.compile.values.conversions import converted
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.registry import TURN, special
from apimgen.csharp.tree import statements as tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apimgen.csharp.run.compile.emitter import Emitter
    from apimgen.csharp.tree.expressions import Expression


def _cells(emitter: Emitter, node: tree.Statement) -> list[ast.stmt]:
    """New cells for the locals of a turn that lambdas keep."""
    made: list[ast.stmt] = []
    for local in emitter.captures.fresh.get(node, ()):
        word = emitter.declare(local)
        value = emitter.keep_constant(default_of(local.type))
        made.append(py.assign(word, py.listed([value])))
        emitter.function.cells.append(word)
    return made


def _turn(
    emitter: Emitter,
    node: tree.Statement,
    condition: Expression | None,
    step: tuple[Expression, ...] = (),
    *,
    first: bool = False,
) -> None:
    """One loop in Python for each kind of C#: its turns, each with cells, condition, body, step."""
    function = emitter.function
    count = len(function.cells)
    target = Target(breaks=True, continues=True)
    function.targets.append(target)
    body_node = getattr(node, "body")  # noqa: B009
    again = emitter.temporary() if (step or first) and _continues(body_node) else ""
    with emitter.into() as out:
        out.append(spent(emitter))
        if again:
            # A continue of C# must not pass by what comes after the body.
            after = emitter.into_body(lambda: _after(emitter, step, condition if first else None))
            out.append(py.when(py.name(again), after, []))
            out.append(py.assign(again, py.constant(value=True)))
        cells = _cells(emitter, node)
        out.extend(cells)
        simple = not cells and not again
        test: ast.expr | None = None
        if condition is not None and not first:
            with emitter.into() as before:
                test = emitter.value(condition)
            if not simple or before:
                out.extend(before)
                out.append(py.when(py.negated(test), [ast.Break()], []))
                test = None
        emitter.statement(body_node)
        if not again:
            _after(emitter, step, condition if first else None)
    del function.cells[count:]
    function.targets.pop()
    function.out += jumps.before(target)
    if again:
        function.out.append(py.assign(again, py.constant(value=False)))
    function.out.append(py.loop(test, out) if test is not None else py.forever(out))
    jumps.after(emitter, target)


def _after(emitter: Emitter, step: tuple[Expression, ...], condition: Expression | None) -> None:
    """What comes after the body: the steps of ``for``, the condition of ``do``."""
    for one in step:
        do_value(emitter, one)
    if condition is not None:
        test = emitter.value(condition)
        emitter.function.out.append(py.when(py.negated(test), [ast.Break()], []))


def _continues(node: tree.Statement) -> bool:
    """Whether a ``continue`` may be in a loop's body."""
    return node.continues or not isinstance(node, tree.Block) or _holds_continue(node)


def _holds_continue(node: Any) -> bool:
    if isinstance(node, tree.Continue):
        return True
    if isinstance(node, tree.While | tree.For | tree.ForEach | tree.Function):
        return False
    if isinstance(node, tuple):
        return any(_holds_continue(one) for one in node)
    if isinstance(node, tree.Statement | tree.Section | tree.Catch):
        names = [name for name, _, _ in getattr(node, "__fields__")]  # noqa: B009
        return any(_holds_continue(getattr(node, name)) for name in names)
    return False


def while_(emitter: Emitter, node: tree.While) -> None:
    """``while`` and ``do``."""
    _turn(emitter, node, node.condition, first=node.first)


def for_(emitter: Emitter, node: tree.For) -> None:
    """``for``."""
    for one in node.begin:
        emitter.statement(one)
    _turn(emitter, node, node.condition, node.step)


def foreach(emitter: Emitter, node: tree.ForEach) -> None:
    """``foreach``."""
    function = emitter.function
    source = receiver(emitter, node.source, node.source.start)
    of = node.source.type
    if of.form is Form.ARRAY and of.rank == 1:
        source = py.attribute(source, "items")
    elif of is not STRING:
        source = py.call(emitter.keep(enumerator(of)), source)
    target = Target(breaks=True, continues=True)
    function.targets.append(target)
    count = len(function.cells)
    word = emitter.temporary()
    with emitter.into() as out:
        out.append(spent(emitter))
        out.extend(_cells(emitter, node))
        _take(emitter, node, word)
        emitter.statement(node.body)
    del function.cells[count:]
    function.targets.pop()
    function.out += jumps.before(target)
    function.out.append(ast.For(py.target(word), source, out, []))
    jumps.after(emitter, target)


def _take(emitter: Emitter, node: tree.ForEach, word: str) -> None:
    out = emitter.function.out
    if len(node.locals) == 1:
        (local,) = node.locals
        emitter.declare(local)
        value = _as(emitter, py.name(word), node.element, local.type, node)
        out.append(emitter.store(local, value))
        return
    if node.element.form is not Form.TUPLE or len(node.element.arguments) != len(node.locals):
        raise NotModelledError(f"the parts of {node.element}", node.start)
    for at, local in enumerate(node.locals):
        emitter.declare(local)
        part = node.element.arguments[at]
        value = _as(emitter, py.item(py.name(word), at), part, local.type, node)
        out.append(emitter.store(local, value))


def _as(emitter: Emitter, value: ast.expr, of: Type, to: Type, node: tree.ForEach) -> ast.expr:
    if of is to:
        return value
    how = conversion_of(of, to)
    if how is None:
        from apimgen.csharp.bind.types.userdefined import user_defined  # noqa: PLC0415

        how = user_defined(of, to, explicit=True)
    if how is None:
        raise NotModelledError(f"a conversion from {of} to {to}", node.start)
    return converted(emitter, value, of, to, how, start=node.start)


def enumerator(of: Type) -> Callable[[Any], Iterator[Any]]:
    """What gives the items of a value of a type: its own enumerator where the library has one."""
    entry = special(of.name, TURN)
    return through if entry is None else entry.call


def through(value: Any) -> Iterator[Any]:
    """The items of a value that is only known to be a sequence."""
    return iter(value)


HANDLERS: dict[type, Any] = {tree.While: while_, tree.For: for_, tree.ForEach: foreach}
