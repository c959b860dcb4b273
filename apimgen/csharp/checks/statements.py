"""Handlers of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.checks.expressions import declare_all, newer, values
from apimgen.csharp.checks.functions import modifiers
from apimgen.csharp.checks.guards import implied
from apimgen.csharp.checks.returns import completes
from apimgen.csharp.checks.walk import Walk, on
from apimgen.csharp.syntax.version import nullable_reference
from apimgen.csharp.types.members import element

if TYPE_CHECKING:
    from tree_sitter import Node


@on(
    "compilation_unit",
    "do_statement",
    "expression_statement",
    "finally_clause",
    "for_statement",
    "global_statement",
    "lock_statement",
    "switch_body",
    "throw_statement",
    "using_statement",
    "while_statement",
    "yield_statement",
)
def _statement(walk: Walk, node: Node) -> str | None:
    values(walk, node)
    return None


@on("block")
def _block(walk: Walk, node: Node) -> str | None:
    safe = walk.response_safe
    for child in node.named_children:
        walk.visit(child)
    walk.response_safe = safe
    return None


@on("return_statement")
def _return(walk: Walk, node: Node) -> str | None:
    value = next((child for child in node.named_children if child.type != "comment"), None)
    result = walk.visit(value) if value is not None else None
    if not walk.function_depth:
        walk.returns.append(result)
        if value is None:
            walk.problem("expression-return", node, "return gives no value here; it must give one")
    return None


@on("local_declaration_statement")
def _local(walk: Walk, node: Node) -> str | None:
    if node.children[0].type in ("using", "await"):
        newer(walk, node.children[0], "a using declaration", "8", "using (...) { ... }")
    modifiers(walk, node, "variable")
    for child in node.named_children:
        walk.visit(child)
    return None


@on("variable_declaration")
def _variables(walk: Walk, node: Node) -> str | None:
    type_node = node.child_by_field_name("type")
    named = walk.type(type_node)
    if type_node is not None and type_node.type == "nullable_type":
        _nullable(walk, type_node)
    for declarator in node.named_children:
        if declarator.type == "variable_declarator":
            _variable(walk, declarator, named)
    return None


def _nullable(walk: Walk, type_node: Node) -> None:
    inner = type_node.child_by_field_name("type")
    if inner is not None and nullable_reference(walk.text(inner)):
        newer(walk, type_node, f"the type {walk.text(type_node)}", "8", walk.text(inner))


def _variable(walk: Walk, declarator: Node, named: str | None) -> None:
    name = declarator.child_by_field_name("name")
    value = None
    if any(child.type == "=" for child in declarator.children):
        value = declarator.named_children[-1]
    before = len(walk.mentions)
    result = None
    if value is not None and value != name:
        result = walk.visit(value)
        if named is None and value.type == "lambda_expression":
            newer(walk, value, "var for a lambda", "10", "its type, such as Func<int, int>")
    if name is None:
        declare_all(walk, declarator.named_children[0])
        return
    word = walk.text(name)
    if named is None or (result and result.partition("@")[0] == named):
        named = result if result not in ("null", "throw", "void") else None
    walk.locals[word] = named
    walk.header_locals[word] = tuple(walk.mentions[before:])
    if walk.watches_response and value is not None:
        walk.guards[word] = implied(walk, value)


@on("if_statement")
def _if(walk: Walk, node: Node) -> str | None:
    outer = walk.response_safe
    after = True  # whether there is a response at the end of every branch that has an end
    last: Node | None = node
    while last is not None and last.type == "if_statement":
        condition = last.child_by_field_name("condition")
        consequence = last.child_by_field_name("consequence")
        if condition is not None:
            walk.visit(condition)
        safe = walk.response_safe
        when_true, when_false = implied(walk, condition)
        walk.response_safe = safe or when_true
        if consequence is not None:
            after = _branch(walk, consequence) and after
        walk.response_safe = safe or when_false
        last = last.child_by_field_name("alternative")
    after = (walk.response_safe if last is None else _branch(walk, last)) and after
    walk.response_safe = outer or after
    return None


def _branch(walk: Walk, branch: Node) -> bool:
    safe = walk.response_safe
    walk.visit(branch)
    return safe or (walk.watches_response and not completes(branch))


@on("foreach_statement")
def _foreach(walk: Walk, node: Node) -> str | None:
    type_node = node.child_by_field_name("type")
    name = node.child_by_field_name("left")
    collection = node.child_by_field_name("right")
    body = node.child_by_field_name("body")
    if node.children[0].type == "await":
        newer(walk, node.children[0], "await foreach", "8", "foreach")
    named = walk.type(type_node)
    source = walk.visit(collection) if collection is not None else None
    if name is not None and name.type == "identifier":
        if type_node is None:
            word = walk.text(name)
            message = f"foreach lacks a type before {word}: foreach (var {word} in ...)"
            walk.problem("expression-syntax", name, message)
        yields = element(source.partition("@")[0]) if source else None
        walk.declare(name, named or yields)
    elif name is not None:
        declare_all(walk, name)
    if body is not None:
        walk.visit(body)
    return None


@on("try_statement")
def _try(walk: Walk, node: Node) -> str | None:
    clauses = {child.type for child in node.named_children}
    caught = "catch_clause" in clauses
    if not caught and "finally_clause" not in clauses:
        message = "try without catch or finally; write catch { ... } after it"
        walk.problem("expression-syntax", node.children[0], message)
    for child in node.named_children:
        walk.try_depth += caught and child.type == "block"
        walk.visit(child)
        walk.try_depth -= caught and child.type == "block"
    return None


@on("catch_clause")
def _catch(walk: Walk, node: Node) -> str | None:
    for child in node.named_children:
        if child.type == "catch_declaration":
            walk.type(child.child_by_field_name("type"))
            walk.declare(child.child_by_field_name("name"), "Exception")
        else:
            walk.visit(child)
    return None


@on("switch_statement")
def _switch(walk: Walk, node: Node) -> str | None:
    for field in ("value", "body"):
        child = node.child_by_field_name(field)
        if child is not None:
            walk.visit(child)
    return None


@on("switch_section")
def _section(walk: Walk, node: Node) -> str | None:
    for child in node.named_children:
        if child.type == "constant_pattern" and child.named_children[0].type == "identifier":
            continue  # a constant, or a type
        walk.visit(child)
    return None


@on("labeled_statement")
def _labeled(walk: Walk, node: Node) -> str | None:
    walk.visit(node.named_children[-1])
    return None


@on("goto_statement")
def _goto(_walk: Walk, _node: Node) -> str | None:
    return None
