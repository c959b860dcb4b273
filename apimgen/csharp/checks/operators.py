"""Handlers of operators: with two values, with one, with three, and assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.checks import reads
from apimgen.csharp.checks.expressions import newer, values
from apimgen.csharp.checks.guards import implied
from apimgen.csharp.checks.walk import Walk, on
from apimgen.csharp.facts import ContextWrite
from apimgen.csharp.types.names import arithmetic, either

if TYPE_CHECKING:
    from tree_sitter import Node

_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">="})
_MOMENTS = frozenset({"DateTime", "DateTimeOffset"})


@on("binary_expression")
def _binary(walk: Walk, node: Node) -> str | None:
    spine: list[tuple[Node, Node, Node, Node]] = []
    while node.type == "binary_expression":
        operands = [child for child in node.children if child.type != "comment"]
        if len(operands) != 3:  # only in a broken tree
            values(walk, node)
            break
        spine.append((node, operands[0], operands[1], operands[2]))
        node = operands[0]
    result = walk.visit(node) if spine else None
    for whole, left, operator, right in reversed(spine):
        result = _operation(walk, (whole, left, right), operator.type, result)
    return result


def _operation(
    walk: Walk, nodes: tuple[Node, Node, Node], operator: str, left_type: str | None
) -> str | None:
    whole, left, right = nodes
    if operator in ("&&", "||"):
        safe = walk.response_safe
        walk.response_safe = safe or implied(walk, left)[operator == "||"]
        walk.visit(right)
        walk.response_safe = safe
        return "bool"
    right_type = walk.visit(right)
    if operator in _COMPARISONS:
        if walk.status:
            reads.compared(walk, whole, left, operator, right)
        return "bool"
    if operator == "??":
        inner = left_type[:-1] if left_type and left_type.endswith("?") else left_type
        return inner if right_type == inner else either(left_type, right_type)
    return _calculated(operator, left_type, right_type)


def _calculated(operator: str, left: str | None, right: str | None) -> str | None:
    if operator == "+" and "string" in (left, right):
        return "string"
    if left is None or right is None:
        return None
    if left in _MOMENTS or left == "TimeSpan":
        same = "TimeSpan" if operator == "-" and left == right else None
        return left if right == "TimeSpan" and operator in "+-" else same
    if left == right == "bool":
        return "bool" if operator in "&|^" else None
    return arithmetic(left, "int" if operator in ("<<", ">>") else right)


@on("prefix_unary_expression")
def _prefix(walk: Walk, node: Node) -> str | None:
    operator = node.children[0].type
    if operator == "^":
        newer(walk, node, "an index from the end (^)", "8", "Length - 1, or Last()")
    result = walk.visit(node.children[-1])
    if operator == "!":
        return "bool"
    if operator in "+-~" and result:
        return arithmetic(result, "int") if result != "uint" or operator != "-" else "long"
    return result


@on("postfix_unary_expression")
def _postfix(walk: Walk, node: Node) -> str | None:
    if node.children[-1].type == "!":
        newer(walk, node.children[-1], "the mark ! after a value", "8", "nothing in its place")
    return walk.visit(node.children[0])


@on("conditional_expression")
def _conditional(walk: Walk, node: Node) -> str | None:
    results: list[str | None] = []
    outer = walk.response_safe
    last: Node | None = node
    while last is not None and last.type == "conditional_expression":
        condition = last.child_by_field_name("condition")
        consequence = last.child_by_field_name("consequence")
        if condition is None or consequence is None:  # only in a broken tree
            break
        walk.visit(condition)
        safe = walk.response_safe
        when_true, when_false = implied(walk, condition)
        walk.response_safe = safe or when_true
        results.append(walk.visit(consequence))
        walk.response_safe = safe or when_false
        last = last.child_by_field_name("alternative")
    result = walk.visit(last) if last is not None else None
    walk.response_safe = outer
    for one in reversed(results):
        result = either(one, result)
    return result


@on("assignment_expression")
def _assignment(walk: Walk, node: Node) -> str | None:
    target = node.child_by_field_name("left")
    value = node.child_by_field_name("right")
    if target is None or value is None:
        return values(walk, node)
    before = len(walk.mentions)
    result = walk.visit(value)
    headers = tuple(walk.mentions[before:])
    operator = node.children[1]
    if operator.type == "??=":
        newer(walk, operator, "the operator ??=", "8", "x = x ?? y")
    walk.visit(target)
    if target.type == "identifier":
        if headers:
            walk.header_locals[walk.text(target)] = headers
    elif walk.text(_beginning(target)) == "context":
        _context_write(walk, target)
    return result


def _beginning(target: Node) -> Node:
    while target.type in ("member_access_expression", "element_access_expression"):
        target = target.named_children[0]
    return target


def _context_write(walk: Walk, target: Node) -> None:
    written = walk.source.given(target)
    variable = reads.assigned(walk, target)
    walk.writes.append(ContextWrite(written, variable, *walk.source.span(target)))
    advice = "; the set-variable policy sets it" if "context.Variables" in written else ""
    message = f"{written} can't be assigned to: everything in context is read-only{advice}"
    walk.problem("context-write", target, message)
