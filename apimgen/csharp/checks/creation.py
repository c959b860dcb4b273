"""Handlers of all that begins with ``new``, and of initializers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.checks import reads
from apimgen.csharp.checks.expressions import values
from apimgen.csharp.checks.walk import Walk, on
from apimgen.csharp.syntax.placeholders import is_filler
from apimgen.csharp.types.allowed import allow_list
from apimgen.csharp.types.members import is_context_type
from apimgen.csharp.types.names import FULL, normal, parts

if TYPE_CHECKING:
    from tree_sitter import Node


@on("object_creation_expression")
def _new(walk: Walk, node: Node) -> str | None:
    type_node = node.child_by_field_name("type")
    arguments = node.child_by_field_name("arguments")
    initializer = node.child_by_field_name("initializer")
    if type_node is None:
        return values(walk, node)
    result = normal(walk.source.text(type_node))
    name = parts(result)[0]
    _check_new(walk, type_node, name)
    if arguments is None and initializer is None:
        message = f"new {walk.text(type_node)} lacks its brackets: new {walk.text(type_node)}()"
        walk.problem("expression-syntax", node, message)
    if arguments is not None:
        walk.visit(arguments)
    if initializer is not None:
        walk.visit(initializer)
    if name == "Random":
        reads.new_random(walk, node, arguments)
    return result


def _check_new(walk: Walk, type_node: Node, name: str) -> None:
    allowed = allow_list()
    full = FULL.get(name, name)
    if full in allowed.members:
        if problem := allowed.member_problem(name, "(Constructor)"):
            walk.problem("expression-member-not-allowed", type_node, problem)
        for part in type_node.named_children:
            if part.type == "type_argument_list":
                walk.type(part)
    elif not is_context_type(name) and not is_filler(name):
        walk.unknown_type(type_node, name)


@on("initializer_expression")
def _initializer(walk: Walk, node: Node) -> str | None:
    found: list[str | None] = []
    for child in node.named_children:
        if child.type == "assignment_expression":
            target = child.child_by_field_name("left")
            if target is not None and target.type != "identifier":  # ["key"] = value
                walk.visit(target)
            if (value := child.child_by_field_name("right")) is not None:
                walk.visit(value)
        elif child.type != "comment":
            found.append(walk.visit(child))
    return found[0] if found and all(one == found[0] for one in found) else None


@on("array_creation_expression")
def _new_array(walk: Walk, node: Node) -> str | None:
    result = None
    for child in node.named_children:
        if child.type == "array_type":
            walk.type(child.child_by_field_name("type"))
            result = normal(walk.source.text(child)).partition("[")[0]
            values(walk, child.named_children[-1])
        else:
            walk.visit(child)
    return f"{result}[]" if result else None


@on("implicit_array_creation_expression")
def _new_implicit_array(walk: Walk, node: Node) -> str | None:
    result = values(walk, node)
    return f"{result}[]" if result and result != "null" else None


@on("anonymous_object_creation_expression")
def _anonymous(walk: Walk, node: Node) -> str | None:
    children = node.children
    for at, child in enumerate(children):
        is_name = at + 1 < len(children) and children[at + 1].type == "="
        if child.is_named and not is_name:
            walk.visit(child)
    return None
