"""What a condition tells about ``context.Response``, which is null until something has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.checks.walk import Walk

_NOTHING = (False, False)
_RESPONSE = "IResponse@Response"
_LITERALS = frozenset(
    {"integer_literal", "boolean_literal", "string_literal", "character_literal", "real_literal"}
)


def implied(walk: Walk, condition: Node | None) -> tuple[bool, bool]:
    """Whether there is a response where the condition is true, and where it is false."""
    if condition is None or not walk.watches_response:
        return _NOTHING
    while condition.type == "parenthesized_expression" and condition.named_children:
        condition = condition.named_children[0]
    kind = condition.type
    if kind == "prefix_unary_expression" and condition.children[0].type == "!":
        return implied(walk, condition.children[-1])[::-1]
    if kind == "identifier":
        return walk.guards.get(walk.text(condition), _NOTHING)
    if kind == "binary_expression":
        return _binary(walk, condition)
    if kind in ("is_pattern_expression", "is_expression"):
        return _pattern(walk, condition)
    return _NOTHING


def _pattern(walk: Walk, condition: Node) -> tuple[bool, bool]:
    if not _is_response(walk, condition.named_children[0]):
        return _NOTHING
    pattern = condition.named_children[-1]
    is_null = pattern.type == "constant_pattern" and walk.text(pattern) == "null"
    return (False, True) if is_null else (True, False)


def _binary(walk: Walk, condition: Node) -> tuple[bool, bool]:
    operands: list[tuple[Node, str, Node]] = []
    node = condition
    # Each && of a long row asks about the row before it, so those answers are kept.
    while (known := walk.implied.get(node.id)) is None and node.type == "binary_expression":
        if len(node.children) != 3 or node.children[1].type not in ("&&", "||"):
            break
        operands.append((node, node.children[1].type, node.children[2]))
        node = node.children[0]
    if known is None:
        known = implied(walk, node) if operands else _comparison(walk, condition)
    true, false = known
    for whole, operator, right in reversed(operands):
        right_true, right_false = implied(walk, right)
        if operator == "&&":
            true, false = true or right_true, false and right_false
        else:
            true, false = true and right_true, false or right_false
        walk.implied[whole.id] = true, false
    return true, false


def _comparison(walk: Walk, condition: Node) -> tuple[bool, bool]:
    if len(condition.children) != 3:
        return _NOTHING
    left, operator, right = condition.children
    if right.type != "null_literal" and left.type == "null_literal":
        left, right = right, left
    if right.type == "null_literal":
        if _is_response(walk, left) or _is_conditional(walk, left):
            return (operator.type == "!=", operator.type == "==")
    elif operator.type in ("==", "<", ">", "<=", ">="):
        compared = _is_conditional(walk, left) and (
            operator.type != "==" or right.type in _LITERALS
        )
        return (compared, False)
    return _NOTHING


def _is_response(walk: Walk, node: Node) -> bool:
    if node.type == "identifier":
        return walk.locals.get(walk.text(node)) == _RESPONSE
    return "".join(walk.text(node).split()) == "context.Response"


def _is_conditional(walk: Walk, node: Node) -> bool:
    """Whether a value is null where the response is, as ``context.Response?.StatusCode``."""
    before, mark, _ = "".join(walk.source.text(node).split()).partition("?.")
    return bool(mark) and (before == "context.Response" or walk.locals.get(before) == _RESPONSE)
