"""How a value of one type becomes one of another."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from apimgen.csharp.model.records import record

if TYPE_CHECKING:
    from apimgen.csharp.model.members import Method


class How(StrEnum):
    """The kinds of conversion, named as in the C# specification."""

    IDENTITY = "identity"
    NUMERIC = "numeric"
    CONSTANT = "constant"
    ENUM = "enum"
    NULL = "null"
    NULLABLE = "nullable"
    REFERENCE = "reference"
    BOXING = "boxing"
    UNBOXING = "unboxing"
    USER = "user"
    TUPLE = "tuple"
    FUNCTION = "function"
    GROUP = "group"
    INTERPOLATED = "interpolated"
    THROW = "throw"
    UNKNOWN = "unknown"


@record()
class Conversion:
    """One conversion.

    Attributes:
        how: which kind it is.
        method: the operator that a user-defined one calls.
        explicit: whether only a cast does it.
    """

    how: How
    method: Method | None = None
    explicit: bool = False


IDENTITY = Conversion(How.IDENTITY)
UNKNOWN_CONVERSION = Conversion(How.UNKNOWN)
