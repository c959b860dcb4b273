"""Handlers of expressions other than chains, operators and ``new``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.checks import reads
from apimgen.csharp.checks.reads import literal_type
from apimgen.csharp.checks.walk import Walk, on
from apimgen.csharp.syntax.version import NEWER, too_new

if TYPE_CHECKING:
    from tree_sitter import Node

_LITERALS = {
    "string_literal": "string",
    "verbatim_string_literal": "string",
    "boolean_literal": "bool",
    "character_literal": "char",
    "null_literal": "null",
}
_U8 = ord("8")


@on("identifier")
def _identifier(walk: Walk, node: Node) -> str | None:
    return walk.name(node)


@on(*_LITERALS)
def _literal(walk: Walk, node: Node) -> str | None:
    kind = node.type
    if kind == "string_literal" and walk.source.data[node.end_byte - 1] == _U8:
        newer(walk, node, "a UTF-8 string", "11", "Encoding.UTF8.GetBytes")
    return _LITERALS[kind]


@on("integer_literal", "real_literal")
def _number(walk: Walk, node: Node) -> str | None:
    return literal_type(walk.text(node))


@on("comment")
def _comment(_walk: Walk, _node: Node) -> str | None:
    return None


@on(*NEWER)
def _newer(walk: Walk, node: Node) -> str | None:
    before = len(walk.problems)
    walk.inside(node)
    if node.type == "collection_expression" and _is_indexed(node):
        return None
    inner = [one for one in walk.problems[before:] if one.rule != "expression-version"]
    walk.problems[before:] = inner  # what is new inside of something new is said with it
    newer(walk, node, *NEWER[node.type])
    return None


def _is_indexed(node: Node) -> bool:
    """Whether the grammar took ``(a)[b]`` for a cast of a list."""
    return node.parent is not None and node.parent.type == "cast_expression"


def newer(walk: Walk, node: Node, what: str, version: str, instead: str) -> None:
    """Notes that something is newer than C# 7."""
    walk.problem("expression-version", node, too_new(what, version, instead))


@on(
    "argument",
    "arrow_expression_clause",
    "array_rank_specifier",
    "conditional_access_expression",
    "catch_filter_clause",
    "constant_pattern",
    "element_binding_expression",
    "group_clause",
    "interpolation",
    "order_by_clause",
    "select_clause",
    "when_clause",
    "where_clause",
)
def values(walk: Walk, node: Node) -> str | None:
    """Walks all that is below a node, bare names among it; the type of the last."""
    result = None
    for child in node.named_children:
        if child.type != "comment":
            result = walk.visit(child)
    return result


@on("parenthesized_expression", "checked_expression", "ref_expression")
def _parenthesized(walk: Walk, node: Node) -> str | None:
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    return values(walk, node) if node.type.endswith(_BRACKETS) else walk.visit(node)


_BRACKETS = ("parenthesized_expression", "checked_expression", "ref_expression")


@on("interpolated_string_expression")
def _interpolated(walk: Walk, node: Node) -> str | None:
    start = node.children[0]
    if node.children[1].type == "interpolation_quote" or start.end_byte - start.start_byte > 2:
        newer(walk, node, "a raw string", "11", '$@"..."')
    elif start.text == b"@$":
        newer(walk, start, '@$"..."', "8", '$@"..."')
    for child in node.named_children:
        if child.type == "interpolation":
            values(walk, child)
    return "string"


@on("cast_expression")
def _cast(walk: Walk, node: Node) -> str | None:
    value = node.child_by_field_name("value")
    if value is not None and value.type == "collection_expression":
        return walk.visit(value)
    result = walk.type(node.child_by_field_name("type"))
    if value is not None:
        walk.visit(value)
        if walk.reads and result:
            reads.cast(walk, value, result, walk.source.at(node.start_byte))
    return result


@on("as_expression")
def _as(walk: Walk, node: Node) -> str | None:
    result = walk.type(node.child_by_field_name("right"))
    value = node.child_by_field_name("left")
    if value is not None:
        walk.visit(value)
        if walk.reads and result:
            reads.cast(walk, value, result, None)
    return result


@on("is_expression", "is_pattern_expression")
def _is(walk: Walk, node: Node) -> str | None:
    subject = node.named_children[0]
    walk.visit(subject)
    pattern = node.named_children[-1]
    if node.type == "is_expression":
        walk.type(pattern)
    elif pattern.type == "constant_pattern" and pattern.named_children[0].type == "identifier":
        if walk.text(pattern) not in walk.locals:
            walk.type(pattern.named_children[0])
    else:
        walk.visit(pattern)
    return "bool"


@on("declaration_pattern", "declaration_expression")
def _declaration(walk: Walk, node: Node) -> str | None:
    named = walk.type(node.child_by_field_name("type"))
    result = named or (walk.out_type if node.type == "declaration_expression" else None)
    name = node.child_by_field_name("name")
    if name is not None and name.type == "identifier":
        walk.declare(name, result)
    else:
        declare_all(walk, node)
    return result


def declare_all(walk: Walk, node: Node) -> None:
    """Makes every name below a node known, as in ``var (a, b)``."""
    for child in node.named_children:
        if child.type == "identifier":
            walk.declare(child, None)
        else:
            declare_all(walk, child)


@on("throw_expression")
def _throw(walk: Walk, node: Node) -> str | None:
    values(walk, node)
    return "throw"


@on("await_expression")
def _await(walk: Walk, node: Node) -> str | None:
    if not walk.function_depth:
        walk.problem("expression-syntax", node, "await can't be used in a policy expression")
    return values(walk, node) and None


@on("typeof_expression", "sizeof_expression", "default_expression")
def _of_type(walk: Walk, node: Node) -> str | None:
    named = walk.type(node.child_by_field_name("type"))
    if node.type == "default_expression":
        return named or "null"
    return "int" if node.type == "sizeof_expression" else None


@on("query_expression", "from_clause", "let_clause", "join_clause", "join_into_clause")
def _query(walk: Walk, node: Node) -> str | None:
    introduces = node.type != "query_expression"
    for child in node.children:
        if child.type == "into":
            introduces = True
        elif child.type == "identifier" and introduces:
            walk.declare(child, None)
            introduces = False
        elif child.is_named:
            walk.visit(child)
    return None
