"""Which constructor a ``new`` means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument, PendingOut
from apimgen.csharp.bind.calls.better import best
from apimgen.csharp.bind.calls.complaints import about_arguments
from apimgen.csharp.bind.calls.finish import declare_unknown, finish
from apimgen.csharp.bind.calls.overloads import applicable
from apimgen.csharp.model.lookup import constructors, is_value
from apimgen.csharp.model.types import UNKNOWN, Form, Type

if TYPE_CHECKING:
    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.model.members import Method
    from apimgen.csharp.tree import expressions as tree


def construct(
    binder: Binder, of: Type, arguments: tuple[Argument, ...], place: tuple[int, int], end: int
) -> tuple[Method | None, tuple[tree.Expression, ...], tuple[int, ...]]:
    """The constructor that arguments choose; None where there is none, which is noted."""
    values = tuple(one.value for one in arguments)
    methods = constructors(of)
    if not arguments and (is_value(of) or "new" in of.labels):
        return None, (), ()
    if of.form is Form.PARAMETER:
        binder.wrong(*place, "wrong-arguments", f"new {of}() needs a where {of} : new()")
        return None, values, ()
    found, misfits = applicable(binder, methods, arguments)
    if found:
        chosen = best(binder, found, arguments)
        if chosen is not None and (chosen.sure or len(found) == 1):
            made, order = finish(binder, chosen, arguments, end)
            return chosen.method, made, order
        declare_unknown(binder, arguments)
        if chosen is None and all(one.sure for one in found):
            message = f"it is not clear which is meant: {found[0].method} or {found[1].method}"
            binder.wrong(*place, "wrong-arguments", message)
        return None, values, ()
    declare_unknown(binder, arguments)
    if not any(one.type is UNKNOWN and not isinstance(one, PendingOut) for one in values):
        if not methods:
            message = f"{of} has no constructor that can be called"
            binder.wrong(*place, "wrong-arguments", message)
        else:
            about_arguments(binder, misfits, arguments, place, f"new {of}", 0)
    return None, values, ()
