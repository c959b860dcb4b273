"""Wrong syntax: where it is, and what to write instead.

tree-sitter tells that something is wrong, and roughly where. To point at the very word, the code is
taken apart into words here, but only where something is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp import mistakes, words
from apimgen.csharp.facts import Problem
from apimgen.csharp.placeholders import is_filler

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.parse import Source

_RULE = "expression-syntax"


def problems(source: Source) -> list[Problem]:
    """The first thing that is wrong with the syntax, none where the expression parses."""
    root = source.root
    statements = root.child_count
    if not root.has_error and statements == 1 and not _empty(source):
        return []
    found = words.split(source.filled)
    if not found:
        message = "the expression is empty; it must give a value"
        if "//" in source.code and "\n" not in source.code:
            message += "; // takes all that follows, for line breaks in an attribute become spaces"
        return [Problem(0, len(source.code), _RULE, message)]
    problem = mistakes.mistake(found, source.kind, source.filled)
    if problem is None and root.has_error:
        node = _first_error(root)
        if _is_named_value(source, node):
            return []
        problem = _from_tree(source, node, found)
    if problem is None:
        if statements == 1:
            return []
        problem = (0, len(source.code), "this is not one C# expression")
    start, end, message = problem
    return [Problem(start, end, _RULE, message)]


def failed(found: list[Problem]) -> bool:
    """Whether there is a problem with the syntax."""
    return any(problem.rule == _RULE for problem in found)


def _empty(source: Source) -> bool:
    """Whether nothing but white space and comments stands in the brackets."""
    code = source.code
    return not code.strip() or (code.lstrip().startswith("/") and not words.split(source.filled))


def _is_named_value(source: Source, node: Node) -> bool:
    """Whether what does not fit is a named value alone: it may hold an operator, or anything."""
    written = source.text(node).strip()
    return is_filler(written) and not written.strip("_")


def _from_tree(source: Source, node: Node, found: list[words.Word]) -> tuple[int, int, str]:
    start, end = source.span(node)
    if node.start_byte == node.end_byte or node.is_missing:
        return _missing(node, start, found)
    if (pair := mistakes.clash(found, (start, end), source.kind)) is not None:
        return pair
    word = next((one for one in found if one.end > start), found[-1])
    if word.text == "?":
        return word.start, word.end, "? has no : behind it"
    what = "is not complete" if word == found[-1] else "is not expected here"
    return word.start, word.end, f"{word.text} {what}"


def _missing(node: Node, at: int, found: list[words.Word]) -> tuple[int, int, str]:
    before = [word for word in found if word.end <= at] or found[:1]
    last = before[-1]
    what = f"a {node.type}" if not node.is_named and node.type != "var" else "a value"
    if last.text in (".", "?.") or node.type == "var":
        what = "a type" if node.type == "var" else "a name"
    return last.start, last.end, f"{what} is missing behind {last.text}"


def _first_error(root: Node) -> Node:
    """The first node, deepest down, that is an error or stands for something missing."""
    node = root
    while True:
        for child in node.children:
            if child.is_error or child.is_missing or child.has_error:
                node = child
                break
            if child.start_byte == child.end_byte and not child.child_count and node.has_error:
                return child
        else:
            return node
        if not node.has_error:
            return node
