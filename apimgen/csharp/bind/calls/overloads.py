"""Which of several methods a call means.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/expressions#1264-overload-resolution
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument, Misfit, PendingOut, Placed, place
from apimgen.csharp.bind.calls.inference import Inference
from apimgen.csharp.bind.types.conversions import same, standard
from apimgen.csharp.bind.types.convert import implicit
from apimgen.csharp.bind.types.userdefined import user_defined
from apimgen.csharp.model.lookup import all_bases, invoked, is_interface, is_value
from apimgen.csharp.model.members import ABSENT, Method, filled
from apimgen.csharp.model.records import record
from apimgen.csharp.model.types import (
    FUNCTION,
    GROUP,
    NULL,
    UNKNOWN,
    VOID,
    Form,
    Type,
    has_unknown,
    is_nullable,
    nullable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.tree.expressions import Expression

_SIGNED = ("sbyte", "short", "int", "long")
_UNSIGNED = ("byte", "ushort", "uint", "ulong")


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


def best(
    binder: Binder, candidates: list[Candidate], arguments: tuple[Argument, ...]
) -> Candidate | None:
    """The one that is better than all others; None where there is none."""
    if len(candidates) == 1:
        return candidates[0]
    nearest = _nearest(candidates)
    for one in nearest:
        if all(one is other or _better(binder, one, other, arguments) > 0 for other in nearest):
            return one
    return None


def _nearest(candidates: list[Candidate]) -> list[Candidate]:
    """Those of base classes count only where the class itself has none."""
    owners = {one.method.owner for one in candidates}
    if len(owners) < 2 or any(one.method.extension for one in candidates):
        return candidates
    left = [
        one
        for one in candidates
        if not any(
            owner is not one.method.owner and one.method.owner in all_bases(owner)
            for owner in owners
        )
    ]
    return left or candidates


def _better(
    binder: Binder, one: Candidate, other: Candidate, arguments: tuple[Argument, ...]
) -> int:
    """1 where the first is better, -1 where the second is, 0 where neither is."""
    wins = losses = 0
    alike = True
    for at, argument in enumerate(arguments):
        first, second = one.types[at], other.types[at]
        if first is second or isinstance(argument.value, PendingOut):
            continue
        found = better_conversion(binder, argument.value, first, second)
        if not same(first, second):
            alike = False
        wins += found > 0
        losses += found < 0
    if wins or losses:
        return 0 if wins and losses else 1 if wins else -1
    return _tie(one, other) if alike else 0


def _tie(one: Candidate, other: Candidate) -> int:
    generic, generic_too = bool(one.type_arguments), bool(other.type_arguments)
    if generic != generic_too:
        return -1 if generic else 1
    if one.placed.expanded != other.placed.expanded:
        return -1 if one.placed.expanded else 1
    if one.placed.expanded:
        first, second = len(one.method.parameters), len(other.method.parameters)
        if first != second:
            return 1 if first > second else -1
    full = _all_given(one), _all_given(other)
    if full[0] != full[1]:
        return 1 if full[0] else -1
    return _more_specific(one.method, other.method)


def _all_given(one: Candidate) -> bool:
    return len(set(one.placed.positions)) == len(one.method.parameters)


def _more_specific(one: Method, other: Method) -> int:
    first = [parameter.type for parameter in (one.origin or one).parameters]
    second = [parameter.type for parameter in (other.origin or other).parameters]
    found = {_specific(mine, its) for mine, its in zip(first, second, strict=False)} - {0}
    return found.pop() if len(found) == 1 else 0


def _specific(one: Type, other: Type) -> int:
    if one.form is Form.PARAMETER or other.form is Form.PARAMETER:
        return (other.form is Form.PARAMETER) - (one.form is Form.PARAMETER)
    found = {_specific(a, b) for a, b in zip(one.arguments, other.arguments, strict=False)} - {0}
    return found.pop() if len(found) == 1 else 0


def better_conversion(binder: Binder, value: Expression, one: Type, other: Type) -> int:
    """Which of two types a value converts to better: 1, -1, or 0 for neither."""
    if value.type is FUNCTION:
        return _better_function(binder, value, one, other)
    if value.type is not UNKNOWN:
        exact, exact_too = same(value.type, one), same(value.type, other)
        if exact != exact_too:
            return 1 if exact else -1
    return better_target(one, other)


def better_target(one: Type, other: Type) -> int:
    """Which of two types is the nearer one."""
    if same(one, other):
        return 0
    forth, back = _goes(one, other), _goes(other, one)
    if forth != back:
        return 1 if forth else -1
    plain, plain_too = (of.arguments[0].name if is_nullable(of) else of.name for of in (one, other))
    if plain in _SIGNED and plain_too in _UNSIGNED:
        return 1
    if plain in _UNSIGNED and plain_too in _SIGNED:
        return -1
    return 0


def _goes(source: Type, to: Type) -> bool:
    return standard(source, to) is not None or user_defined(source, to) is not None


def _better_function(binder: Binder, value: Expression, one: Type, other: Type) -> int:
    first, second = invoked(one), invoked(other)
    if first is None or second is None:
        return 0
    types = tuple(parameter.type for parameter in first.parameters)
    if types != tuple(parameter.type for parameter in second.parameters):
        return 0
    if first.result is second.result:
        return 0
    if first.result is VOID or second.result is VOID:
        return -1 if first.result is VOID else 1
    given = binder.pending.gives(binder, value, types)
    if given is not None:
        exact, exact_too = same(given, first.result), same(given, second.result)
        if exact != exact_too:
            return 1 if exact else -1
    return better_target(first.result, second.result)


def chosen_operator(
    binder: Binder, methods: list[Method], operands: tuple[Expression, ...]
) -> tuple[Method, bool] | None:
    """The user-defined operator for operands, and whether it is lifted over null."""
    arguments = tuple(Argument(one, "", "", one.start, one.end) for one in operands)
    found: list[tuple[Candidate, bool]] = []
    for method in methods:
        types = [parameter.type for parameter in method.parameters]
        for lifted in (False, True):
            if lifted:
                if not all(is_value(one) and not is_nullable(one) for one in types):
                    continue
                types = [nullable(one) for one in types]
            if all(implicit(binder, one, to) for one, to in zip(operands, types, strict=True)):
                placed = Placed(tuple(range(len(types))))
                found.append((Candidate(method, placed, types), lifted))
                break
    chosen = best(binder, [one for one, _ in found], arguments) if found else None
    return next(((one.method, lifted) for one, lifted in found if one is chosen), None)
