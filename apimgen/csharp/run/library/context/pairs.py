"""``KeyValuePair``, as going through a dictionary gives it."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.equality import equal
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.values import Thing
from apimgen.csharp.run.values.casts import unboxed
from apimgen.csharp.run.values.equality import hash_of


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

    def csharp_equals(self, other: Any) -> bool:
        """Whether key and value are equal."""
        other = unboxed(other)
        if not isinstance(other, KeyValuePair) or other.types != self.types:
            return False
        return equal(self.key, other.key) and equal(self.value, other.value)

    def csharp_hash(self) -> int:
        """The hash of the key."""
        return hash_of(self.key) if self.key is not None else 0

    def __eq__(self, other: object) -> bool:
        return self.csharp_equals(other)

    def __hash__(self) -> int:
        return self.csharp_hash()


@member("KeyValuePair`2", "new", "TKey, TValue", types=True)
def _new(types: tuple[Type, Type], key: Any, value: Any) -> KeyValuePair:
    return KeyValuePair(key, value, types)


@member("KeyValuePair`2", "new", "", types=True)
def _empty(types: tuple[Type, Type]) -> KeyValuePair:
    return KeyValuePair(default_of(types[0]), default_of(types[1]), types)


attribute("KeyValuePair`2", "Key", "key")
attribute("KeyValuePair`2", "Value", "value")
