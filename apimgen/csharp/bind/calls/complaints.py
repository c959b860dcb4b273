"""Says why a call fits none of the methods of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apimgen.csharp.bind.calls.arguments import PendingOut
from apimgen.csharp.bind.types.convert import mismatch, with_article
from apimgen.csharp.model.types import FUNCTION, GROUP, mentions
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.bind.calls.arguments import Argument, Misfit
    from apimgen.csharp.model.members import Method

_RULE: Final = "wrong-arguments"
_MOST = 4


def about_arguments(
    binder: Binder,
    misfits: Sequence[Misfit],
    arguments: tuple[Argument, ...],
    place: tuple[int, int],
    name: str,
    shift: int,
) -> None:
    """Notes why a call fits no method.

    Args:
        binder: the state.
        misfits: why each method does not fit.
        arguments: those that are written.
        place: where the name of the method is.
        name: of the method.
        shift: how many arguments of the misfits are not written: the value before the dot.
    """
    blamed = [one for one in misfits if one.reason == "argument" and one.argument >= shift]
    if blamed:
        _argument(binder, blamed, arguments, shift, name)
        return
    modes = [one for one in misfits if one.reason == "mode" and one.argument >= shift]
    if modes:
        one = modes[0]
        given = arguments[one.argument - shift]
        mode = one.parameter.mode if one.parameter else ""
        wanted = f"write {mode} before it" if mode in ("ref", "out") else f"leave {given.mode} out"
        message = f"{one.parameter.name if one.parameter else 'this'} of {name}: {wanted}"
        binder.wrong(given.start, given.end, _RULE, message)
        return
    for one in misfits:
        if one.reason == "name":
            given = arguments[max(one.argument - shift, 0)]
            names = [parameter.name for parameter in one.method.parameters]
            message = f"{name} has no parameter {given.name}" + did_you_mean(given.name, names)
            if one.parameter is not None:
                message = f"{given.name} is given twice"
            binder.wrong(given.start, given.start + len(given.name), _RULE, message)
            return
    for one in misfits:
        if one.reason == "order":
            given = arguments[max(one.argument - shift, 0)]
            message = "arguments without a name go before those with one, in C# 7"
            binder.wrong(given.start, given.end, _RULE, message)
            return
    _count(binder, misfits, arguments, place, name)


def _argument(
    binder: Binder,
    misfits: Sequence[Misfit],
    arguments: tuple[Argument, ...],
    shift: int,
    name: str,
) -> None:
    """The argument that most of the nearest methods do not take."""
    furthest = max(one.argument for one in misfits)
    last = [one for one in misfits if one.argument == furthest]
    given = arguments[furthest - shift]
    value = given.value
    for one in last:
        if value.type is FUNCTION and one.parameter is not None:
            inside = _inside(binder, one, given)
            if inside:
                return
    wanted = list(dict.fromkeys(str(one.parameter.type) for one in last if one.parameter))
    if len(last) == 1 and last[0].parameter is not None:
        parameter = last[0].parameter
        if value.type is FUNCTION or value.type is GROUP:
            wanted_text, given_text = with_article(parameter.type), with_article(value.type)
            message = f"{wanted_text} is wanted here, and this is {given_text}"
        else:
            message = mismatch(binder, value, parameter.type)
        message = f"{name}({parameter.name}): {message}"
    elif isinstance(value, PendingOut):
        message = f"{name} gives nothing out here"
    else:
        shown = " or ".join(with_article_text(one) for one in wanted[:_MOST])
        message = f"{name} takes {shown} here, not {with_article(value.type)}"
    binder.wrong(given.start, given.end, _RULE, message)


def _inside(binder: Binder, one: Misfit, given: Argument) -> bool:
    """Notes what is wrong in a lambda, where that is why the method does not fit."""
    parameter = one.parameter
    if parameter is None or mentions(parameter.type, set(one.method.generics)):
        return False
    wrong = binder.pending.wrong_inside(binder, given.value, parameter.type)
    binder.findings.extend(wrong)
    return bool(wrong)


def with_article_text(text: str) -> str:
    """A type's text after its article."""
    return f"{'an' if text[:1].lower() in 'aeio' else 'a'} {text}"


def _count(
    binder: Binder,
    misfits: Sequence[Misfit],
    arguments: tuple[Argument, ...],
    place: tuple[int, int],
    name: str,
) -> None:
    missing = [one for one in misfits if one.reason == "missing" and one.parameter is not None]
    inferred = [one for one in misfits if one.reason == "inference"]
    if inferred:
        generics = ", ".join(inferred[0].method.generics)
        message = f"the types <{generics}> of {name} do not follow from its arguments: write them"
        binder.wrong(*place, _RULE, message)
        return
    generics_only = [one for one in misfits if one.reason == "generics"]
    if generics_only and len(generics_only) == len(misfits):
        counts = sorted({len(one.method.generics) for one in misfits})
        if counts == [0]:
            message = f"{name} takes no type arguments"
        else:
            message = f"{name} takes {' or '.join(map(str, counts))} type arguments"
        binder.wrong(*place, _RULE, message)
        return
    count = len(arguments)
    shapes = [one.method for one in misfits]
    if len(misfits) == 1 and missing and missing[0].parameter is not None:
        parameter = missing[0].parameter
        message = f"{_shown(shapes[0])} needs {parameter.type} {parameter.name}, too"
    else:
        plural = "argument" if count == 1 else "arguments"
        shown = ", ".join(_shown(one) for one in shapes[:_MOST])
        more = ", ..." if len(shapes) > _MOST else ""
        message = f"{name} is not called with {count} {plural}, but as {shown}{more}"
    binder.wrong(*place, _RULE, message)


def _shown(one: Method) -> str:
    return str(one)
