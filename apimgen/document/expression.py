"""Where a policy expression ends: the one scanner of C# brackets, strings and comments.

A policy expression is ``@(...)`` or ``@{...}`` with C# inside ("API Management policy
expressions", learn.microsoft.com). Only its own kind of bracket counts, and what stands in
strings, character literals and comments does not.
"""

from __future__ import annotations

import re

_MARK = {
    bracket: re.compile(
        r"//[^\n]*"
        r"|/\*"
        r'|"""+'
        r'|(?:\$+"""+)'
        r'|\$@"|@\$"|\$"|@"'
        r'|"(?:[^"\\\n]|\\.)*+"?'
        r"|'(?:[^'\\\n]|\\[^\n][^'\n]{0,8})'"
        rf"|[{re.escape(bracket)}]"
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
    """The offset just behind the bracket that ends the expression which begins at ``start``.

    Returns None where the brackets do not balance, or a string or comment never ends.
    """
    return _end_of_brackets(text, start + 2, text[start + 1], 0)


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


def _end_of_string(text: str, offset: int, mark: str, level: int) -> int | None:
    """The offset behind a string of which ``mark`` has been read: all of it, or its opening."""
    quotes = mark.count('"')
    if mark[0] == '"' and (quotes < 3 or mark != '"' * quotes):
        return offset if len(mark) > 1 and mark.endswith('"') else None
    if quotes >= 3:  # a raw string ends with as many quotes as it began with
        end = text.find('"' * quotes, offset)
        return None if end < 0 else end + quotes
    if mark == '@"':
        match = _VERBATIM.match(text, offset)
        return match.end() if match else None
    return _end_of_interpolated(text, offset, level, verbatim="@" in mark)


def _end_of_interpolated(text: str, offset: int, level: int, *, verbatim: bool) -> int | None:
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
            offset = after
