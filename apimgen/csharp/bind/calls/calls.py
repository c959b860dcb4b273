"""Calls: the arguments, the method that they choose, and why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument, Misfit, PendingOut
from apimgen.csharp.bind.calls.complaints import about_arguments
from apimgen.csharp.bind.calls.overloads import Candidate, applicable, best
from apimgen.csharp.bind.members.names import describe, missing
from apimgen.csharp.bind.types.conversions import by_reference, standard
from apimgen.csharp.bind.types.convert import convert
from apimgen.csharp.model.lookup import (
    constructors,
    invoked,
    is_flagged,
    is_reference,
    is_value,
    kind,
)
from apimgen.csharp.model.members import ABSENT, Method, Parameter
from apimgen.csharp.model.types import (
    STRING,
    UNKNOWN,
    VOID,
    Form,
    Type,
    is_nullable,
    substitute,
)
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.locals import Local, LocalFunction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def bind_arguments(binder: Binder, node: Node | None) -> tuple[Argument, ...]:
    """The arguments in brackets."""
    if node is None:
        return ()
    return tuple([_argument(binder, one) for one in node.named_children if one.type == "argument"])


def _argument(binder: Binder, node: Node) -> Argument:
    start, end = binder.source.span(node)
    children = node.children
    if len(children) == 1:
        return Argument(binder.value(children[0]), "", "", start, end)
    name, mode = "", ""
    value_node: Node | None = None
    for child in children:
        if child.type in ("ref", "out", "in"):
            mode = child.type
        elif child.type == ":":
            name = binder.source.text(value_node) if value_node is not None else ""
            value_node = None
        elif child.type != "comment":
            value_node = child
    if value_node is None:
        return Argument(binder.unknown(node), name, mode, start, end)
    if mode == "in":
        message = "in before an argument is C# 7.2, and policy expressions are C# 7; leave it out"
        return Argument(
            binder.wrong(start, end, "expression-version", message), name, "", start, end
        )
    value = _out(binder, value_node, mode) if mode else binder.value(value_node)
    return Argument(value, name, mode, start, end)


def _out(binder: Binder, node: Node, mode: str) -> tree.Expression:
    """What ``out`` or ``ref`` stands before."""
    start, end = binder.source.span(node)
    if node.type == "declaration_expression":
        type_node = node.child_by_field_name("type")
        name = node.child_by_field_name("name")
        if type_node is None or name is None:
            return binder.unknown(node)
        place = binder.source.span(name)
        if type_node.type == "implicit_type":
            return PendingOut(start, end, UNKNOWN, name=place)
        type_ = binder.value_type(type_node)
        if binder.source.text(name) == "_":
            return tree.OutArgument(start, end, type_, target=None, mode="out")
        local = binder.declare(name, type_)
        return tree.OutArgument(start, end, type_, target=None, mode="out", declares=local)
    discards = node.type == "identifier" and binder.source.text(node) == "_"
    if discards and binder.scope.find("_") is None:
        return PendingOut(start, end, UNKNOWN, name=None)
    found = binder.value(node)
    if found.type is UNKNOWN or is_variable(found):
        return tree.OutArgument(start, end, found.type, target=found, mode=mode)
    message = "only a variable or an element of an array is given with out or ref"
    return binder.wrong(start, end, "not-assignable", message, found)


def is_variable(value: tree.Expression) -> bool:
    """Whether a node is a place of its own, to which ``out`` and ``ref`` can refer."""
    if isinstance(value, tree.LocalRead):
        return not value.local.fixed
    if isinstance(value, tree.LocalCall):
        return value.function.by_reference
    if isinstance(value, tree.Access):
        kept = not is_value(value.receiver.type) or is_variable(value.receiver)
        return value.member.field and value.member.writable and kept
    return isinstance(value, tree.Index) and value.member is None


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
        _declare_unknown(binder, arguments)
        return tree.Unknown(target.start, end, UNKNOWN, parts=(target, *values))
    method = None if isinstance(target, tree.TypeName) else invoked(target.type)
    if method is None:
        _declare_unknown(binder, arguments)
        if isinstance(target, tree.TypeName):
            message = f"{target.named} is a type, not a method; write new {target.named}(...)"
            return binder.wrong(target.start, target.end, "unknown-name", message)
        message = f"this is {describe(target)}, which can't be called"
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
        _declare_unknown(binder, arguments)
        return binder.wrong(group.at, group.at + len(group.name), "unknown-member", problem, group)
    values, order = finish(binder, chosen, given, end)
    result = method.result
    if wrong := _broken_constraint(chosen):
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
    _declare_unknown(binder, arguments)
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
    _declare_unknown(binder, arguments)
    results = {one.method.result for one in found}
    sure = all(one.sure for one in found)
    if chosen is None and sure and not any(value.type is UNKNOWN for value in values):
        first, second = found[0].method, found[1].method
        message = f"it is not clear which is meant: {first} or {second}"
        return binder.wrong(group.at, group.at + len(group.name), "wrong-arguments", message)
    result = results.pop() if len(results) == 1 else UNKNOWN
    parts = (*((group.receiver,) if group.receiver else ()), *values)
    return tree.Unknown(group.start, end, result, parts=parts)


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


def _declare_unknown(binder: Binder, arguments: Sequence[Argument]) -> None:
    """Makes the names after ``out var`` known, of a type that is not."""
    for one in arguments:
        if isinstance(one.value, PendingOut) and one.value.name is not None:
            start, end = one.value.name
            name = binder.source.filled[start:end]
            if name != "_":
                binder.enter(Local(name, UNKNOWN, start, end))


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
    _declare_unknown(binder, arguments)
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


def _broken_constraint(chosen: Candidate) -> str | None:
    """What a type argument is not that it must be."""
    method = chosen.method.origin or chosen.method
    if not method.constraints:
        return None
    meaning = dict(zip(method.generics, chosen.type_arguments, strict=False))
    for name, rule in method.constraints:
        given = meaning.get(name, UNKNOWN)
        if given is UNKNOWN:
            continue
        if rule.kind == "class" and (is_value(given)):
            return f"{method.name} takes a reference type for {name}, and {given} is a value type"
        if rule.kind == "struct" and (is_reference(given) or is_nullable(given)):
            return f"{method.name} takes a value type for {name}, and {given} is none"
        for base in rule.bases:
            wanted = substitute(base, meaning)
            if UNKNOWN not in (wanted, *wanted.arguments) and standard(given, wanted) is None:
                return f"{method.name} takes a {wanted} for {name}, and {given} is none"
        if rule.has_new and is_flagged(given, "abstract"):
            return f"{method.name} must be able to make a {given}, which is abstract"
    return None


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
        _declare_unknown(binder, arguments)
        if chosen is None and all(one.sure for one in found):
            message = f"it is not clear which is meant: {found[0].method} or {found[1].method}"
            binder.wrong(*place, "wrong-arguments", message)
        return None, values, ()
    _declare_unknown(binder, arguments)
    if not any(one.type is UNKNOWN and not isinstance(one, PendingOut) for one in values):
        if not methods:
            message = f"{of} has no constructor that can be called"
            binder.wrong(*place, "wrong-arguments", message)
        else:
            about_arguments(binder, misfits, arguments, place, f"new {of}", 0)
    return None, values, ()
