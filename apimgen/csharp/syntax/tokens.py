"""C# taken apart into words, for pointing at what is wrong in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>//[^\n]*|/\*(?:.*?\*/|.*))
    | (?P<interpolated>\$@?"|@\$")
    | (?P<string>@"(?:[^"]|"")*"?|"(?:\\.|[^"\\\n])*"?)
    | (?P<char>'(?:\\[^\n]|[^'\\\n])*'?)
    | (?P<number>(?:0[xXbB][0-9a-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)[fFdDmMuUlL]*)
    | (?P<name>@?[^\W\d]\w*)
    | (?P<operator>
          =>|\?\?=|\?\?|\?\.|\+\+|--|&&|\|\||->|::|<<=|>>=|<<
        | [-+*/%&|^=!<>]=|[-+*/%&|^=!<>~?:.,;(){}\[\]]
      )
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSED = re.compile(r'@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"', re.DOTALL)
# Words that no value is or ends with.
_NO_VALUES = frozenset(
    [
        *("as", "case", "catch", "do", "else", "finally", "for", "foreach", "if", "in", "is"),
        *("new", "out", "ref", "return", "switch", "throw", "try", "using", "var", "while"),
    ]
)
_MAX_HOLES = 20  # strings inside the holes of strings


@dataclass(frozen=True, slots=True)
class Word:
    """A name, number, string, operator or bracket of the code.

    Attributes:
        kind: ``string``, ``char``, ``number``, ``name``, ``operator`` or ``other``.
        text: as written.
        start: where it begins, in characters.
        end: where it ends.
        closed: whether a string has its closing quote, and its holes their brackets.
    """

    kind: str
    text: str
    start: int
    end: int
    closed: bool = True

    @property
    def ends_value(self) -> bool:
        """Whether a value may end with this word."""
        if self.kind == "name":
            return self.text not in _NO_VALUES
        return self.kind in ("string", "char", "number") or self.text in (")", "]")

    @property
    def begins_value(self) -> bool:
        """Whether this word can only be the beginning of a value, or a name."""
        if self.kind == "name":
            return self.text == "new" or self.text not in _NO_VALUES
        return self.kind in ("string", "char", "number")


def split(code: str) -> list[Word]:
    """The words of the code, without white space and comments."""
    found: list[Word] = []
    at = 0
    while match := _WORD.match(code, at):
        kind = match.lastgroup or "other"
        start, at = match.span()
        closed = True
        if kind == "interpolated":
            kind = "string"
            at, closed = _interpolated(code, at, verbatim="@" in match.group(), depth=0)
        elif kind == "string":
            closed = _CLOSED.fullmatch(match.group()) is not None
        if kind not in ("space", "comment"):
            found.append(Word(kind, code[start:at], start, at, closed))
    return found


def _interpolated(code: str, at: int, *, verbatim: bool, depth: int) -> tuple[int, bool]:
    """Where an interpolated string ends, from behind its opening quote, and whether it does."""
    while at < len(code):
        char, pair = code[at], code[at : at + 2]
        if pair in ("{{", "}}") or (pair == '""' and verbatim) or (char == "\\" and not verbatim):
            at += 2
        elif char == '"':
            return at + 1, True
        elif char == "{":
            at, closed = _hole(code, at + 1, depth + 1)
            if not closed:
                return at, False
        elif char == "\n" and not verbatim:
            return at, False
        else:
            at += 1
    return len(code), False


def _hole(code: str, at: int, depth: int) -> tuple[int, bool]:
    """Where a hole of an interpolated string ends, from behind its bracket, and whether it does."""
    start, brackets = at, 1
    while depth < _MAX_HOLES and (match := _WORD.match(code, at)):
        at = match.end()
        kind, text = match.lastgroup, match.group()
        if kind == "interpolated":
            at, closed = _interpolated(code, at, verbatim="@" in text, depth=depth)
            if not closed:
                break
        elif kind == "operator" and text in "{}":
            brackets += 1 if text == "{" else -1
            if not brackets:
                return at, True
    line_end = code.find("\n", start)
    return (len(code) if line_end < 0 else line_end), False
