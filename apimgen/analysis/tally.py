"""How much of the C# of documents is understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.expressions import analysis

if TYPE_CHECKING:
    from apimgen.document.reader import Document


@dataclass
class Tally:
    """Expressions, counted.

    Attributes:
        expressions: how many there are whose C# is right, as far as that can be told.
        unknown: how many of them have a part that is not understood, of which nothing is said.
    """

    expressions: int = 0
    unknown: int = 0

    def add(self, document: Document) -> None:
        """Counts those of a document."""
        for expression in document.expressions:
            if described(expression.element) is None or not expression.whole:
                continue
            known = analysis(expression)
            if not known.problems:
                self.expressions += 1
                self.unknown += known.gaps > 0

    def __str__(self) -> str:
        """Both numbers in a sentence."""
        some = "expression" if self.expressions == 1 else "expressions"
        return (
            f"{self.expressions} {some}, {self.unknown} of them with a part that is not understood"
        )
