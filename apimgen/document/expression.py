"""Where a policy expression ends: the one scanner of C# brackets, strings and comments.

A policy expression is ``@(...)`` or ``@{...}`` with C# inside ("API Management policy
expressions", learn.microsoft.com). Only its own kind of bracket counts, and what is in
strings, character literals and comments does not.
"""

from __future__ import annotations

import re
from typing import NamedTuple

REGULAR_STRING = r'"(?:[^"\\\n]|\\.)*+"'
# The whole of a regular string; of every other one, and of one that never ends, the opening.
_STRING = rf'"""+|\$+"""+|\$@"|@\$"|\$"|@"|{REGULAR_STRING}|"'
_OPENING = re.compile(_STRING)
# What ends a // comment: every line end of C#, not just "\n".
LINE_COMMENT = r"//[^\n\r\x85\u2028\u2029]*+"
CHARACTER = r"'(?:[^'\\\n]|\\[^\n][^'\n]{0,8})'"
_MARK = {
    bracket: re.compile(
        rf"{LINE_COMMENT}|/\*|{_STRING}"
        rf"|{CHARACTER}|[{re.escape(bracket)}]"
    )
    for bracket in ("()", "{}")
}
_CLOSING = {"(": ")", "{": "}"}
_DEEPEST = 20  # interpolated strings within the holes of interpolated strings
_VERBATIM = re.compile(r'(?:[^"]|"")*+"')
_HOLE_OR_END = {
    False: re.compile(r'\\.|\{\{|\}\}|[{"\n]', re.DOTALL),
    True: re.compile(r'""|\{\{|\}\}|[{"]'),
}


def is_start(text: str, offset: int) -> bool:
    """Whether an expression begins at this offset: ``@(`` or ``@{``."""
    return text.startswith(("@(", "@{"), offset)


def end_of(text: str, start: int) -> int | None:
    """The offset just after the bracket that ends the expression which begins at ``start``.

    Returns None where the brackets do not balance, or a string or comment never ends.
    """
    return _end_of_brackets(text, start + 2, text[start + 1], 0)


class StringLiteral(NamedTuple):
    """A string of C#.

    Attributes:
        end: the offset after its closing quote.
        holes: for an interpolated string, the span of the C# between the braces of each hole.
    """

    end: int
    holes: tuple[tuple[int, int], ...]


def string_at(text: str, start: int) -> StringLiteral | None:
    """The string that begins at ``start``, with its ``$`` and ``@``; None where it never ends."""
    match = _OPENING.match(text, start)
    if match is None:
        return None
    holes: list[tuple[int, int]] = []
    end = _end_of_string(text, match.end(), match.group(), 0, holes)
    return None if end is None else StringLiteral(end, tuple(holes))


def _end_of_brackets(text: str, offset: int, bracket: str, level: int) -> int | None:
    closing = _CLOSING[bracket]
    marks = _MARK[bracket + closing]
    depth = 1
    while True:
        match = marks.search(text, offset)
        if match is None:
            return None
        mark = match.group()
        offset = match.end()
        if mark == bracket:
            depth += 1
        elif mark == closing:
            depth -= 1
            if depth == 0:
                return offset
        elif mark == "/*":
            offset = text.find("*/", offset) + 2
            if offset == 1:
                return None
        elif mark[0] in '$@"':
            after = _end_of_string(text, offset, mark, level)
            if after is None:
                return None
            offset = after


def _end_of_string(
    text: str,
    offset: int,
    mark: str,
    level: int,
    holes: list[tuple[int, int]] | None = None,
) -> int | None:
    """The offset after a string whose ``mark`` has been read: all of it, or its opening."""
    quotes = mark.count('"')
    if mark[0] == '"' and (quotes < 3 or mark != '"' * quotes):
        return offset if len(mark) > 1 else None
    if quotes >= 3:  # a raw string ends with as many quotes as it began with
        end = text.find('"' * quotes, offset)
        return None if end < 0 else end + quotes
    if mark == '@"':
        match = _VERBATIM.match(text, offset)
        return match.end() if match else None
    return _end_of_interpolated(text, offset, level, holes, verbatim="@" in mark)


def _end_of_interpolated(
    text: str,
    offset: int,
    level: int,
    holes: list[tuple[int, int]] | None,
    *,
    verbatim: bool,
) -> int | None:
    if level == _DEEPEST:
        return None
    marks = _HOLE_OR_END[verbatim]
    while True:
        match = marks.search(text, offset)
        if match is None:
            return None
        offset = match.end()
        if match.group() == '"':
            return offset
        if match.group() == "\n":
            return None
        if match.group() == "{":
            after = _end_of_brackets(text, offset, "{", level + 1)
            if after is None:
                return None
            if holes is not None:
                holes.append((offset, after - 1))
            offset = after
