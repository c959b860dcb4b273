"""Which words the documents of a folder hold, so that what one sets is found read in another."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_WORD = re.compile(r"[\w.-]+")


class Mentions:
    """The words of several files; they are read when somebody asks, each file once.

    A word counts where more than one file has it, since the document that asks is among them.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = files

    def __call__(self, name: str) -> bool:
        """Whether more than one of the files mentions a name."""
        words = _WORD.findall(name)
        return not words or min(self._counts.get(word, 0) for word in words) > 1

    @cached_property
    def _counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for file in self._files:
            try:
                text = file.read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            for word in set(_WORD.findall(text)):
                counts[word] = counts.get(word, 0) + 1
        return counts
