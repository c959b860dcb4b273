"""Which of several methods can be called with some arguments.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/expressions#1264-overload-resolution
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument, Misfit, PendingOut, Placed, place
from apimgen.csharp.bind.calls.inference import Inference
from apimgen.csharp.bind.types.conversions import same
from apimgen.csharp.bind.types.convert import implicit
from apimgen.csharp.model.lookup import all_bases, invoked, is_interface
from apimgen.csharp.model.members import ABSENT, Method, filled
from apimgen.csharp.model.records import record
from apimgen.csharp.model.types import FUNCTION, GROUP, NULL, UNKNOWN, VOID, Form, Type, has_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.csharp.bind.binder import Binder


@record()
class Candidate:
    """A method that can be called so.

    Attributes:
        method: with its type arguments filled in.
        placed: which argument is for which parameter.
        types: the type that each argument is converted to.
        type_arguments: of a generic method.
        sure: whether nothing about it is unknown.
    """

    method: Method
    placed: Placed
    types: list[Type]
    type_arguments: tuple[Type, ...] = ()
    sure: bool = True


def applicable(
    binder: Binder,
    methods: Sequence[Method],
    arguments: tuple[Argument, ...],
    type_arguments: tuple[Type, ...] = (),
) -> tuple[list[Candidate], list[Misfit]]:
    """The methods that can be called with these arguments, and why the others cannot.

    Why the others cannot is only told where no method can be.
    """
    count = len(arguments)
    likely = [
        one
        for one in methods
        if count <= len(one.parameters)
        and (count == len(one.parameters) or one.parameters[count].default is not ABSENT)
    ]
    by_name = any(bool(one.name) for one in arguments)
    if likely and len(likely) < len(methods) and not by_name and not _has_params(methods):
        found, _ = _tried(binder, likely, arguments, type_arguments)
        if found:
            return found, []
    return _tried(binder, methods, arguments, type_arguments)


def _has_params(methods: Sequence[Method]) -> bool:
    return any(bool(one.parameters) and one.parameters[-1].mode == "params" for one in methods)


def _tried(
    binder: Binder,
    methods: Sequence[Method],
    arguments: tuple[Argument, ...],
    type_arguments: tuple[Type, ...],
) -> tuple[list[Candidate], list[Misfit]]:
    found: list[Candidate] = []
    misfits: list[Misfit] = []
    for method in methods:
        if type_arguments and len(method.generics) != len(type_arguments):
            misfits.append(Misfit(method, "generics"))
            continue
        ways = place(method, arguments)
        if isinstance(ways, Misfit):
            misfits.append(ways)
            continue
        misfit: Misfit | None = None
        for placed in ways:
            made = _candidate(binder, method, arguments, placed, type_arguments)
            if isinstance(made, Candidate):
                found.append(made)
                break
            misfit = misfit or made
        else:
            if misfit is not None:
                misfits.append(misfit)
    return found, misfits


def _candidate(
    binder: Binder,
    method: Method,
    arguments: tuple[Argument, ...],
    placed: Placed,
    type_arguments: tuple[Type, ...],
) -> Candidate | Misfit:
    parameters = method.parameters
    for at, one in enumerate(arguments):
        mode = parameters[placed.positions[at]].mode
        if one.mode != ("" if mode == "params" else mode):
            return Misfit(method, "mode", at, parameters[placed.positions[at]])
    if method.generics:
        if not type_arguments:
            wanted = placed.types(parameters)
            meaning = Inference(binder, method.generics).run(arguments, wanted)
            if meaning is None:
                return _inference_misfit(binder, method, arguments, placed)
            type_arguments = tuple(meaning[name] for name in method.generics)
        meaning = dict(zip(method.generics, type_arguments, strict=True))
        made = filled(method, meaning)
        assert isinstance(made, Method)  # noqa: S101
        method = made
        parameters = method.parameters
    types = placed.types(parameters)
    sure = True
    for at, one in enumerate(arguments):
        value, to = one.value, types[at]
        if isinstance(value, PendingOut) or to is value.type:
            continue
        if one.mode:
            if value.type is not UNKNOWN and to is not UNKNOWN and not same(value.type, to):
                return Misfit(method, "argument", at, parameters[placed.positions[at]])
            continue
        if to is UNKNOWN or value.type is UNKNOWN:
            sure = False
            continue
        if has_unknown(to) or has_unknown(value.type):
            sure = False
        if implicit(binder, value, to) is None:
            return Misfit(method, "argument", at, parameters[placed.positions[at]])
    return Candidate(method, placed, types, type_arguments, sure)


def _inference_misfit(
    binder: Binder, method: Method, arguments: tuple[Argument, ...], placed: Placed
) -> Misfit:
    """The argument to blame where the type arguments cannot be found."""
    wanted = placed.types(method.parameters)
    names = set(method.generics)
    for at, (one, to) in enumerate(zip(arguments, wanted, strict=True)):
        parameter = method.parameters[placed.positions[at]]
        of = one.value.type
        if of is FUNCTION or of is GROUP:
            taken = invoked(to)
            types = binder.pending.explicit_types(one.value)
            count = binder.pending.count(one.value)
            if taken is None or (count is not None and count != len(taken.parameters)):
                return Misfit(method, "argument", at, parameter)
            if types is not None and len(types) != len(taken.parameters):
                return Misfit(method, "argument", at, parameter)
        elif to.form is Form.NAMED and to.arguments and of.form is not Form.UNKNOWN:
            if not any(base.name == to.name for base in all_bases(of)) and not (
                of.form is Form.ARRAY and is_interface(to)
            ):
                return Misfit(method, "argument", at, parameter)
        elif (
            of not in (UNKNOWN, NULL, VOID)
            and not to.arguments
            and to.name not in names
            and implicit(binder, one.value, to) is None
        ):
            return Misfit(method, "argument", at, parameter)
    return Misfit(method, "inference")
