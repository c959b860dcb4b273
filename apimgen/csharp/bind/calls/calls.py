"""Calls: the method that the arguments choose, and why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument, Misfit, PendingOut
from apimgen.csharp.bind.calls.better import best
from apimgen.csharp.bind.calls.complaints import about_arguments
from apimgen.csharp.bind.calls.constraints import broken_constraint
from apimgen.csharp.bind.calls.finish import declare_unknown, finish
from apimgen.csharp.bind.calls.given import bind_arguments
from apimgen.csharp.bind.calls.overloads import Candidate, applicable
from apimgen.csharp.bind.members.missing import missing
from apimgen.csharp.bind.types.conversions import by_reference, standard
from apimgen.csharp.bind.types.convert import with_article
from apimgen.csharp.model.lookup import invoked, is_value, kind
from apimgen.csharp.model.members import Method
from apimgen.csharp.model.types import STRING, UNKNOWN, VOID, Type
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.locals import LocalFunction

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def invocation(
    binder: Binder, target: tree.Expression, node: Node, list_node: Node | None
) -> tree.Expression:
    """A call of what is before the brackets."""
    arguments = bind_arguments(binder, list_node)
    end = binder.source.at(node.end_byte)
    if isinstance(target, tree.MethodGroup):
        return call(binder, target, arguments, end)
    if isinstance(target, tree.NamespaceName):
        target = binder.name_unknown(target)
    if target.type is UNKNOWN:
        values = tuple(one.value for one in arguments)
        declare_unknown(binder, arguments)
        return tree.Unknown(target.start, end, UNKNOWN, parts=(target, *values))
    method = None if isinstance(target, tree.TypeName) else invoked(target.type)
    if method is None:
        declare_unknown(binder, arguments)
        if isinstance(target, tree.TypeName):
            message = f"{target.named} is a type, not a method; write new {target.named}(...)"
            return binder.wrong(target.start, target.end, "unknown-name", message)
        message = f"this is {with_article(target.type)}, which can't be called"
        return binder.wrong(target.start, target.end, "wrong-arguments", message, target)
    found, misfits = applicable(binder, [method], arguments)
    if not found:
        return _refuse(binder, misfits, arguments, (target.start, target.end), end, "it")
    values, _ = finish(binder, found[0], arguments, target.end)
    return tree.Invoke(target.start, end, method.result, target=target, arguments=values)


def call(
    binder: Binder, group: tree.MethodGroup, arguments: tuple[Argument, ...], end: int
) -> tree.Expression:
    """A call of the best of several methods."""
    receiver = group.receiver
    found, misfits = applicable(binder, group.methods, arguments, group.arguments)
    extended = False
    first: tuple[Argument, ...] = ()
    if not found and group.extensions and receiver is not None:
        first = (Argument(receiver, "", "", receiver.start, receiver.end),)
        found, more = applicable(binder, group.extensions, (*first, *arguments), group.arguments)
        found = [one for one in found if _extends(receiver.type, one.types[0])]
        extended = bool(found)
        if not group.methods:
            misfits = _receiver_first(more)
            if not found and _none_extends(binder, group, more):
                return _no_extension(binder, group, arguments, end)
    if not found:
        shift = 1 if first and not group.methods else 0
        name_end = group.at + len(group.name)
        place = (group.at, name_end)
        return _refuse(binder, misfits, arguments, place, end, group.name, shift, group)
    given = (*first, *arguments) if extended else arguments
    chosen = best(binder, found, given)
    if chosen is None or (not chosen.sure and len(found) > 1):
        return _undecided(binder, group, found, given, end, chosen)
    method = chosen.method
    if not extended and (problem := _static_or_not(group, method)):
        declare_unknown(binder, arguments)
        return binder.wrong(group.at, group.at + len(group.name), "unknown-member", problem, group)
    values, order = finish(binder, chosen, given, end)
    result = method.result
    if wrong := broken_constraint(chosen):
        return binder.wrong(group.at, group.at + len(group.name), "wrong-arguments", wrong, group)
    local = binder.scope.find(group.name) if receiver is None else None
    if isinstance(local, LocalFunction):
        return tree.LocalCall(
            group.start, end, result, function=local, arguments=values, order=order
        )
    return tree.Call(
        group.start,
        end,
        result,
        method=method,
        receiver=None if extended else receiver,
        arguments=values,
        order=order,
        type_arguments=chosen.type_arguments,
        at=group.at,
        reduced=extended,
    )


def _extends(of: Type, to: Type) -> bool:
    """Whether a method that extends one type is called on a value of another."""
    if of is UNKNOWN or to is UNKNOWN:
        return True
    if standard(of, to) is None:
        return False
    return by_reference(of, to) or (is_value(of) and (of is to or not is_value(to)))


def _receiver_first(misfits: list[Misfit]) -> list[Misfit]:
    """Those that do not fail at the receiver already."""
    left = [one for one in misfits if not (one.reason == "argument" and one.argument == 0)]
    return left or misfits


def _none_extends(binder: Binder, group: tree.MethodGroup, misfits: list[Misfit]) -> bool:
    """Whether no extension method of the name is for this type at all."""
    receiver = group.receiver
    if receiver is None:
        return False
    alone = (Argument(receiver, "", "", receiver.start, receiver.end),)
    for one in misfits:
        to = one.method.parameters[0].type
        if not one.method.generics:
            if standard(receiver.type, to) is not None:
                return False
            continue
        short = Method(
            one.method.name,
            one.method.owner,
            VOID,
            one.method.parameters[:1],
            one.method.generics,
        )
        found, wrong = applicable(binder, [short], alone)
        if found or any(two.reason == "inference" for two in wrong):
            return False
    return True


def _no_extension(
    binder: Binder, group: tree.MethodGroup, arguments: tuple[Argument, ...], _end: int
) -> tree.Expression:
    declare_unknown(binder, arguments)
    receiver = group.receiver
    assert receiver is not None  # noqa: S101
    at = group.at
    if receiver.type is UNKNOWN:
        return tree.Unknown(receiver.start, at + len(group.name), UNKNOWN, parts=(receiver,))
    return missing(
        binder, receiver, receiver.type, group.name, at, at + len(group.name), called=True
    )


def _static_or_not(group: tree.MethodGroup, method: Method) -> str | None:
    receiver = group.receiver
    if receiver is None:
        return None
    of_type = isinstance(receiver, tree.TypeName)
    if of_type and not method.static:
        return f"{method.name} belongs to a value of {receiver.type}, not to the type itself"
    if not of_type and method.static:
        return (
            f"{method.owner}.{method.name} belongs to the type: write {method.owner} before the dot"
        )
    return None


def _undecided(
    binder: Binder,
    group: tree.MethodGroup,
    found: list[Candidate],
    arguments: tuple[Argument, ...],
    end: int,
    chosen: Candidate | None,
) -> tree.Expression:
    values = tuple(one.value for one in arguments)
    declare_unknown(binder, arguments)
    results = {one.method.result for one in found}
    sure = all(one.sure for one in found)
    if chosen is None and sure and not any(value.type is UNKNOWN for value in values):
        first, second = found[0].method, found[1].method
        message = f"it is not clear which is meant: {first} or {second}"
        return binder.wrong(group.at, group.at + len(group.name), "wrong-arguments", message)
    result = results.pop() if len(results) == 1 else UNKNOWN
    parts = (*((group.receiver,) if group.receiver else ()), *values)
    return tree.Unknown(group.start, end, result, parts=parts)


def _refuse(
    binder: Binder,
    misfits: list[Misfit],
    arguments: tuple[Argument, ...],
    place: tuple[int, int],
    end: int,
    name: str,
    shift: int = 0,
    group: tree.MethodGroup | None = None,
) -> tree.Expression:
    """Says why no method can be called so; nothing where an argument is not known."""
    declare_unknown(binder, arguments)
    values = tuple(one.value for one in arguments)
    parts = (*((group,) if group else ()), *values)
    known = tree.Unknown(place[0], end, UNKNOWN, parts=parts)
    if any(one.type is UNKNOWN and not isinstance(one, PendingOut) for one in values):
        binder.gaps += not binder.findings
        return known
    if group is not None and group.receiver is not None and group.receiver.type is UNKNOWN:
        return known
    results = {UNKNOWN if one.method.generics else one.method.result for one in misfits}
    about_arguments(binder, misfits, arguments, place, name, shift)
    same = results.pop() if len(results) == 1 else UNKNOWN
    plain = same if same is STRING or kind(same) in ("struct", "class") else UNKNOWN
    return tree.Unknown(known.start, end, plain, parts=parts)
