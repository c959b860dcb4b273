"""Brackets, ``throw``, ``default``, ``typeof``, tuples, and other values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.conversions import standard
from apimgen.csharp.bind.types.convert import with_article
from apimgen.csharp.model.lookup import is_enum, is_reference
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import (
    BOOL,
    CHAR,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INT,
    NULL,
    NUMBERS,
    THROW,
    UNKNOWN,
    VOID,
    Type,
    named,
    tuple_of,
)
from apimgen.csharp.syntax.version import NEWER, too_new
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


_EXCEPTION = named("Exception")


def parenthesized(binder: Binder, node: Node) -> tree.Expression:
    """Brackets, which mean nothing more than what is in them."""
    while node.type == "parenthesized_expression":
        inside = [one for one in node.named_children if one.type != "comment"]
        if len(inside) != 1:
            return binder.unknown(node)
        node = inside[0]
    return binder.value(node)


def throw(binder: Binder, node: Node) -> tree.Expression:
    """``throw new Exception()`` as a value."""
    operand = binder.value(node.named_children[-1])
    start, end = binder.source.span(node)
    parent = node.parent
    if parent is not None and not _may_throw(parent, node):
        message = "throw is a value only after ??, ? : and =>"
        return binder.wrong(start, end, "expression-syntax", message, operand)
    return tree.Throw(start, end, THROW, operand=thrown(binder, operand))


def _may_throw(parent: Node, node: Node) -> bool:
    """Whether a ``throw`` is a value in this place."""
    if parent.type == "binary_expression":
        sign = parent.child_by_field_name("operator")
        return sign is not None and sign.type == "??" and parent.children[-1].id == node.id
    if parent.type == "conditional_expression":
        return parent.children[0].id != node.id
    return parent.type in ("lambda_expression", "arrow_expression_clause")


def thrown(binder: Binder, value: tree.Expression) -> tree.Expression:
    """What is thrown, which must be an exception."""
    if value.type not in (UNKNOWN, NULL) and standard(value.type, _EXCEPTION) is None:
        message = f"only an exception can be thrown, and this is {with_article(value.type)}"
        return binder.wrong(value.start, value.end, "wrong-conversion", message, value)
    return value


def type_of(binder: Binder, node: Node) -> tree.Expression:
    """``typeof(T)``."""
    type_node = node.child_by_field_name("type")
    start, end = binder.source.span(node)
    if type_node is None:
        return binder.unknown(node)
    of = binder.type(type_node)
    return tree.TypeOf(start, end, named("Type"), named=of)


def default(binder: Binder, node: Node) -> tree.Expression:
    """``default(T)``."""
    type_node = node.child_by_field_name("type")
    start, end = binder.source.span(node)
    if type_node is None:
        message = too_new("default without a type", "7.1", "default(...) with the type")
        return binder.wrong(start, end, "expression-version", message)
    of = binder.value_type(type_node)
    return tree.Literal(start, end, of, default_of(of))


def default_of(of: Type) -> object:
    """The constant that ``default`` of a type is; ABSENT where it is none."""
    if of is BOOL:
        return False
    if of is CHAR:
        return "\0"
    if of in (FLOAT, DOUBLE):
        return 0.0
    if of is DECIMAL or of in NUMBERS:
        return 0
    if is_enum(of):
        return 0
    return None if is_reference(of) else ABSENT


def size_of(binder: Binder, node: Node) -> tree.Expression:
    """``sizeof(T)``."""
    type_node = node.child_by_field_name("type")
    sizes = {"bool": 1, "char": 2, "sbyte": 1, "byte": 1, "short": 2, "ushort": 2, "decimal": 16}
    sizes |= {"int": 4, "uint": 4, "float": 4, "long": 8, "ulong": 8, "double": 8}
    start, end = binder.source.span(node)
    size = sizes.get(binder.source.text(type_node)) if type_node is not None else None
    if size is None:
        message = "sizeof takes a number type here"
        return binder.wrong(start, end, "wrong-operator", message)
    return tree.Literal(start, end, INT, size)


def checked(binder: Binder, node: Node) -> tree.Expression:
    """``checked(value)`` and ``unchecked(value)``."""
    before = binder.checked
    binder.checked = node.children[0].type == "checked"
    binder.overflows.add((*binder.source.span(node), binder.checked))
    found = binder.value(node.named_children[-1])
    binder.checked = before
    return found


def tuple_expression(binder: Binder, node: Node) -> tree.Expression:
    """``(1, "a")``."""
    values, labels = [], []
    for one in node.named_children:
        if one.type != "argument":
            continue
        inside = [child for child in one.named_children if child.type != "comment"]
        has_name = len(inside) > 1
        labels.append(binder.source.text(inside[0]) if has_name else "")
        values.append(binder.value(inside[-1]))
    start, end = binder.source.span(node)
    types = tuple(one.type for one in values)
    if VOID in types:
        at = types.index(VOID)
        message = "this gives nothing, and an element of a tuple is wanted"
        return binder.wrong(values[at].start, values[at].end, "wrong-conversion", message)
    if UNKNOWN in types:
        return tree.Unknown(start, end, UNKNOWN, parts=tuple(values))
    return tree.TupleOf(start, end, tuple_of(types, tuple(labels)), values=tuple(values))


def newer(binder: Binder, node: Node) -> tree.Expression:
    """What C# has only had since a later version."""
    what, version, instead = NEWER[node.type]
    return binder.wrong_at(node, "expression-version", too_new(what, version, instead))


def by_reference(binder: Binder, node: Node) -> tree.Expression:
    """``ref a``, for a local that is another name for it."""
    return binder.value(node.named_children[-1])


def not_here(binder: Binder, node: Node) -> tree.Expression:
    """What C# has, and a policy expression cannot have."""
    word = binder.source.given(node.children[0])
    message = f"{word} can't be used in a policy expression"
    return binder.wrong_at(node, "expression-syntax", message)


HANDLERS = {
    "parenthesized_expression": parenthesized,
    "throw_expression": throw,
    "typeof_expression": type_of,
    "default_expression": default,
    "sizeof_expression": size_of,
    "checked_expression": checked,
    "tuple_expression": tuple_expression,
    "await_expression": not_here,
    "ref_expression": by_reference,
    "makeref_expression": not_here,
    "stackalloc_expression": not_here,
    "stack_alloc_array_creation_expression": not_here,
    **dict.fromkeys(NEWER, newer),
}
