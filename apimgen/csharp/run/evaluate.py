"""An expression that can be called."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from apimgen.csharp.bind.bound import bind
from apimgen.csharp.facts import Kind, Problem
from apimgen.csharp.model.types import NULL, OBJECT, UNKNOWN, Type
from apimgen.csharp.run.compile.function import FILE, compiled
from apimgen.csharp.run.errors import LimitError, NotModelledError, RefusedError, Thrown
from apimgen.csharp.syntax import errors as syntax
from apimgen.csharp.syntax.parse import Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from apimgen.csharp.bind.bound import Bound
    from apimgen.csharp.run.context import Context
    from apimgen.csharp.run.host import Host


class Runnable:
    """An expression that was compiled.

    Attributes:
        function: the function itself, of the context and the host: for speed, with nothing around
            it. What it raises, :func:`explained` makes ready.
        type: the static type of its value, before it is an ``object``.
        gaps: what of it cannot be run; empty for most.
        problems: what a compiler refuses in it; empty for most.
    """

    __slots__ = ("function", "gaps", "problems", "type")

    def __init__(
        self,
        function: Callable[[Any, Any], Any],
        type_: Type,
        gaps: tuple[NotModelledError, ...] = (),
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.function = function
        self.type = type_
        self.gaps = gaps
        self.problems = problems

    def call(self, context: Context | None, host: Host) -> Any:
        """Evaluates the expression.

        Returns:
            Its value, held as an ``object``.

        Raises:
            Thrown: what C# throws, with where in the code it was thrown.
            NotModelledError: for what cannot be run.
            RefusedError: for what does not compile.
            LimitError: when it does more than the host lets it.
        """
        try:
            return self.function(context, host)
        except Thrown as error:
            raise explained(error) from None
        except Exception as error:
            raise explained(error) from error


def explained(error: BaseException) -> BaseException:
    """What the function of an expression raised, as :meth:`Runnable.call` would raise it.

    Args:
        error: what came out of :attr:`Runnable.function`.

    Returns:
        For what C# throws the same, with the place where it was thrown. What Python itself raises
        in an expression becomes a ``LimitError`` where something grew too large, and otherwise a
        ``NotModelledError``: then the library has a mistake, or meets what it does not foresee.
        All else is given back as it is.
    """
    if isinstance(error, Thrown):
        if error.start is None:
            error.start = place(error.__traceback__)
        return error
    if isinstance(error, RecursionError):
        return LimitError("functions that call each other too deep")
    if isinstance(error, MemoryError | OverflowError):
        return LimitError("more memory than there is")
    start = place(error.__traceback__)
    is_one = isinstance(error, Exception) and type(error).__module__ in _OF_PYTHON
    if is_one and start is not None:
        return NotModelledError("what this calls", start)
    return error


_OF_PYTHON = frozenset(["builtins", "decimal"])


def place(traceback: TracebackType | None) -> int | None:
    """Where in the C# a traceback leads to; None where no expression is in it."""
    found = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == FILE:
            found = traceback.tb_lineno - 1
        traceback = traceback.tb_next
    return found


@lru_cache(maxsize=4096)
def runnable(code: str, kind: Kind, wanted: Type | None = None) -> Runnable:
    """Compiles an expression.

    Args:
        code: what is between the brackets, with XML's escapes undone and named values filled in.
        kind: which brackets they are.
        wanted: the type that its value must have; None for any.
    """
    source = Source(code, kind)
    problems = tuple(syntax.problems(source))
    if problems:
        return _refused(problems)
    bound = bind(source, wanted)
    if bound.findings:
        return _refused(bound.findings)
    try:
        function = compiled(bound, grows=kind is Kind.BLOCK)
    except NotModelledError as error:
        return _gap(error, _type(bound))
    return Runnable(function, _type(bound))


def _type(bound: Bound) -> Type:
    types = [one for one in dict.fromkeys(bound.results) if one is not NULL]
    return types[0] if len(types) == 1 else OBJECT if types else NULL


def _refused(problems: tuple[Problem, ...]) -> Runnable:
    def function(_context: Any, _host: Any) -> Any:
        raise RefusedError(problems[0].message, problems[0].start)

    return Runnable(function, UNKNOWN, problems=problems)


def _gap(error: NotModelledError, of: Type) -> Runnable:
    def function(_context: Any, _host: Any) -> Any:
        raise NotModelledError(error.what, error.start)

    return Runnable(function, of, (error,))
