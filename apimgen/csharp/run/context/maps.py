"""Dictionaries of ``context``: headers, variables, the parameters of a path and of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import OBJECT, STRING, Type, array, named
from apimgen.csharp.run.values import Array, Thing, full_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Map(Thing):
    """A dictionary that expressions only read.

    Attributes:
        types: the C# types of its keys and its values.
    """

    __slots__ = ()

    @property
    def types(self) -> tuple[Type, Type]:
        """The C# types of its keys and its values."""
        raise NotImplementedError

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("IReadOnlyDictionary`2", *self.types)

    def look_up(self, key: str) -> tuple[bool, Any]:
        """Whether a key is there, and its value."""
        raise NotImplementedError

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Each key with its value, in their order."""
        raise NotImplementedError

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return sum(1 for _ in self.entries())

    def __iter__(self) -> Iterator[Any]:
        """The entries as C# sees them."""
        from apimgen.csharp.run.library.context.pairs import KeyValuePair  # noqa: PLC0415

        for key, value in self.entries():
            yield KeyValuePair(key, value, self.types)


class Texts(Map):
    """Texts by texts: the parameters in a path.

    Attributes:
        rows: the texts.
    """

    __slots__ = ("rows",)

    def __init__(self, rows: dict[str, str]) -> None:
        self.rows = rows

    @property
    def types(self) -> tuple[Type, Type]:
        """The C# types of its keys and its values."""
        return STRING, STRING

    def look_up(self, key: str) -> tuple[bool, Any]:
        """Whether a key is there, and its value."""
        return key in self.rows, self.rows.get(key)

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Each key with its value, in their order."""
        yield from self.rows.items()


class Lists(Map):
    """Several texts by texts: the parameters of a query, the claims of a token.

    Attributes:
        rows: the texts.
    """

    __slots__ = ("rows",)

    def __init__(self, rows: dict[str, list[str]]) -> None:
        self.rows = rows

    @property
    def types(self) -> tuple[Type, Type]:
        """The C# types of its keys and its values."""
        return STRING, array(STRING)

    def look_up(self, key: str) -> tuple[bool, Any]:
        """Whether a key is there, and its value."""
        found = self.rows.get(key)
        return found is not None, None if found is None else Array(STRING, found)

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Each key with its value, in their order."""
        for key, values in self.rows.items():
            yield key, Array(STRING, values)


class Variables(dict[str, Any]):
    """``context.Variables``: values held as objects by their names.

    Going through it gives the entries as C# sees them; ``items()`` gives Python's.
    """

    __slots__ = ()
    types = (STRING, OBJECT)

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("IReadOnlyDictionary`2", *self.types)

    def csharp_text(self) -> str:
        """What ``ToString()`` gives."""
        return full_name(self.csharp_type)

    def csharp_equals(self, other: Any) -> bool:
        """What ``Equals(object)`` gives."""
        return self is other

    def csharp_hash(self) -> int:
        """What ``GetHashCode()`` gives."""
        return id(self) & 0x7FFFFFFF

    def __iter__(self) -> Iterator[Any]:
        """The entries as C# sees them."""
        from apimgen.csharp.run.library.context.pairs import KeyValuePair  # noqa: PLC0415

        for key, value in self.items():
            yield KeyValuePair(key, value, self.types)


class Headers(Map):
    """Headers of a message, by names whose case does not count, in the order they came.

    Attributes:
        rows: by the name in lower case: the name as it was first written, and its values. A row
            never changes, and may be shared with other messages: another one takes its place.
    """

    __slots__ = ("rows",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.rows: dict[str, tuple[str, list[str]]] = {}
        for name, value in pairs:
            self.add(name, value)

    def add(self, name: str, value: str) -> None:
        """Adds a value to those that a header has."""
        row = self.rows.get(name.lower())
        if row is None:
            self.rows[name.lower()] = (name, [value])
        else:
            self.rows[name.lower()] = (row[0], [*row[1], value])

    def set(self, name: str, values: list[str]) -> None:
        """Replaces the values of a header."""
        self.rows[name.lower()] = (name, values)

    def remove(self, name: str) -> None:
        """Takes a header away."""
        self.rows.pop(name.lower(), None)

    def get(self, name: str) -> list[str] | None:
        """The values of a header; None where there is none."""
        row = self.rows.get(name.lower())
        return None if row is None else row[1]

    def joined(self, name: str) -> str | None:
        """The values of a header with commas between, as ``GetValueOrDefault`` gives them."""
        row = self.rows.get(name.lower())
        return None if row is None else ",".join(row[1])

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each header with each of its values."""
        for name, values in self.rows.values():
            for value in values:
                yield name, value

    def copy(self) -> Headers:
        """Another one with the same headers."""
        made = Headers()
        made.rows = self.rows.copy()
        return made

    @property
    def types(self) -> tuple[Type, Type]:
        """The C# types of its keys and its values."""
        return STRING, array(STRING)

    def look_up(self, key: str) -> tuple[bool, Any]:
        """Whether a header is there, and its values."""
        found = self.rows.get(key.lower())
        return found is not None, None if found is None else Array(STRING, found[1])

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Each name with its values, in their order."""
        for name, values in self.rows.values():
            yield name, Array(STRING, values)
