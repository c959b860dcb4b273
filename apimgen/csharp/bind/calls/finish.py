"""The arguments of a call whose method is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument, PendingOut
from apimgen.csharp.bind.types.convert import convert
from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.members import ABSENT, Parameter
from apimgen.csharp.model.types import UNKNOWN, Type, is_nullable
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.locals import Local

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.bind.calls.overloads import Candidate


def finish(
    binder: Binder, chosen: Candidate, arguments: tuple[Argument, ...], end: int
) -> tuple[tuple[tree.Expression, ...], tuple[int, ...]]:
    """The arguments in the order of the parameters, converted; and the order they run in."""
    parameters = chosen.method.parameters
    places: list[tree.Expression | None] = [None] * len(parameters)
    items: list[tree.Expression] = []
    last = len(parameters) - 1
    for at, one in enumerate(arguments):
        position, to = chosen.placed.positions[at], chosen.types[at]
        value = _given(binder, one, to)
        if chosen.placed.expanded and position == last:
            items.append(value)
        else:
            places[position] = value
    if chosen.placed.expanded:
        places[last] = tree.NewArray(end, end, parameters[last].type, items=tuple(items))
    values = [
        one if one is not None else _default(parameter, end)
        for one, parameter in zip(places, parameters, strict=True)
    ]
    return tuple(values), chosen.placed.positions


def _given(binder: Binder, argument: Argument, to: Type) -> tree.Expression:
    value = argument.value
    if isinstance(value, PendingOut):
        if value.name is None:
            return tree.OutArgument(value.start, value.end, to, target=None, mode="out")
        start, end = value.name
        text = binder.source.filled[start:end]
        if text == "_":
            return tree.OutArgument(value.start, value.end, to, target=None, mode="out")
        local = Local(text, to, start, end)
        binder.enter(local)
        return tree.OutArgument(value.start, value.end, to, target=None, mode="out", declares=local)
    if argument.mode:
        return value
    return convert(binder, value, to) if to is not UNKNOWN else value


def _default(parameter: Parameter, end: int) -> tree.Expression:
    value = parameter.default
    if value is None and is_value(parameter.type) and not is_nullable(parameter.type):
        value = ABSENT
    return tree.Literal(end, end, parameter.type, value)


def declare_unknown(binder: Binder, arguments: Sequence[Argument]) -> None:
    """Makes the names after ``out var`` known, of a type that is not."""
    for one in arguments:
        if isinstance(one.value, PendingOut) and one.value.name is not None:
            start, end = one.value.name
            name = binder.source.filled[start:end]
            if name != "_":
                binder.enter(Local(name, UNKNOWN, start, end))
