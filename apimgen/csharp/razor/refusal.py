"""What the Razor reader refuses, in the words that Azure uses, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rule = Literal["expression-block", "expression-end"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that the reader refuses.

    Attributes:
        start: where Azure says it is, counted from the ``@``.
        end: where it ends.
        rule: the id of the check.
        words: what Azure says, as far as it helps; our own where Azure has no words for it.
        advice: what to write instead.
        final: whether nothing after it was read.
    """

    start: int
    end: int
    rule: Rule
    words: str
    advice: str
    final: bool = True

    @property
    def message(self) -> str:
        """The whole message."""
        return f"{self.words}: {self.advice}"
