"""Names that an expression declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.records import record

if TYPE_CHECKING:
    from apimgen.csharp.model.members import Method
    from apimgen.csharp.model.types import Type


@record()
class Local:
    """A local variable, a parameter, or ``context``; two are the same only if they are one.

    Attributes:
        name: as written.
        type: of its values.
        start: where its name is declared.
        end: where that ends.
        fixed: why nothing can be assigned to it; empty where something can.
        constant: its value where it is a ``const``.
        assigned: whether it has a value from the beginning.
        reference: ``ref`` or ``out`` for such a parameter of a local function.
    """

    name: str
    type: Type
    start: int
    end: int
    fixed: str = ""
    constant: object = ABSENT
    assigned: bool = False
    reference: str = ""


@record()
class LocalFunction:
    """A function inside of an expression; its body is in the tree where it is declared.

    Attributes:
        method: what it takes and gives.
        start: where its name is declared.
        end: where that ends.
        by_reference: whether it gives a variable, not only a value: ``ref int F(...)``.
    """

    method: Method
    start: int
    end: int
    by_reference: bool = False
