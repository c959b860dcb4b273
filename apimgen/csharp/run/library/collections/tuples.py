"""``Tuple<...>`` and ``Tuple.Create``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.equality import Comparable, compare, equal
from apimgen.csharp.run.library.failures import argument
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import full_name
from apimgen.csharp.run.values.casts import boxed
from apimgen.csharp.run.values.equality import hash_of

if TYPE_CHECKING:
    from collections.abc import Callable

_REST = 8


class Tuple(Comparable):
    """A ``Tuple``.

    Attributes:
        items: held as their types say.
        types: the C# types of them.
    """

    __slots__ = ("items", "types")

    def __init__(self, types: tuple[Type, ...], items: tuple[Any, ...]) -> None:
        self.types = types
        self.items = items

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(f"Tuple`{len(self.types)}", *self.types)

    def boxes(self) -> list[Any]:
        """The items as objects."""
        return [boxed(one, of) for one, of in zip(self.items, self.types, strict=True)]

    def csharp_text(self) -> str:
        """The items in brackets."""
        shown = [format_value(one, of) for one, of in zip(self.items, self.types, strict=True)]
        if len(shown) == _REST:
            shown[-1] = shown[-1].removeprefix("(").removesuffix(")")
        return f"({', '.join(shown)})"

    def csharp_equals(self, other: Any) -> bool:
        """Whether each item is equal."""
        if not isinstance(other, Tuple) or len(other.items) != len(self.items):
            return False
        return all(equal(one, two) for one, two in zip(self.boxes(), other.boxes(), strict=True))

    def csharp_hash(self) -> int:
        """The hashes of all items together."""
        found = 0
        for one in self.boxes():
            found = ((found << 5) + found ^ (hash_of(one) if one is not None else 0)) & 0xFFFFFFFF
        return found - (1 << 32) if found >= 1 << 31 else found

    def csharp_compare(self, other: Any) -> int:
        """Compares the items from the first on."""
        if other is None:
            return 1
        if not isinstance(other, Tuple) or other.csharp_type is not self.csharp_type:
            message = f"Argument must be of type {full_name(self.csharp_type)}."
            raise argument(message, "other")
        for one, two in zip(self.boxes(), other.boxes(), strict=True):
            found = compare(one, two)
            if found:
                return found
        return 0


def _created(types: tuple[Type, ...], *items: Any) -> Tuple:
    if len(items) == _REST:
        rest = Tuple(types[7:], items[7:])
        return Tuple((*types[:7], rest.csharp_type), (*items[:7], rest))
    return Tuple(types, items)


def _part(at: int) -> Callable[[Tuple], Any]:
    return lambda one: one.items[at]


member("Tuple", "Create", types=True)(_created)
for _count in range(1, _REST + 1):
    member(f"Tuple`{_count}", "new", types=True)(lambda types, *items: Tuple(types, items))
    for _at in range(_count):
        member(f"Tuple`{_count}", "Rest" if _at == 7 else f"Item{_at + 1}")(_part(_at))
