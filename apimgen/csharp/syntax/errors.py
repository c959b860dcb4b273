"""Wrong syntax: where it is, and what to write instead.

tree-sitter tells that something is wrong, and roughly where. To point at the very word, the code is
taken apart into words here, but only where something is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.facts import Problem
from apimgen.csharp.syntax import mistakes
from apimgen.csharp.syntax.placeholders import is_filler
from apimgen.document.tokens import tokens

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.catalog.ids import RuleId
    from apimgen.csharp.syntax.parse import Source
    from apimgen.document.tokens import Token

_RULE: RuleId = "expression-syntax"


def problems(source: Source) -> list[Problem]:
    """The first thing that is wrong with the syntax, none where the expression parses."""
    root = source.root
    statements = root.child_count
    if not root.has_error and statements == 1 and not _empty(source):
        return []
    found = [_as_given(word, source.code) for word in tokens(source.filled)]
    if not found:
        message = "the expression is empty; it must give a value"
        if "//" in source.code and "\n" not in source.code:
            message += "; // takes all that follows, for line breaks in an attribute become spaces"
        return [Problem(0, len(source.code), _RULE, message)]
    problem = mistakes.mistake(found, source.kind, source.filled)
    if problem is None and root.has_error:
        problem = _from_tree(source, found)
    elif problem is None and statements != 1:
        problem = (0, len(source.code), "this is not one C# expression")
    return [Problem(*problem[:2], _RULE, problem[2])] if problem else []


def _as_given(word: Token, code: str) -> Token:
    """The word, with the named values that are in it where it is a text."""
    if word.kind in ("string", "char") and is_filler(word.text):
        return word._replace(text=code[word.start : word.end])
    return word


def _empty(source: Source) -> bool:
    """Whether nothing but white space and comments is in the brackets."""
    code = source.code
    return not code.strip() or (code.lstrip().startswith("/") and not any(tokens(source.filled)))


def _from_tree(source: Source, found: list[Token]) -> mistakes.Mistake | None:
    node = _first_error(source.root)
    start, end = source.span(node)
    if node.start_byte == node.end_byte or node.is_missing:
        return _missing(node, start, found)
    at = next((at for at, one in enumerate(found) if one.end > start), len(found) - 1)
    if any(word.kind == "name" and is_filler(word.text) for word in found[max(at - 1, 0) : at + 2]):
        return None  # a named value may hold an operator, or anything
    if (pair := mistakes.clash(found, (start, end), source.kind, source.filled)) is not None:
        return pair
    word = found[at]
    if word.text == "?":
        return word.start, word.end, "? has no : after it"
    what = "is not complete" if at == len(found) - 1 else "is not expected here"
    return word.start, word.end, f"{word.text} {what}"


def _missing(node: Node, at: int, found: list[Token]) -> mistakes.Mistake:
    before = [word for word in found if word.end <= at] or found[:1]
    last = before[-1]
    what = f"a {node.type}" if not node.is_named and node.type != "var" else "a value"
    if last.text in (".", "?.") or node.type == "var":
        what = "a type" if node.type == "var" else "a name"
    return last.start, last.end, f"{what} is missing after {last.text}"


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
