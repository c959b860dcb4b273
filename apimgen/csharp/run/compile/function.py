"""The whole: a bound tree becomes a Python function of the context and the host."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.emitter import Emitter
from apimgen.csharp.run.compile.lambdas import functions, queries
from apimgen.csharp.run.compile.members import assign, calls, members
from apimgen.csharp.run.compile.statements import loops, statements, switches, tries
from apimgen.csharp.run.compile.values import arrays, conversions, expressions, operators, texts
from apimgen.csharp.run.errors import NotModelledError

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.bind.bound import Bound

# What the code calls itself; its lines are the characters of the C#.
FILE = "<a policy expression>"


@cache
def _expressions() -> dict[type, Any]:
    found: dict[type, Any] = {}
    modules = (arrays, assign, calls, conversions, expressions, functions, members, operators)
    for module in (*modules, queries, texts):
        found.update(module.HANDLERS)
    return found


@cache
def _statements() -> dict[type, Any]:
    return {
        **functions.STATEMENTS,
        **loops.HANDLERS,
        **statements.HANDLERS,
        **switches.HANDLERS,
        **tries.HANDLERS,
    }


def compiled(
    bound: Bound, *, grows: bool
) -> tuple[Callable[[Any, Any], Any] | None, tuple[NotModelledError, ...]]:
    """The function of a bound expression.

    Args:
        bound: the expression, in which nothing is wrong.
        grows: whether the texts it makes may grow without a limit, as statements can make them.

    Returns:
        The function, and nothing; or None, and what of the expression cannot be run.
    """
    body = bound.body
    if body is None:
        return None, (NotModelledError("this expression", 0),)
    too_deep = NotModelledError("an expression nested so deep", body.start)
    try:
        emitter = Emitter(body, _expressions(), _statements(), bound.checked)
        emitter.grows = grows
        emitter.statement(body)
        if emitter.gaps:
            return None, tuple(emitter.gaps)
        if bound.gaps:  # such as a local that is another name for a variable
            return None, (NotModelledError("a part that is not understood", body.start),)
        made = py.function("function", ["context", "host"], emitter.function.out)
        made.lineno, made.col_offset = 1, 0
        module = ast.fix_missing_locations(ast.Module([made], []))
    except RecursionError:
        return None, (too_deep,)
    try:
        code = compile(module, FILE, "exec")
    except (RecursionError, SyntaxError, MemoryError):  # Python has limits to what is in what
        return None, (too_deep,)
    exec(code, emitter.namespace)  # noqa: S102  all names in it are made here
    function: Callable[[Any, Any], Any] = emitter.namespace["function"]
    return function, ()
