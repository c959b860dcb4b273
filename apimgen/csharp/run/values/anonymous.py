"""Objects of anonymous types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.values.casts import boxed
from apimgen.csharp.run.values.equality import equals, hash_of, signed
from apimgen.csharp.run.values.held import Thing
from apimgen.csharp.run.values.texts import typed_text

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type


class Anonymous(Thing):
    """``new { A = 1, B = "x" }``.

    Attributes:
        of: its type, whose labels are the names.
        values: those of its properties, held as their types say.
    """

    __slots__ = ("of", "values")

    def __init__(self, of: Type, values: tuple[Any, ...]) -> None:
        self.of = of
        self.values = values

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return self.of

    def items(self) -> list[tuple[str, Any]]:
        """Each name with its value as an ``object``."""
        rows = zip(self.of.labels, self.values, self.of.arguments, strict=True)
        return [(name, boxed(value, of)) for name, value, of in rows]

    def csharp_text(self) -> str:
        """``{ A = 1, B = x }``."""
        rows = zip(self.of.labels, self.values, self.of.arguments, strict=True)
        inside = ", ".join(f"{name} = {typed_text(value, of)}" for name, value, of in rows)
        return f"{{ {inside} }}" if inside else "{ }"

    def csharp_equals(self, other: Any) -> bool:
        """Whether another is of the same type and has the same values."""
        if not isinstance(other, Anonymous) or other.of is not self.of:
            return False
        pairs = zip(self.items(), other.items(), strict=True)
        return all(equals(one[1], two[1]) for one, two in pairs)

    def csharp_hash(self) -> int:
        """The same for equal values."""
        found = 0
        for value in (one for _, one in self.items()):
            found = signed(found * -1521134295 + (0 if value is None else hash_of(value)))
        return found
