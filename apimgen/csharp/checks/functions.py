"""Handlers of lambdas and local functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.checks.expressions import newer
from apimgen.csharp.checks.walk import Walk, on

if TYPE_CHECKING:
    from tree_sitter import Node

_ACCESS = frozenset(
    {"public", "private", "protected", "internal", "readonly", "abstract", "virtual", "override"}
)


@on("lambda_expression", "anonymous_method_expression")
def _lambda(walk: Walk, node: Node) -> str | None:
    for child in node.named_children:
        if child.type == "modifier" and child.text == b"static":
            newer(walk, child, "a static lambda", "9", "a lambda")
        elif child.type == "attribute_list":
            newer(walk, child, "an attribute of a lambda", "10", "a lambda without it")
    if (result := node.child_by_field_name("type")) is not None:
        newer(walk, result, "a lambda with a result type", "10", "a lambda without it")
    parameters = node.child_by_field_name("parameters")
    if parameters is not None:
        _parameters(walk, parameters)
    body = node.child_by_field_name("body")
    _body(walk, body if body is not None else node.named_children[-1])
    return None


@on("local_function_statement")
def _local_function(walk: Walk, node: Node) -> str | None:
    modifiers(walk, node, "function")
    name = node.child_by_field_name("name")
    result = walk.type(node.child_by_field_name("type"))
    for child in node.named_children:
        if child.type == "type_parameter_list":
            for parameter in child.named_children:
                walk.declare(
                    parameter.named_children[-1] if parameter.named_children else parameter, None
                )
    if name is not None:
        walk.declare(name, None)
        walk.functions[walk.text(name)] = None if result == "void" else result
    parameters = node.child_by_field_name("parameters")
    if parameters is not None:
        _parameters(walk, parameters)
    body = node.child_by_field_name("body")
    if body is not None:
        _body(walk, body)
    return None


def modifiers(walk: Walk, node: Node, what: str) -> None:
    """Notes modifiers that can't be used on a local function or variable."""
    for child in node.named_children:
        if child.type != "modifier":
            continue
        word = walk.text(child)
        if word in _ACCESS or (word == "static" and what != "function"):
            message = f"{word} can't be used on a local {what}; leave it out"
            walk.problem("expression-syntax", child, message)
        elif word == "static":
            newer(walk, child, "a static local function", "8", "it without static")


def _parameters(walk: Walk, parameters: Node) -> None:
    known, walk.element = walk.element, None
    if parameters.type in ("implicit_parameter", "identifier"):
        walk.declare(parameters, known)
        return
    given = []
    for child in parameters.named_children:
        if child.type == "parameter":
            given.append(child)
        elif child.type == "identifier":  # params int[] name
            walk.declare(child, walk.type(parameters.child_by_field_name("type")))
    ignored = [child for child in given if walk.text(child) == "_"]
    if len(ignored) > 1:
        newer(walk, ignored[1], "a second parameter called _", "9", "another name")
    for parameter in given:
        named = walk.type(parameter.child_by_field_name("type"))
        inferred = known if len(given) == 1 else None
        walk.declare(parameter.child_by_field_name("name"), named or inferred)
        default = parameter.named_children[-1]
        if default != parameter.child_by_field_name("name"):
            walk.visit(default)


def _body(walk: Walk, body: Node) -> None:
    safe, tries = walk.response_safe, walk.try_depth
    walk.function_depth += 1
    walk.element = None
    walk.visit(body)
    walk.function_depth -= 1
    walk.response_safe, walk.try_depth = safe, tries
