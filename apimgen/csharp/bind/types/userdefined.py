"""Conversions that types define for themselves, such as those of ``JToken``.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/conversions#105-user-defined-conversions
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.conversions import same, standard
from apimgen.csharp.model.lookup import all_bases, is_interface, is_value, kind, operators
from apimgen.csharp.model.records import changed
from apimgen.csharp.model.types import Form, Type, is_nullable, nullable, without_null
from apimgen.csharp.tree.conversions import Conversion, How

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.csharp.model.members import Method


@lru_cache(maxsize=8192)
def user_defined(source: Type, to: Type, *, explicit: bool = False) -> Conversion | None:
    """The operator that converts, None where there is none or more than one.

    Args:
        source: the type of the value.
        to: what it should become.
        explicit: whether it is a cast.
    """
    candidates = _candidates(source, to, explicit=explicit)
    if not candidates:
        return None
    usable = [
        one
        for one in candidates
        if _joins(source, _from(one), explicit) and _joins_to(one, to, explicit)
    ]
    if not usable:
        return None
    first = _nearest_source(source, [_from(one) for one in usable])
    last = _nearest_target(to, [one.result for one in usable])
    if first is None or last is None:
        return None
    exact = [one for one in usable if _from(one) is first and one.result is last]
    if len(exact) > 1:
        exact = [one for one in exact if one.origin is None]
    if len(exact) != 1:
        return None
    method = exact[0].origin or exact[0]
    return Conversion(How.USER, method, explicit=explicit and method.name == "op_Explicit")


def _from(one: Method) -> Type:
    return one.parameters[0].type


def _candidates(source: Type, to: Type, *, explicit: bool) -> list[Method]:
    names = ("op_Implicit", "op_Explicit") if explicit else ("op_Implicit",)
    found: dict[Method, None] = {}
    for owner in (without_null(source), without_null(to)):
        if owner.form is not Form.NAMED:
            continue
        for name in names:
            for one in operators(owner, name):
                above = one.owner is not owner and owner is without_null(to)
                if not (above and not explicit):
                    found[one] = None
    lifted = [
        changed(
            one,
            result=nullable(one.result),
            parameters=(changed(one.parameters[0], type=nullable(_from(one))),),
            origin=one,
        )
        for one in found
        if _plain_value(_from(one)) and _plain_value(one.result)
    ]
    return [*found, *lifted]


def _plain_value(of: Type) -> bool:
    return is_value(of) and not is_nullable(of)


def _encompassed(one: Type, by: Type) -> bool:
    """Whether the language converts ``one`` to ``by`` without being asked."""
    if same(one, by):
        return True
    return not is_interface(one) and not is_interface(by) and standard(one, by) is not None


def _joins(source: Type, taken: Type, explicit: bool) -> bool:
    if _encompassed(source, taken) or (is_interface(source) and standard(source, taken)):
        return True
    return explicit and _encompassed(taken, source)


def _joins_to(one: Method, to: Type, explicit: bool) -> bool:
    return _encompassed(one.result, to) or (explicit and _encompassed(to, one.result))


def _nearest_source(source: Type, types: list[Type]) -> Type | None:
    if source in types:
        return source
    above = [one for one in types if _encompassed(source, one)]
    return _innermost(above) if above else _outermost(types)


def _nearest_target(to: Type, types: list[Type]) -> Type | None:
    if to in types:
        return to
    below = [one for one in types if _encompassed(one, to)]
    return _outermost(below) if below else _innermost(types)


def _innermost(types: Iterable[Type]) -> Type | None:
    """The one that converts to all others."""
    given = list(dict.fromkeys(types))
    found = [one for one in given if all(_encompassed(one, other) for other in given)]
    return found[0] if len(found) == 1 else None


def _outermost(types: Iterable[Type]) -> Type | None:
    """The one that all others convert to."""
    given = list(dict.fromkeys(types))
    found = [one for one in given if all(_encompassed(other, one) for other in given)]
    return found[0] if len(found) == 1 else None


def defines_conversions(of: Type) -> bool:
    """Whether a type has conversions of its own."""
    if of.form is not Form.NAMED or kind(of) not in ("class", "struct"):
        return False
    return any(operators(one, name) for one in all_bases(of)[:1] for name in _NAMES)


_NAMES = ("op_Implicit", "op_Explicit")
