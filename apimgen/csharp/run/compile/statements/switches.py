"""``switch``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.frames import Target
from apimgen.csharp.run.compile.statements import jumps
from apimgen.csharp.run.compile.statements.statements import DEFAULT, rows
from apimgen.csharp.run.compile.values.patterns import matches
from apimgen.csharp.tree import statements as tree
from apimgen.csharp.tree.patterns import ConstantPattern

if TYPE_CHECKING:
    from apimgen.csharp.run.compile.emitter import Emitter


def switch(emitter: Emitter, node: tree.Switch) -> None:
    """``switch``: which part matches is found first, and then it runs."""
    function = emitter.function
    value = emitter.temporary()
    function.out.append(py.assign(value, emitter.value(node.value)))
    part = emitter.temporary()
    labels: dict[Any, int] = {}
    for at, section in enumerate(node.sections):
        for case in section.cases:
            if case.pattern is None:
                labels[DEFAULT] = at
            elif isinstance(case.pattern, ConstantPattern):
                labels.setdefault(("case", case.pattern.value.constant), at)
    _choose(emitter, node, value, part, labels.get(DEFAULT, -1))
    target = Target(breaks=True, labels=labels, part=part)
    function.targets.append(target)
    with emitter.into() as out:
        if any(_goes(one) for section in node.sections for one in section.statements):
            out.append(py.do(py.call(py.attribute(emitter.host(), "spend"), py.constant(1))))
        place = out
        for at, section in enumerate(node.sections):
            body = emitter.into_body(lambda rest=section.statements: rows(emitter, rest))  # type: ignore[misc]
            made = py.when(py.compare(py.name(part), "==", py.constant(at)), body, [])
            place.append(made)
            place = made.orelse
        out.append(ast.Break())
    function.targets.pop()
    function.out += jumps.before(target)
    function.out.append(py.forever(out))
    jumps.after(emitter, target)


def _choose(emitter: Emitter, node: tree.Switch, value: str, part: str, default: int) -> None:
    """Finds the number of the part that matches."""
    place = emitter.function.out
    for at, section in enumerate(node.sections):
        for case in section.cases:
            if case.pattern is None:
                continue
            with emitter.into() as before:
                test = matches(emitter, case.pattern, py.name(value), node.value.type)
                if case.when is not None:
                    test = py.every(test, emitter.value(case.when))
            place += before
            made = py.when(test, [py.assign(part, py.constant(at))], [])
            place.append(made)
            place = made.orelse
    place.append(py.assign(part, py.constant(default)))


def _goes(node: Any) -> bool:
    """Whether a ``goto`` is in a statement."""
    if isinstance(node, tree.Goto):
        return True
    if isinstance(node, tuple):
        return any(_goes(one) for one in node)
    if isinstance(node, tree.Statement | tree.Section | tree.Catch):
        names = [name for name, _, _ in getattr(node, "__fields__")]  # noqa: B009
        return any(_goes(getattr(node, name)) for name in names)
    return False


HANDLERS: dict[type, Any] = {tree.Switch: switch}
