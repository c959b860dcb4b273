"""C# taken apart into tokens: names, numbers, strings, operators and brackets.

The one tokenizer of C#. Whatever compares code, or points at what is wrong in it, asks here.
Where a string or a comment ends is known in :mod:`apimgen.document.expression`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from apimgen.document.expression import (
    CHARACTER,
    LINE_COMMENT,
    REGULAR_STRING,
    StringLiteral,
    string_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    rf"""
    (?:\s+|{LINE_COMMENT}|/\*(?:.*?\*/|.*))*+
    (?:
      (?P<name>@?[^\W\d]\w*)
    | (?P<number>
        (?:0[xXbB][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.\d[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)[fFdDmMuUlL]*
      )
    | (?P<named_value>\{{\{{\s*[A-Za-z0-9._-]+\s*\}}\}})
    | (?P<operator>
          =>|\?\?=|\?\?|\?\.(?!\d)|\+\+|--|&&|\|\||->|::|<<=|>>=|<<
        | [-+*/%&|^=!<>]=|[-+*/%&|^=!<>~?:.,;(){{}}\[\]]
      )
    | (?P<regular>(?!\"\"\"){REGULAR_STRING})
    | (?P<string>(?:\$@|@\$|\$+(?=\"\"\")|\$|@)?")
    | (?P<char>{CHARACTER})
    | (?P<no_char>'(?:\\[^\n]|[^'\\\n])*+'?)
    | (?P<other>.)
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_WITHIN_LINE = re.compile(rf"[$@]*{REGULAR_STRING}")
_NO_HOLES: tuple[tuple[int, int], ...] = ()


class Token(NamedTuple):
    """A name, number, string, operator or bracket of the code.

    Attributes:
        kind: ``string``, ``char``, ``number``, ``name``, ``operator``, ``named_value``
            (``{{name}}``) or ``other``.
        text: as written.
        start: where it begins, in characters.
        end: where it ends.
        closed: whether a string or character has its closing quote, and its holes their brackets.
        holes: the spans of the C# in the holes of an interpolated string.
    """

    kind: str
    text: str
    start: int
    end: int
    closed: bool = True
    holes: tuple[tuple[int, int], ...] = ()


def tokens(code: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of the code, without the white space and the comments between them.

    A string that never ends is taken to end with its line.

    Args:
        code: the code.
        start: where to begin in it.
        end: where to stop; None is its end.
    """
    at, end = start, len(code) if end is None else end
    readable = True
    while match := _TOKEN.match(code, at, end):
        kind = match.lastgroup or "other"
        begin, at = match.span(kind)
        closed, holes = True, _NO_HOLES
        if kind == "regular":
            kind = "string"
        elif kind == "string":
            found = string_at(code, begin) if readable else _within_line(code, begin)
            if found is not None and found.end <= end:
                at, holes = found
            else:
                # Looking for the end of each of many such strings would take quadratic time, so
                # those after the first are looked at no further than their line.
                readable = closed = False
                at = _line_end(code, begin, end)
        elif kind == "no_char":
            kind, closed = "char", False
        yield Token(kind, code[begin:at], begin, at, closed, holes)


def _within_line(code: str, start: int) -> StringLiteral | None:
    match = _WITHIN_LINE.match(code, start)
    return StringLiteral(match.end(), _NO_HOLES) if match else None


def _line_end(code: str, start: int, end: int) -> int:
    found = code.find("\n", start, end)
    return end if found < 0 else found
