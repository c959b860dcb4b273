"""Edits of a text, and the way from the edited text back to the one it came from."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple


class Edit(NamedTuple):
    """Characters of a text, and what replaces them.

    Attributes:
        offset: of the first one.
        length: how many.
        replacement: the new text.
    """

    offset: int
    length: int
    replacement: str


class Edited:
    """A text after some edits.

    Attributes:
        text: the result.
        edits: what was changed, by offset; no two overlap.
    """

    def __init__(self, original: str, edits: list[Edit]) -> None:
        self.edits = edits
        parts: list[str] = []
        done = 0
        for edit in edits:
            parts += (original[done : edit.offset], edit.replacement)
            done = edit.offset + edit.length
        parts.append(original[done:])
        self.text = "".join(parts)

    @cached_property
    def _shifts(self) -> tuple[list[int], list[int]]:
        """The offset after each edit, and how far the original is ahead from there."""
        ends, shifts, shift = [], [], 0
        for edit in self.edits:
            ends.append(edit.offset - shift + len(edit.replacement))
            shift += edit.length - len(edit.replacement)
            shifts.append(shift)
        return ends, shifts

    def original_offset(self, offset: int) -> int:
        """The offset in the original of the character at this offset of the result."""
        ends, shifts = self._shifts
        index = bisect_right(ends, offset)
        original = offset + (shifts[index - 1] if index else 0)
        if index < len(self.edits):  # within a replacement: all of it is the one character
            original = min(original, self.edits[index].offset)
        return original
