"""What is wrong with templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apimgen.errors import ApimgenError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing that is wrong with a template.

    Attributes:
        file: the template.
        line: the line in it, counted from 1.
        message: what is wrong, in one line.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """The mistake as one line that editors can jump to."""
        return f"{self.file}:{self.line}: {self.message}"


class BadTemplateError(ApimgenError):
    """Templates can't be used, or one fails while it renders.

    Attributes:
        mistakes: what is wrong, by file and line.
    """

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        lines = [str(each) for each in self.mistakes]
        many = f"the templates have {len(lines)} mistakes:"
        super().__init__("\n  ".join(lines if len(lines) == 1 else [many, *lines]))
