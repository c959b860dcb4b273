"""The failure statuses: how they are written, and the one type that everything else reads.

``retry``, ``cooldown``, circuit breakers and the terminal answer all ask whether a status counts
as a failure, so the way from ``429``, ``"5xx"``, ``"500-504"`` and ``">=300"`` to a range of
numbers is here and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import CoreSchema, core_schema

from apimgen.inventory.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST: Final = 100
GREATEST: Final = 599

FORMS: Final = 'a status such as 429, "5xx", "500-504" or ">=300"'

PATTERN: Final = r"^([1-5]\d\d|[1-5]xx|[1-5]\d\d ?- ?[1-5]\d\d|[<>]=? ?[1-5]\d\d)$"
"""What the written form looks like, for editors; :meth:`StatusRange.parse` is the judge."""

_CODE = re.compile(r"[0-9]{3}")
_CLASS = re.compile(r"([0-9])xx", re.IGNORECASE)
_SPAN = re.compile(r"([0-9]{3}) ?- ?([0-9]{3})")
_COMPARED = re.compile(r"([<>]=?) ?([0-9]{3})")


class BadStatusError(ValueError):
    """The text names no status between 100 and 599."""


@dataclass(frozen=True)
class StatusRange:
    """The statuses from ``min`` to ``max``, both included; a single one has them equal.

    An end left open in the file, as in ``">=300"``, is the bound of all statuses: 100 or 599.
    """

    min: int
    max: int

    @classmethod
    def parse(cls, written: int | str) -> StatusRange:
        """The range that is written so.

        Args:
            written: a number, or text in one of the forms ``429``, ``5xx``, ``500-504``, ``>=300``,
                ``>299``, ``<=599``, ``<600``.

        Raises:
            BadStatusError: where it is none of these, or names no status at all. The message
                says why, as half a sentence, and quotes nothing.
        """
        text = str(written).strip()
        if _CODE.fullmatch(text):
            least = greatest = int(text)
        elif match := _CLASS.fullmatch(text):
            least = int(match[1]) * 100
            greatest = least + 99
        elif match := _SPAN.fullmatch(text):
            least, greatest = int(match[1]), int(match[2])
            if least > greatest:
                raise BadStatusError("runs backwards: the lower status comes first")
        elif match := _COMPARED.fullmatch(text):
            least, greatest = _compared(match[1], int(match[2]))
        else:
            raise BadStatusError(f"is not {FORMS}")
        if not (LEAST <= least <= greatest <= GREATEST):
            raise BadStatusError(f"is out of range: statuses are {LEAST} to {GREATEST}")
        return cls(least, greatest)

    def __contains__(self, status: int) -> bool:
        return self.min <= status <= self.max

    def __str__(self) -> str:
        """The shortest written form; :meth:`parse` takes it back."""
        if self.min == self.max:
            return str(self.min)
        if self.min % 100 == 0 and self.max == self.min + 99:
            return f"{self.min // 100}xx"
        if self.max == GREATEST:
            return f">={self.min}"
        if self.min == LEAST:
            return f"<={self.max}"
        return f"{self.min}-{self.max}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate,
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "integer", "minimum": LEAST, "maximum": GREATEST},
                {"type": "string", "pattern": PATTERN},
            ]
        }

    @classmethod
    def _validate(cls, value: object) -> StatusRange:
        if isinstance(value, StatusRange):
            return value
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise problem("wrong-type", f"{{found}} is not {FORMS}")
        try:
            return cls.parse(value)
        except BadStatusError as error:
            raise problem("bad-value", f"{{found}} {error}") from None


def is_failure(status: int, ranges: Iterable[StatusRange]) -> bool:
    """Whether the status lies in one of the ranges."""
    return any(status in each for each in ranges)


def _compared(sign: str, bound: int) -> tuple[int, int]:
    """The range of ``>=300`` and its like; an empty one comes back with its ends crossed."""
    match sign:
        case ">=":
            return bound, GREATEST
        case ">":
            return bound + 1, GREATEST
        case "<=":
            return LEAST, bound
        case _:
            return LEAST, bound - 1
