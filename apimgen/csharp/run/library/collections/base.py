"""What the collections share: a type, items, and noticing changes while someone goes through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.equality import hash_key
from apimgen.csharp.run.library.failures import argument, argument_null, out_of_range
from apimgen.csharp.run.library.faults import modified
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from apimgen.csharp.run.values import Array

TOO_SHORT = (
    "Destination array was not long enough. Check destIndex and length, and the array's lower "
    "bounds."
)
OF_COUNT = (
    "Offset and length were out of bounds for the array or count is greater than the number of "
    "elements from index to the end of the source collection."
)


class Collection(Thing):
    """A collection that .NET's enumerators watch.

    Attributes:
        element: the C# type of its items.
        version: changes whenever the collection does.
    """

    __slots__ = ("element", "version")
    type_name = ""

    def __init__(self, element: Type) -> None:
        self.element = element
        self.version = 0

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.type_name, self.element)

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        raise NotImplementedError

    def __iter__(self) -> Iterator[Any]:
        version = self.version
        for one in self.held():
            if version != self.version:
                raise modified()
            yield one
        if version != self.version:
            raise modified()

    def held(self) -> Iterable[Any]:
        """The items, which may change while someone goes through."""
        raise NotImplementedError

    def changed(self) -> None:
        """Lets those who go through it know."""
        self.version += 1


def key_by(comparer: Any) -> Callable[[Any], Hashable]:
    """What makes keys for Python of values, by a comparer; null is the default one."""
    found: Callable[[Any], Hashable] | None = getattr(comparer, "csharp_key", None)
    return found or hash_key


def required(items: Iterable[Any] | None, name: str) -> Iterable[Any]:
    """A sequence that may not be null; a dictionary of Python gives its pairs.

    Raises:
        Thrown: an ArgumentNullException.
    """
    if items is None:
        raise argument_null(name)
    return items


def copy_into(items: list[Any], target: Array | None, at: int, *, name: str = "array") -> None:
    """Copies items into an array from a place on.

    Raises:
        Thrown: as ``CopyTo`` does.
    """
    if target is None:
        raise argument_null(name)
    if at < 0:
        raise out_of_range("arrayIndex", "Non-negative number required.")
    if at + len(items) > len(target.items):
        raise argument(TOO_SHORT)
    target.items[at : at + len(items)] = items
