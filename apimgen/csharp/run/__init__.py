"""C# that runs: a bound tree becomes a Python function with C#'s semantics.

``compile/`` turns the nodes of :mod:`apimgen.csharp.tree` into Python code, with names of its own:
no name of the document becomes one. ``library/`` is what the expression calls: a function for each
member of .NET, Newtonsoft.Json and ``context`` that policies use. ``values/`` says how a value of
C# is held in Python, ``context/`` what ``context`` is there, and :mod:`host` what an expression
asks of the world around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apimgen.csharp.run.evaluate import Runnable, explained, runnable

__all__ = ["Runnable", "explained", "runnable"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from apimgen.csharp.run import evaluate  # noqa: PLC0415

        return getattr(evaluate, name)
    raise AttributeError(name)
