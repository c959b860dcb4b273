"""Statements."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.frames import Target
from apimgen.csharp.run.compile.lambdas.functions import returned
from apimgen.csharp.run.compile.statements import jumps
from apimgen.csharp.run.compile.values.expressions import raised
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.tree import statements as tree
from apimgen.csharp.tree.expressions import Assign, Deconstruct, LocalRead, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.csharp.run.compile.emitter import Emitter
    from apimgen.csharp.tree.expressions import Expression


def block(emitter: Emitter, node: tree.Block) -> None:
    """``{ ... }``."""
    rows(emitter, node.statements)


def rows(emitter: Emitter, nodes: Sequence[tree.Statement]) -> None:
    """Statements that follow each other; local functions are there from the beginning."""
    functions = [one for one in nodes if isinstance(one, tree.Function)]
    for function in functions:
        emitter.call_of(function.function)
    for function in functions:
        emitter.statement(function)
    rest = [one for one in nodes if not isinstance(one, tree.Function)]
    if any(isinstance(one, tree.Labelled) for one in rest):
        _labelled(emitter, rest)
        return
    for one in rest:
        emitter.statement(one)


def _labelled(emitter: Emitter, nodes: Sequence[tree.Statement]) -> None:
    """Statements with labels: parts in a loop, which a ``goto`` begins again further on."""
    parts: list[list[tree.Statement]] = [[]]
    labels: dict[Any, int] = {}
    for one in nodes:
        inside = one
        while isinstance(inside, tree.Labelled):
            if parts[-1] or not labels:
                parts.append([])
            labels[inside.label] = len(parts) - 1
            inside = inside.statement
        parts[-1].append(inside)
    target = Target(labels=labels, part=emitter.temporary())
    emitter.function.targets.append(target)
    with emitter.into() as out:
        # A way back is a turn of a loop.
        out.append(py.do(py.call(py.attribute(emitter.host(), "spend"), py.constant(1))))
        for at, part in enumerate(parts):
            inside_part = emitter.body(*part)
            if inside_part:
                test = py.compare(py.name(target.part), "<=", py.constant(at))
                out.append(py.when(test, inside_part, []))
        out.append(ast.Break())
    emitter.function.targets.pop()
    now = emitter.function.out
    now += [*jumps.before(target), py.assign(target.part, py.constant(0)), py.forever(out)]
    jumps.after(emitter, target)


def nothing(_emitter: Emitter, _node: tree.Nothing) -> None:
    """``;``."""


def declare(emitter: Emitter, node: tree.Declare) -> None:
    """Locals."""
    for local, value in node.locals:
        if local.constant is not ABSENT:
            continue
        if isinstance(value, Deconstruct):
            do_value(emitter, value)
            continue
        emitter.declare(local)
        if value is not None:
            made = emitter.value(value)
        elif emitter.captures.is_kept(local):
            made = emitter.keep_constant(default_of(local.type))
        else:
            continue
        emitter.function.out.append(emitter.store(local, made))


def do(emitter: Emitter, node: tree.Do) -> None:
    """An expression whose value nobody takes."""
    do_value(emitter, node.expression)


def do_value(emitter: Emitter, node: Expression) -> None:
    """Evaluates an expression for what it does."""
    if isinstance(node, Assign) and isinstance(node.target, LocalRead):
        local = node.target.local
        made = emitter.value(node.result if node.result is not None else node.value)
        emitter.function.out.append(emitter.store(local, made))
        return
    if isinstance(node, Step) and not node.before:
        node = Step(
            node.start,
            node.end,
            node.type,
            operator=node.operator,
            operand=node.operand,
            before=True,
        )
    emitter.function.out.append(py.do(emitter.value(node)))


def if_(emitter: Emitter, node: tree.If) -> None:
    """``if``, with its ``else``."""
    out = emitter.function.out
    for condition, body in node.branches:
        if condition is None:
            with emitter.into() as inside:
                emitter.statement(body)
            out += inside
            return
        with emitter.into() as before:
            test = emitter.value(condition)
        out += before
        made = py.when(test, emitter.body(body), [])
        out.append(made)
        out = made.orelse


def return_(emitter: Emitter, node: tree.Return) -> None:
    """``return``."""
    value = py.none() if node.value is None else emitter.value(node.value)
    emitter.function.out.append(returned(emitter, value))


def raise_(emitter: Emitter, node: tree.Raise) -> None:
    """``throw``."""
    if node.value is None:
        emitter.function.out.append(ast.Raise(py.name(emitter.function.caught[-1]), None))
        return
    value = py.call(emitter.keep(raised), emitter.value(node.value))
    emitter.function.out.append(py.do(value))


def break_(emitter: Emitter, _node: tree.Break) -> None:
    """``break``."""
    jumps.leave(emitter, breaks=True)


def continue_(emitter: Emitter, _node: tree.Continue) -> None:
    """``continue``."""
    jumps.leave(emitter, breaks=False)


def goto(emitter: Emitter, node: tree.Goto) -> None:
    """``goto``."""
    label: Any = node.label
    if node.what == "default":
        label = DEFAULT
    elif node.what == "case" and node.value is not None:
        label = ("case", node.value.constant)
    if not jumps.go(emitter, label):
        raise NotModelledError("this goto", node.start)


def labelled(emitter: Emitter, node: tree.Labelled) -> None:
    """``label: statement`` where it is a statement alone."""
    _labelled(emitter, [node])


def not_understood(_emitter: Emitter, node: tree.NotUnderstood) -> None:
    """What the binder did not understand."""
    raise NotModelledError("a statement that is not understood", node.start)


DEFAULT = ("default",)
HANDLERS: dict[type, Any] = {
    tree.Block: block,
    tree.Nothing: nothing,
    tree.Declare: declare,
    tree.Do: do,
    tree.If: if_,
    tree.Return: return_,
    tree.Raise: raise_,
    tree.Break: break_,
    tree.Continue: continue_,
    tree.Goto: goto,
    tree.Labelled: labelled,
    tree.NotUnderstood: not_understood,
}
