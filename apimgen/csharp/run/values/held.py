"""The classes that hold values, and texts as strings of UTF-16."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.csharp.model.types import Type


class Boxed:
    """A value of a type that its Python class does not tell, held as an ``object``.

    Attributes:
        type: its C# type.
        value: the value as it is held where its type is known.
    """

    __slots__ = ("type", "value")

    def __init__(self, type_: Type, value: Any) -> None:
        self.type = type_
        self.value = value


class Thing:
    """An object of a .NET class that the library implements.

    Classes below it give ``csharp_type``, and override what their ``object`` methods do.
    """

    __slots__ = ()

    @property
    def csharp_type(self) -> Type:
        """Its C# type, with type arguments."""
        raise NotImplementedError

    def csharp_text(self) -> str:
        """What ``ToString()`` gives."""
        return full_name(self.csharp_type)

    def csharp_equals(self, other: Any) -> bool:
        """What ``Equals(object)`` gives."""
        return self is other

    def csharp_hash(self) -> int:
        """What ``GetHashCode()`` gives, the same in every run."""
        return id(self) & 0x7FFFFFFF


class Array(Thing):
    """An array of one dimension.

    Attributes:
        element: the C# type of its items.
        items: its items, held as their type says.
    """

    __slots__ = ("element", "items")

    def __init__(self, element: Type, items: list[Any]) -> None:
        self.element = element
        self.items = items

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        from apimgen.csharp.model.types import array  # noqa: PLC0415

        return array(self.element)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def from_text(text: str) -> str:
    """A text of Python as a ``string``: characters beyond U+FFFF become two surrogates."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(units[i] | units[i + 1] << 8) for i in range(0, len(units), 2))


def to_text(string: str) -> str:
    """A ``string`` as a text of Python; surrogates without a partner become U+FFFD."""
    if string.isascii() or not any("\ud800" <= one <= "\udfff" for one in string):
        return string
    return string.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def full_name(of: Type) -> str:
    """.NET's name of a type with its namespace, as ``GetType().ToString()`` gives it."""
    from apimgen.csharp.run.values.typenames import dotnet_name  # noqa: PLC0415

    return dotnet_name(of)


def text_of(value: Any) -> str:
    """The text that a policy makes of an expression's value, as a ``string``; of null none."""
    from apimgen.csharp.run.values.texts import text  # noqa: PLC0415

    return text(value)


def is_true(value: Any) -> bool:
    """Whether the value of a condition is ``true``; a box, a text and null are not."""
    return value is True
