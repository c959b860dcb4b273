"""``break``, ``continue`` and ``goto`` in Python, which only leaves the innermost loop."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.compile import python as py

if TYPE_CHECKING:
    from apimgen.csharp.run.compile.emitter import Emitter
    from apimgen.csharp.run.compile.frames import Target


def leave(emitter: Emitter, *, breaks: bool) -> None:
    """``break`` or ``continue``."""
    for one in reversed(emitter.function.targets):
        if one.breaks if breaks else one.continues:
            _jump(emitter, one, "break" if breaks else "continue")
            return


def go(emitter: Emitter, label: Any) -> bool:
    """``goto``; whether there is such a label."""
    for one in reversed(emitter.function.targets):
        if label in one.labels:
            number = py.constant(one.labels[label])
            emitter.function.out.append(py.assign(one.part, number))
            _jump(emitter, one, "continue")
            return True
    return False


def _jump(emitter: Emitter, to: Target, how: str) -> None:
    targets = emitter.function.targets
    out = emitter.function.out
    if targets[-1] is to:
        out.append(ast.Break() if how == "break" else ast.Continue())
        return
    flag = emitter.temporary()
    for one in reversed(targets):
        if one is to:
            break
        one.passed.append((flag, to, how))
    out.append(py.assign(flag, py.constant(value=True)))
    out.append(ast.Break())


def before(target: Target) -> list[ast.stmt]:
    """What goes before a loop: the flags of the jumps through it, not yet set."""
    return [py.assign(flag, py.constant(value=False)) for flag, _, _ in target.passed]


def after(emitter: Emitter, target: Target) -> None:
    """What goes after a loop: the jumps through it go on from there."""
    for flag, to, how in target.passed:
        innermost = emitter.function.targets[-1] is to
        step: ast.stmt = ast.Continue() if innermost and how == "continue" else ast.Break()
        emitter.function.out.append(py.when(py.name(flag), [step], []))
