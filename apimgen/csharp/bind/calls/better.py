"""Which of the methods that can be called is the best.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/expressions#12643-better-function-member
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument, PendingOut
from apimgen.csharp.bind.types.conversions import same, standard
from apimgen.csharp.bind.types.userdefined import user_defined
from apimgen.csharp.model.lookup import all_bases, invoked
from apimgen.csharp.model.types import FUNCTION, UNKNOWN, VOID, Form, Type, is_nullable

if TYPE_CHECKING:
    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.bind.calls.overloads import Candidate
    from apimgen.csharp.model.members import Method
    from apimgen.csharp.tree.expressions import Expression


_SIGNED = ("sbyte", "short", "int", "long")


_UNSIGNED = ("byte", "ushort", "uint", "ulong")


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
