"""``KeyValuePair``, as going through a dictionary gives it."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.library.registry import attribute
from apimgen.csharp.run.values import Thing


class KeyValuePair(Thing):
    """A key and its value.

    Attributes:
        key: held as its type says.
        value: held as its type says.
        types: the C# types of the two.
    """

    __slots__ = ("key", "types", "value")

    def __init__(self, key: Any, value: Any, types: tuple[Type, Type]) -> None:
        self.key = key
        self.value = value
        self.types = types

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("KeyValuePair`2", *self.types)

    def csharp_text(self) -> str:
        """Both in brackets."""
        key, value = self.types
        return f"[{format_value(self.key, key)}, {format_value(self.value, value)}]"


attribute("KeyValuePair`2", "Key", "key")
attribute("KeyValuePair`2", "Value", "value")
