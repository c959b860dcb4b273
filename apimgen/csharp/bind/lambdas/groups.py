"""Which of several methods becomes a delegate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument
from apimgen.csharp.bind.calls.better import best
from apimgen.csharp.bind.calls.overloads import applicable
from apimgen.csharp.bind.types.conversions import by_reference, same
from apimgen.csharp.model.types import UNKNOWN, VOID, Form, Type
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.model.members import Method


def returns(given: Type, wanted: Type) -> bool:
    """Whether a method that gives one type is a delegate that gives another."""
    if wanted is VOID or given is VOID:
        return given is wanted
    return same(given, wanted) or (given.form is not Form.PARAMETER and by_reference(given, wanted))


def group_method(
    binder: Binder, value: tree.MethodGroup, types: tuple[Type, ...]
) -> Method | Type | None:
    """The method of a group for these types of parameters."""
    if any(one is UNKNOWN for one in types):
        return UNKNOWN
    given = tuple(
        Argument(tree.Expression(value.start, value.end, one), "", "", value.start, value.end)
        for one in types
    )
    found, _ = applicable(binder, value.methods, given, value.arguments)
    chosen = best(binder, found, given) if found else None
    if chosen is None and value.extensions and value.receiver is not None:
        first = Argument(value.receiver, "", "", value.receiver.start, value.receiver.end)
        found, _ = applicable(binder, value.extensions, (first, *given), value.arguments)
        chosen = best(binder, found, (first, *given)) if found else None
    if chosen is None or chosen.placed.expanded:
        return None
    return chosen.method
