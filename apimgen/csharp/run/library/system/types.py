"""``Type``: what ``typeof`` and ``GetType()`` give."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.values import Thing
from apimgen.csharp.run.values.typenames import dotnet_name


class TypeThing(Thing):
    """A type as an object.

    Attributes:
        of: the type.
    """

    __slots__ = ("of",)

    def __init__(self, of: Type) -> None:
        self.of = of

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("Type")

    def csharp_text(self) -> str:
        """Its full name."""
        return dotnet_name(self.of)

    def csharp_equals(self, other: Any) -> bool:
        """Whether it is the same type."""
        return isinstance(other, TypeThing) and other.of is self.of

    def csharp_hash(self) -> int:
        """The same for the same type."""
        return id(self.of) & 0x7FFFFFFF
