"""The arguments in the brackets of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument, PendingOut
from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.types import UNKNOWN
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
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
