"""Indexes: ``a[i]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.better import best
from apimgen.csharp.bind.calls.complaints import about_arguments
from apimgen.csharp.bind.calls.overloads import applicable
from apimgen.csharp.bind.types.convert import convert, implicit, with_article
from apimgen.csharp.model.lookup import is_open, members
from apimgen.csharp.model.members import Method, Value
from apimgen.csharp.model.types import (
    GROUP,
    INT,
    LONG,
    NULL,
    UINT,
    ULONG,
    UNKNOWN,
    VOID,
    Form,
    Type,
)
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.bind.calls.arguments import Argument


def _is_bare(node: Node) -> bool:
    """Whether ``[ ]`` follow a new array without ( ) around it and without items in { }."""
    made = node.child_by_field_name("expression")
    return made is not None and (
        made.type == "array_creation_expression"
        and made.named_children[-1].type != "initializer_expression"
    )


def index(
    binder: Binder, receiver: tree.Expression, arguments: tuple[Argument, ...], node: Node
) -> tree.Expression:
    """``a[i]``."""
    start, end = receiver.start, binder.source.at(node.end_byte)
    of = receiver.type
    values = tuple(one.value for one in arguments)
    if isinstance(receiver, tree.TypeName):
        message = f"{receiver.named} is a type: [ ] needs a value before it"
        return binder.wrong(receiver.start, receiver.end, "wrong-operator", message)
    if isinstance(receiver, tree.NamespaceName):
        receiver = binder.name_unknown(receiver)
    if of is UNKNOWN:
        return tree.Unknown(start, end, UNKNOWN, parts=(receiver, *values))
    if of.form is Form.ARRAY:
        if isinstance(receiver, tree.NewArray) and _is_bare(node):
            message = (
                "only the first [ ] of a new array has sizes; put ( ) around it to read an item"
            )
            return binder.wrong(receiver.end, end, "wrong-arguments", message, *values)
        return _of_array(binder, receiver, arguments, start, end)
    methods = _indexers(of)
    if not methods:
        if is_open(of):
            binder.gaps += 1
            return tree.Unknown(start, end, UNKNOWN, parts=(receiver, *values))
        what = with_article(of) if of not in (VOID, NULL) else "this"
        message = f"[ ] can't be used on {what}"
        if of is GROUP:
            message += "; a method is called with ()"
        elif of.name == "IEnumerable`1":
            message += "; ElementAt(i) or ToList()[i] takes one of a sequence"
        elif of.name == "object":
            message += "; cast it first"
        return binder.wrong(receiver.start, receiver.end, "wrong-operator", message, *values)
    found, misfits = applicable(binder, methods, arguments)
    if not found:
        if any(one.type is UNKNOWN for one in values):
            return tree.Unknown(start, end, UNKNOWN, parts=(receiver, *values))
        about_arguments(binder, misfits, arguments, (receiver.end, end), f"{of}[ ]", 0)
        results = {one.result for one in methods}
        type_ = results.pop() if len(results) == 1 else UNKNOWN
        return tree.Unknown(start, end, type_, parts=(receiver, *values))
    chosen = best(binder, found, arguments)
    if chosen is None or (not chosen.sure and len(found) > 1):
        return tree.Unknown(start, end, UNKNOWN, parts=(receiver, *values))
    given = tuple(
        convert(binder, one.value, to) if to is not UNKNOWN else one.value
        for one, to in zip(arguments, chosen.types, strict=True)
    )
    member = _member_of(of, chosen.method)
    return tree.Index(
        start, end, chosen.method.result, receiver=receiver, member=member, arguments=given
    )


def _indexers(of: Type) -> tuple[Method, ...]:
    return tuple(
        [
            Method("this", one.owner, one.type, one.parameters)
            for one in members(of, "this")
            if isinstance(one, Value)
        ]
    )


def _member_of(of: Type, method: Method) -> Value | None:
    for one in members(of, "this"):
        if isinstance(one, Value) and one.parameters == method.parameters:
            return one
    return None


def _of_array(
    binder: Binder,
    receiver: tree.Expression,
    arguments: tuple[Argument, ...],
    start: int,
    end: int,
) -> tree.Expression:
    of = receiver.type
    element = of.arguments[0]
    if len(arguments) != of.rank:
        message = f"{of} takes {of.rank} index{'es' * (of.rank > 1)}, not {len(arguments)}"
        binder.wrong(receiver.end, end, "wrong-arguments", message)
        return tree.Unknown(start, end, element, parts=(receiver,))
    given = []
    for one in arguments:
        value = one.value
        for to in (INT, UINT, LONG, ULONG):
            if value.type is UNKNOWN or implicit(binder, value, to) is not None:
                given.append(convert(binder, value, to))
                break
        else:
            given.append(convert(binder, value, INT))
    return tree.Index(start, end, element, receiver=receiver, member=None, arguments=tuple(given))
