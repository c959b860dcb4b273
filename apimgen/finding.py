"""What a check found, and where: the one shape that every check answers with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apimgen.catalog.ids import RuleId


class Severity(StrEnum):
    """How bad a finding is: an error is refused or fails at run time, the others are advice."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file: line and column count from 1, columns in characters.

    The end, where known, is exclusive: it points just after the last character.
    """

    file: str
    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of one check.

    Attributes:
        place: where it is.
        rule: the id of the check, such as ``unknown-key``; ``apimgen rules ID`` explains it.
        severity: from the rule's page.
        message: what was found, what was expected, and the nearest valid word, in one line.
    """

    place: Place
    rule: RuleId
    severity: Severity
    message: str

    def __str__(self) -> str:
        """The finding as one line that editors can jump to."""
        where = f"{self.place.file}:{self.place.line}:{self.place.column}"
        return f"{where}: {self.severity}: {self.message} [{self.rule}]"
