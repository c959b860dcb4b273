"""``new``: objects, arrays, anonymous types, and what their initializers fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.assigning.assignable import assignable
from apimgen.csharp.bind.calls.arguments import Argument
from apimgen.csharp.bind.calls.calls import call
from apimgen.csharp.bind.calls.constructors import construct
from apimgen.csharp.bind.calls.given import bind_arguments
from apimgen.csharp.bind.calls.indexes import index
from apimgen.csharp.bind.members.missing import missing
from apimgen.csharp.bind.types.convert import convert, with_article
from apimgen.csharp.bind.values import arrays
from apimgen.csharp.model.library import extensions
from apimgen.csharp.model.lookup import (
    all_bases,
    invoked,
    is_flagged,
    is_interface,
    is_open,
    members,
)
from apimgen.csharp.model.members import Method, Value
from apimgen.csharp.model.types import (
    FUNCTION,
    GROUP,
    NULL,
    UNKNOWN,
    VOID,
    Form,
    Type,
    anonymous,
)
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder

_SETS = "assignment_expression"


def new_object(binder: Binder, node: Node) -> tree.Expression:
    """``new T(...) { ... }``."""
    type_node = node.child_by_field_name("type")
    start, end = binder.source.span(node)
    if type_node is None:
        return binder.unknown(node)
    of = binder.value_type(type_node)
    list_node = node.child_by_field_name("arguments")
    if list_node is None and node.child_by_field_name("initializer") is None:
        written = binder.source.text(type_node)
        message = f"new {written} lacks its brackets: new {written}()"
        return binder.wrong(start, end, "expression-syntax", message)
    arguments = bind_arguments(binder, list_node)
    values = tuple(one.value for one in arguments)
    place = binder.source.span(type_node)
    method: Method | None = None
    order: tuple[int, ...] = ()
    if of is UNKNOWN or (is_open(of) and of.form is not Form.PARAMETER):
        binder.gaps += 1
        found = tree.Unknown(start, end, of, parts=values)
        filled = _initializer(binder, node, of)
        return tree.Unknown(start, end, of, parts=(*values, *filled)) if filled else found
    if invoked(of) is not None:
        return _delegate(binder, of, arguments, start, end)
    if is_interface(of) or is_flagged(of, "abstract") or is_flagged(of, "static"):
        kind = "an interface" if is_interface(of) else "abstract"
        kind = "static" if is_flagged(of, "static") else kind
        binder.wrong(*place, "wrong-arguments", f"{of} is {kind}: there is no new {of}")
        return tree.Unknown(start, end, UNKNOWN, parts=values)
    if type_node.type == "tuple_type":
        message = "a tuple is made without new: (a, b)"
        return binder.wrong(*place, "wrong-arguments", message)
    before = len(binder.findings)
    method, values, order = construct(binder, of, arguments, place, end)
    wrong = len(binder.findings) > before
    filled = _initializer(binder, node, of)
    if wrong:
        return tree.Unknown(start, end, UNKNOWN, parts=(*values, *filled))
    return tree.New(start, end, of, method=method, arguments=values, order=order, filled=filled)


def _delegate(
    binder: Binder, of: Type, arguments: tuple[Argument, ...], start: int, end: int
) -> tree.Expression:
    if len(arguments) != 1:
        message = f"new {of} takes one method or lambda"
        return binder.wrong(start, end, "wrong-arguments", message)
    value = arguments[0].value
    moved = convert(binder, value, of) if value.type in (FUNCTION, GROUP) else value
    return tree.New(start, end, of, method=None, arguments=(moved,))


def _initializer(binder: Binder, node: Node, of: Type) -> tuple[tree.Expression, ...]:
    given = node.child_by_field_name("initializer")
    return _fill(binder, given, of) if given is not None else ()


def _fill(binder: Binder, node: Node, of: Type) -> tuple[tree.Expression, ...]:
    start, _end = binder.source.span(node)
    target = tree.Created(start, start, of)
    found: list[tree.Expression] = []
    inside = [one for one in node.named_children if one.type != "comment"]
    sets = bool(inside) and inside[0].type == _SETS
    for one in inside:
        if (one.type == _SETS) != sets:
            message = "{ } either sets properties and [ ], or adds items: not both"
            found.append(binder.wrong_at(one, "expression-syntax", message))
        elif one.type == _SETS:
            found.append(_member(binder, one, target))
        elif one.type == "initializer_expression":
            items = [child for child in one.named_children if child.type != "comment"]
            found.append(_add(binder, one, target, items))
        else:
            found.append(_add(binder, one, target, [one]))

    return tuple(found)


def _member(binder: Binder, node: Node, target: tree.Created) -> tree.Expression:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return binder.unknown(node)
    start, end = binder.source.span(node)
    of = target.type
    place: tree.Expression
    if left.type == "element_binding_expression":
        arguments = bind_arguments(binder, left)
        place = index(binder, target, arguments, left)
    elif left.type == "identifier":
        at, to = binder.source.span(left)
        word = binder.source.filled[at:to]
        member = next((one for one in members(of, word) if isinstance(one, Value)), None)
        if member is None:
            if of is UNKNOWN or is_open(of):
                place = tree.Unknown(at, to, UNKNOWN)
            else:
                place = missing(binder, target, of, word, at, to, called=False)
        else:
            place = tree.Access(at, to, member.type, receiver=target, member=member, at=at)
    else:
        return binder.unknown(node)
    if right.type == "initializer_expression":
        filled = _fill(binder, right, place.type)
        return tree.Unknown(start, end, place.type, parts=filled)
    value = binder.value(right)
    if place.type is UNKNOWN or not assignable(binder, place):
        return tree.Unknown(start, end, UNKNOWN, parts=(value,))
    moved = convert(binder, value, place.type)
    return tree.Assign(start, end, place.type, target=place, value=moved)


def _add(binder: Binder, node: Node, target: tree.Created, items: list[Node]) -> tree.Expression:
    start, end = binder.source.span(node)
    values = [binder.value(one) for one in items]
    of = target.type
    if of is UNKNOWN or is_open(of):
        return tree.Unknown(start, end, UNKNOWN, parts=tuple(values))
    if not any(base.name == "IEnumerable" for base in all_bases(of)):
        message = f"{of} is no collection: nothing can be added to it here"
        return binder.wrong(start, end, "wrong-arguments", message, *values)
    arguments = tuple(Argument(one, "", "", one.start, one.end) for one in values)
    methods = tuple(one for one in members(of, "Add") if isinstance(one, Method))
    more = tuple(one for one in extensions("Add") if isinstance(one, Method))
    if not methods and not more:
        message = f"{of} has no Add, so nothing can be added to it here"
        return binder.wrong(start, end, "wrong-arguments", message, *values)
    group = tree.MethodGroup(
        start, start, GROUP, name="Add", receiver=target, methods=methods, extensions=more, at=start
    )
    return call(binder, group, arguments, end)


def new_anonymous(binder: Binder, node: Node) -> tree.Expression:
    """``new { A = 1, b.C }``."""
    start, end = binder.source.span(node)
    values: list[tree.Expression] = []
    labels: list[str] = []
    parts: list[list[Node]] = [[]]
    for child in node.children[1:]:
        if child.type in ("{", "}", "comment"):
            continue
        if child.type == ",":
            parts.append([])
        else:
            parts[-1].append(child)
    for part in parts:
        if not part:
            continue
        value = binder.value(part[-1])
        label = binder.source.text(part[0]) if len(part) > 1 else _name_of(value)
        if value.type in (VOID, NULL, FUNCTION, GROUP):
            message = f"a property can't be {with_article(value.type)}: cast it"
            value = binder.wrong(value.start, value.end, "wrong-conversion", message)
        if not label and value.type is not UNKNOWN:
            message = "a name is missing here: write Name = ..."
            value = binder.wrong(value.start, value.end, "expression-syntax", message)
        if label and label in labels:
            place = binder.source.span(part[0])
            binder.wrong(*place, "duplicate-local", f"{label} is given twice")
        values.append(value)
        labels.append(label)
    types = tuple(one.type for one in values)
    if UNKNOWN in types and "" in labels:
        return tree.Unknown(start, end, UNKNOWN, parts=tuple(values))
    return tree.NewAnonymous(start, end, anonymous(types, tuple(labels)), values=tuple(values))


def _name_of(value: tree.Expression) -> str:
    if isinstance(value, tree.LocalRead):
        return value.local.name
    if isinstance(value, tree.Access):
        return value.member.name
    if isinstance(value, tree.IfNotNull):
        return _name_of(value.then)
    return ""


def no_value(binder: Binder, node: Node) -> tree.Expression:
    """``{ 1, 2 }`` where a value is wanted."""
    message = "{ } alone is no value: leave it out, or write new and a type before it"
    return binder.wrong_at(node, "expression-syntax", message)


HANDLERS = {
    "initializer_expression": no_value,
    "object_creation_expression": new_object,
    "array_creation_expression": arrays.new_array,
    "implicit_array_creation_expression": arrays.typed_by_items,
    "anonymous_object_creation_expression": new_anonymous,
}
