"""Stretches of text, and the lines and columns that they have."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from apimgen.finding import Place

_BREAK = re.compile(r"\r\n|\r|\n")


class Span(NamedTuple):
    """A stretch of the text, as indices of characters; the end is exclusive."""

    start: int
    end: int


class Lines:
    """Turns indices into lines and columns."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def line(self, index: int) -> int:
        """The line of the character, counted from 0."""
        return bisect_right(self._starts, index) - 1

    def start(self, line: int) -> int:
        """The index of a line's first character; the line counts from 0."""
        return self._starts[line]

    def __len__(self) -> int:
        return len(self._starts)

    def place(self, span: Span) -> Place:
        """The place of a stretch."""
        first = self.line(span.start)
        column = span.start - self._starts[first] + 1
        if span.end <= span.start:
            return Place(self.file, first + 1, column)
        last = self.line(span.end)
        return Place(self.file, first + 1, column, last + 1, span.end - self._starts[last] + 1)
