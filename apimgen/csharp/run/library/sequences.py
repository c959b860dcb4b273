"""Sequences that a member makes: each turn through one begins anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Sequence(Thing):
    """An ``IEnumerable<T>`` whose items are made when they are asked for.

    Attributes:
        element: the C# type of its items.
        make: gives the items of one turn.
        of: the generic type that it is.
    """

    __slots__ = ("element", "make", "of")

    def __init__(
        self, element: Type, make: Callable[[], Iterable[Any]], of: str = "IEnumerable`1"
    ) -> None:
        self.element = element
        self.make = make
        self.of = of

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.of, self.element)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.make())
