"""``StringBuilder``: a text in parts, which are joined when someone reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host


class StringBuilder(Thing):
    """A ``StringBuilder``.

    Attributes:
        parts: what is in it, in parts.
        length: of all of them.
        capacity: what it was made with or set to.
    """

    __slots__ = ("capacity", "length", "parts")

    def __init__(self, text: str = "", capacity: int = 16) -> None:
        self.parts = [text] if text else []
        self.length = len(text)
        self.capacity = max(capacity, len(text))

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("StringBuilder")

    def csharp_text(self) -> str:
        """All that is in it."""
        if len(self.parts) > 1:
            self.parts = ["".join(self.parts)]
        return self.parts[0] if self.parts else ""

    def put(self, host: Host, text: str) -> StringBuilder:
        """Adds a text at the end."""
        host.spend(len(text) + 1)
        self.parts.append(text)
        self.length += len(text)
        return self

    def set(self, text: str) -> StringBuilder:
        """Replaces all that is in it."""
        self.parts = [text]
        self.length = len(text)
        return self
