"""What the Razor reader refuses, in the words that Azure uses, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rule = Literal["expression-block", "expression-end"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that the reader refuses.

    Attributes:
        start: where it is, as Azure tells it, counted from the ``@``.
        end: where it ends.
        rule: the id of the check.
        words: what Azure says, or its first sentences.
        advice: what to write instead.
        final: whether nothing after it was read.
        syntax: whether the compiler would refuse the same mistake by itself.
    """

    start: int
    end: int
    rule: Rule
    words: str
    advice: str
    final: bool = True
    syntax: bool = False

    @property
    def message(self) -> str:
        """The whole message."""
        return f"{self.words}: {self.advice}" if self.advice else self.words
