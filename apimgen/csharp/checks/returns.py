"""Whether the end of a statement can be reached.

This follows C#'s own rules for the end of a statement being reachable:
https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/statements#132-end-points-and-reachability
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

_NEVER = frozenset(
    {
        "return_statement",
        "throw_statement",
        "break_statement",
        "continue_statement",
        "goto_statement",
    }
)
_LOOPS = frozenset({"while_statement", "do_statement", "for_statement", "foreach_statement"})
_BREAKABLE = _LOOPS | {"switch_statement"}
_FUNCTIONS = frozenset(
    {"local_function_statement", "lambda_expression", "anonymous_method_expression"}
)


def completes(statement: Node) -> bool:
    """Whether the end of a statement can be reached."""
    kind = statement.type
    return kind not in _NEVER and (kind not in _COMPLETES or _COMPLETES[kind](statement))


def _block_completes(block: Node) -> bool:
    return all(completes(child) for child in block.named_children)


def _inner_completes(statement: Node) -> bool:
    return completes(statement.child_by_field_name("body") or statement.named_children[-1])


def _if_completes(statement: Node) -> bool:
    node: Node | None = statement
    while node is not None and node.type == "if_statement":
        condition = _constant(node.child_by_field_name("condition"))
        consequence = node.child_by_field_name("consequence")
        if condition is not False and (consequence is None or completes(consequence)):
            return True
        if condition is True:
            return False
        node = node.child_by_field_name("alternative")
    return node is None or completes(node)


def _loop_completes(loop: Node) -> bool:
    body = loop.child_by_field_name("body")
    if loop.type == "foreach_statement" or body is None:
        return True
    if _has(body, "break_statement", within=_BREAKABLE):
        return True
    condition = loop.child_by_field_name("condition")
    if _constant(condition) is True or (condition is None and loop.type == "for_statement"):
        return False
    asked_again = completes(body) or _has(body, "continue_statement", within=_LOOPS)
    return loop.type != "do_statement" or asked_again


def _switch_completes(switch: Node) -> bool:
    body = switch.child_by_field_name("body")
    sections = body.named_children if body else []
    if _has(switch.child_by_field_name("body") or switch, "break_statement", within=_BREAKABLE):
        return True
    if not any(_takes_all(section) for section in sections):
        return True
    # Sections without statements share the next one's; the last statement of each must not end.
    last = [section.named_children[-1] for section in sections if section.named_children]
    return any(node.type.endswith(("statement", "block")) and completes(node) for node in last)


def _takes_all(section: Node) -> bool:
    """Whether a section of a switch is the default, or a ``case var x``, which takes all."""
    kinds = {child.type: child for child in section.children}
    pattern = kinds.get("declaration_pattern")
    is_var = pattern is not None and pattern.named_children[0].type == "implicit_type"
    return "default" in kinds or (is_var and "when_clause" not in kinds)


def _try_completes(statement: Node) -> bool:
    blocks = []
    for child in statement.named_children:
        if child.type == "finally_clause":
            if child.named_children and not completes(child.named_children[-1]):
                return False
        elif child.type == "catch_clause":
            blocks.append(child.child_by_field_name("body"))
        elif child.type == "block":
            blocks.append(child)
    return any(block is None or completes(block) for block in blocks)


def _constant(condition: Node | None) -> bool | None:
    while condition is not None and condition.type == "parenthesized_expression":
        condition = condition.named_children[0] if condition.named_children else None
    if condition is None or condition.type != "boolean_literal":
        return None
    return condition.text == b"true"


_COMPLETES: dict[str, Callable[[Node], bool]] = {
    "block": _block_completes,
    "if_statement": _if_completes,
    "switch_statement": _switch_completes,
    "try_statement": _try_completes,
    **dict.fromkeys(_LOOPS, _loop_completes),
    "using_statement": _inner_completes,
    "lock_statement": _inner_completes,
    "checked_statement": _inner_completes,
    "fixed_statement": _inner_completes,
    "unsafe_statement": _inner_completes,
    "labeled_statement": _inner_completes,
}


def _has(node: Node, kind: str, within: frozenset[str]) -> bool:
    """Whether a statement of a kind is below, outside functions and what catches it."""
    if node.type == kind:
        return True
    stack = [node]
    while stack:
        for child in stack.pop().named_children:
            if child.type == kind:
                return True
            if child.type not in within and child.type not in _FUNCTIONS:
                stack.append(child)
    return False
