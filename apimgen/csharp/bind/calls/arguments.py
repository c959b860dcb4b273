"""Arguments of a call, and which parameter each of them is for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.records import record
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from apimgen.csharp.model.members import Method, Parameter
    from apimgen.csharp.model.types import Type


@record()
class Argument:
    """One argument.

    Attributes:
        value: what is given.
        name: of the parameter, where it is written.
        mode: ``ref``, ``out`` or empty.
        start: where it begins.
        end: where it ends.
    """

    value: tree.Expression
    name: str
    mode: str
    start: int
    end: int


@record(kw_only=True)
class PendingOut(tree.Expression):
    """``out var x``: its type is that of the parameter.

    Attributes:
        name: the name, as where it begins and ends; None for a discard.
    """

    name: tuple[int, int] | None


@record()
class Misfit:
    """Why a method cannot be called so.

    Attributes:
        method: the method.
        reason: ``count``, ``name``, ``missing``, ``argument``, ``mode``, ``inference``,
            ``generics``, ``order``.
        argument: the position of the argument that is to blame.
        parameter: what it is for.
    """

    method: Method
    reason: str
    argument: int = 0
    parameter: Parameter | None = None


@record()
class Placed:
    """The parameters that arguments are for.

    Attributes:
        positions: the parameter of each argument.
        expanded: whether the last arguments are the items of a ``params`` array.
    """

    positions: tuple[int, ...]
    expanded: bool = False

    def types(self, parameters: tuple[Parameter, ...]) -> list[Type]:
        """The type that each argument must have."""
        last = len(parameters) - 1
        return [
            parameters[at].type.arguments[0]
            if self.expanded and at == last
            else parameters[at].type
            for at in self.positions
        ]


def place(method: Method, arguments: tuple[Argument, ...]) -> list[Placed] | Misfit:
    """The ways in which arguments may be for the parameters of a method."""
    parameters = method.parameters
    count = len(parameters)
    if count == len(arguments) and (not count or parameters[-1].mode != "params"):
        for one in arguments:
            if one.name:
                break
        else:
            return _straight(count)
    found: list[Placed] = []
    normal = _positions(method, arguments)
    if not isinstance(normal, Misfit):
        found.append(Placed(normal))
    if parameters and parameters[-1].mode == "params":
        expanded = _expanded(method, arguments)
        if expanded is not None:
            found.append(expanded)
    return found or (normal if isinstance(normal, Misfit) else Misfit(method, "count"))


@cache
def _straight(count: int) -> list[Placed]:
    """Each argument is for the parameter at its own place."""
    return [Placed(tuple(range(count)))]


def _positions(method: Method, arguments: tuple[Argument, ...]) -> tuple[int, ...] | Misfit:
    parameters = method.parameters
    count = len(parameters)
    if len(arguments) == count and not any(one.name for one in arguments):
        return tuple(range(count))
    if len(arguments) > count:
        return Misfit(method, "count", count)
    found: list[int] = []
    named = False
    for at, one in enumerate(arguments):
        if not one.name:
            if named:
                return Misfit(method, "order", at)
            found.append(at)
            continue
        named = True
        position = next((p for p, two in enumerate(parameters) if two.name == one.name), None)
        if position is None:
            return Misfit(method, "name", at)
        if position in found:
            return Misfit(method, "name", at, parameters[position])
        found.append(position)
    for at, parameter in enumerate(parameters):
        if at not in found and parameter.default is ABSENT:
            return Misfit(method, "missing", len(arguments), parameter)
    return tuple(found)


def _expanded(method: Method, arguments: tuple[Argument, ...]) -> Placed | None:
    parameters = method.parameters
    last = len(parameters) - 1
    found: list[int] = []
    named = False
    for at, one in enumerate(arguments):
        if not one.name:
            if named:
                return None
            found.append(min(at, last))
            continue
        named = True
        position = next((p for p, two in enumerate(parameters) if two.name == one.name), last)
        if position == last or position in found:
            return None
        found.append(position)
    if any(one.default is ABSENT and at not in found for at, one in enumerate(parameters[:last])):
        return None
    return Placed(tuple(found), expanded=True)
