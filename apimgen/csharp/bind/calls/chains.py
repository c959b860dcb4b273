"""Chains: ``a.b(c)?.d[e]``, bound from left to right without a stack for each link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.calls import invocation
from apimgen.csharp.bind.calls.given import bind_arguments
from apimgen.csharp.bind.calls.indexes import index
from apimgen.csharp.bind.members.member import member
from apimgen.csharp.bind.members.names import first_of_chain
from apimgen.csharp.bind.types.convert import with_article
from apimgen.csharp.model.lookup import is_value, members
from apimgen.csharp.model.types import (
    FUNCTION,
    GROUP,
    NULL,
    STRING,
    UNKNOWN,
    VOID,
    is_nullable,
    nullable,
    without_null,
)
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


LINKS = {
    "member_access_expression": "expression",
    "invocation_expression": "function",
    "element_access_expression": "expression",
}


def chain(binder: Binder, node: Node) -> tree.Expression:
    """A chain of members, calls and indexes."""
    links = [node]
    first = node.child_by_field_name(LINKS[node.type])
    while first is not None and first.type in LINKS:
        links.append(first)
        first = first.child_by_field_name(LINKS[first.type])
    if first is None:
        return binder.unknown(node)
    links.reverse()
    if links[0].type == "invocation_expression" and first.type == "identifier":
        special = _named_of(binder, links[0], first)
        if special is not None:
            return _rest(binder, special, links[1:])
    if first.type == "identifier" and links[0].type != "invocation_expression":
        return _rest(binder, first_of_chain(binder, first), links)
    return _rest(binder, binder.value(first, may_be_type=True), links)


def first_use(node: Node) -> Node | None:
    """A chain from ``context`` to its first call or index; None for all that is none."""
    found: Node | None = None
    base: Node | None = node
    while base is not None and base.type in LINKS:
        if base.type != "member_access_expression":
            found = base
        base = base.child_by_field_name(LINKS[base.type])
    return found if base is not None and base.text == b"context" else None


def _rest(binder: Binder, found: tree.Expression, links: list[Node]) -> tree.Expression:
    waiting: list[tree.Expression] = []
    last = len(links) - 1
    for at, link in enumerate(links):
        kind = link.type
        if kind == "invocation_expression":
            list_node = link.child_by_field_name("arguments")
            found = invocation(binder, found, link, list_node)
            continue
        if binder.conditionals:
            mark = _mark(link)
            if mark is not None and binder.source.conditional(mark):
                found = _conditional(binder, found, waiting)
        if kind == "member_access_expression":
            name = link.child_by_field_name("name")
            if name is None:
                return binder.unknown(link, found)
            called = at < last and links[at + 1].type == "invocation_expression"
            found = member(binder, found, name, called=called)
        else:
            list_node = link.child_by_field_name("subscript")
            if isinstance(found, tree.MethodGroup) and list_node is not None:
                written = binder.source.text(list_node)
                if written.startswith("("):  # a call that something is assigned to
                    none = not written.strip("() \t\r\n")
                    found = invocation(binder, found, link, None if none else list_node)
                    continue
            found = index(binder, found, bind_arguments(binder, list_node), link)
    while waiting:
        found = _if_not_null(binder, waiting.pop(), found)
    return found


def dotted(binder: Binder, node: Node) -> tree.Expression:
    """``a.b?.c`` where the grammar took it for the name of a type."""
    links: list[Node] = []
    while node.type == "qualified_name":
        links.append(node)
        node = node.children[0]
    found = binder.value(node, may_be_type=True)
    waiting: list[tree.Expression] = []
    for link in reversed(links):
        if binder.conditionals and binder.source.conditional(link.children[1]):
            found = _conditional(binder, found, waiting)
        found = member(binder, found, link.children[-1], called=False)
    while waiting:
        found = _if_not_null(binder, waiting.pop(), found)
    return found


_TYPE_NAMES = frozenset(["identifier", "predefined_type", "generic_name"])


def _mark(link: Node) -> Node | None:
    if link.type == "member_access_expression":
        return link.children[1]
    return link.child_by_field_name("subscript")


def _conditional(
    binder: Binder, found: tree.Expression, waiting: list[tree.Expression]
) -> tree.Expression:
    """The value after a ``?``, which is not null from here on."""
    of = found.type
    if isinstance(found, tree.TypeName | tree.NamespaceName) or of in (VOID, GROUP, FUNCTION, NULL):
        message = "?. needs a value before it that may be null"
        found = binder.wrong(found.start, found.end, "wrong-operator", message, found)
    elif is_value(of) and not is_nullable(of):
        message = f"{with_article(of)} is never null: write . for ?."
        found = binder.wrong(found.start, found.end, "wrong-operator", message, found)
    waiting.append(found)
    return tree.NotNull(found.start, found.end, without_null(found.type))


def _if_not_null(
    binder: Binder, receiver: tree.Expression, then: tree.Expression
) -> tree.Expression:
    of = then.type
    start, end = receiver.start, then.end
    if receiver.type is UNKNOWN or of is UNKNOWN:
        return tree.Unknown(start, end, UNKNOWN, parts=(receiver, then))
    if of is GROUP:
        message = f"{getattr(then, 'name', 'this')} is a method: call it with ()"
        return binder.wrong(then.start, then.end, "wrong-conversion", message, receiver, then)
    result = nullable(of) if is_value(of) and not is_nullable(of) else of
    return tree.IfNotNull(start, end, result, receiver=receiver, then=then)


def _named_of(binder: Binder, call: Node, first: Node) -> tree.Expression | None:
    """``nameof(x)``, where nothing else is called so."""
    if first.text != b"nameof" or binder.scope.find("nameof") is not None:
        return None
    list_node = call.child_by_field_name("arguments")
    inside = (
        [one for one in list_node.named_children if one.type == "argument"] if list_node else []
    )
    if len(inside) != 1 or len(inside[0].named_children) != 1:
        return None
    start, end = binder.source.span(call)
    text = binder.source.text(inside[0]).rpartition(".")[2].partition("<")[0].strip()
    node = inside[0].named_children[0]
    of = node.child_by_field_name("expression")
    if node.type == "member_access_expression" and of is not None and of.type in _TYPE_NAMES:
        before = binder.value(of, may_be_type=True)
        if isinstance(before, tree.TypeName) and members(before.named, text):
            return tree.Literal(start, end, STRING, text)  # one that belongs to a value will do
    value = binder.value(node, may_be_type=True)
    if not isinstance(
        value, tree.LocalRead | tree.Access | tree.TypeName | tree.MethodGroup | tree.NamespaceName
    ):
        if value.type is UNKNOWN:
            return tree.Unknown(start, end, STRING, parts=(value,))
        message = "nameof takes a name"
        return binder.wrong(value.start, value.end, "wrong-arguments", message, value)
    return tree.Literal(start, end, STRING, text)


HANDLERS = dict.fromkeys(LINKS, chain)
