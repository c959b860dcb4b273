"""``HashSet<T>``, and ``ISet<T>``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.collections.base import (
    Collection,
    copy_into,
    key_by,
    required,
)
from apimgen.csharp.run.library.collections.comparers import DefaultEquality
from apimgen.csharp.run.library.collections.enumerators import Enumerator
from apimgen.csharp.run.library.collections.tables import Table
from apimgen.csharp.run.library.failures import argument_null, out_of_range
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.registry import member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apimgen.csharp.model.types import Type
    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.values import Array

_H = "HashSet`1"


class HashSet(Collection):
    """A ``HashSet<T>``.

    Attributes:
        table: its items, as keys.
        comparer: of its items.
    """

    __slots__ = ("comparer", "table")
    type_name = _H

    def __init__(self, element: Type, comparer: Any = None) -> None:
        super().__init__(element)
        self.comparer = comparer
        self.table = Table(key_by(comparer))

    def __len__(self) -> int:
        return len(self.table)

    def held(self) -> Iterator[Any]:
        """The items."""
        return (row.key for row in self.table)

    def add(self, item: Any) -> bool:
        """Adds an item; False where it is there."""
        if not self.table.add(item, None):
            return False
        self.changed()
        return True

    def remove(self, item: Any) -> bool:
        """Takes an item away; False where it is not there."""
        if not self.table.remove(item):
            return False
        self.changed()
        return True

    def has(self, item: Any) -> bool:
        """Whether an item is there."""
        return self.table.find(item) is not None


def _filled(host: Host, made: HashSet, items: Iterable[Any] | None, name: str) -> HashSet:
    for item in required(items, name):
        host.spend(1)
        made.add(item)
    return made


@member(_H, "new", "", types=True)
def _new(types: tuple[Type, ...]) -> HashSet:
    return HashSet(types[0])


@member(_H, "new", "IEqualityComparer<T>", types=True)
def _new_by(types: tuple[Type, ...], comparer: Any) -> HashSet:
    return HashSet(types[0], comparer)


@member(_H, "new", "int", types=True)
@member(_H, "new", "int, IEqualityComparer<T>", types=True)
def _new_sized(types: tuple[Type, ...], capacity: int, comparer: Any = None) -> HashSet:
    if capacity < 0:
        raise out_of_range("capacity")
    return HashSet(types[0], comparer)


@member(_H, "new", "IEnumerable<T>", types=True, host=True)
@member(_H, "new", "IEnumerable<T>, IEqualityComparer<T>", types=True, host=True)
def _new_of(
    host: Host, types: tuple[Type, ...], items: Iterable[Any] | None, comparer: Any = None
) -> HashSet:
    return _filled(host, HashSet(types[0], comparer), items, "collection")


member(_H, "Count")(len)


@member(_H, "Comparer")
def _comparer(one: HashSet) -> Any:
    return DefaultEquality(one.element) if one.comparer is None else one.comparer


@member(_H, "Add", host=True)
@member("ISet`1", "Add", host=True)
def _add(host: Host, one: HashSet, item: Any) -> bool:
    host.spend(1)
    return one.add(item)


@member(_H, "Remove")
def _remove(one: HashSet, item: Any) -> bool:
    return one.remove(item)


@member(_H, "Contains")
def _contains(one: HashSet, item: Any) -> bool:
    return one.has(item)


@member(_H, "Clear")
def _clear(one: HashSet) -> None:
    one.table.clear()
    one.changed()


@member(_H, "RemoveWhere")
def _remove_where(one: HashSet, match: Callable[[Any], bool] | None) -> int:
    if match is None:
        raise argument_null("match")
    return sum(1 for item in list(one.held()) if match(item) and one.remove(item))


@member(_H, "TryGetValue")
def _try_get(one: HashSet, item: Any) -> tuple[bool, Any]:
    row = one.table.find(item)
    return (False, default_of(one.element)) if row is None else (True, row.key)


@member(_H, "CopyTo")
def _copy(one: HashSet, target: Array | None, at: int = 0, count: int | None = None) -> None:
    copy_into(list(one.held())[:count], target, at)


@member(_H, "GetEnumerator")
def _enumerator(one: HashSet) -> Enumerator:
    return Enumerator(one, one.element, "HashSet.Enumerator`1")


@member(_H, "TrimExcess")
def _trim(_: HashSet) -> None:
    return None


def _other(one: HashSet, items: Iterable[Any] | None) -> HashSet:
    """Other items as a set with the same comparer."""
    made = HashSet(one.element, one.comparer)
    for item in required(items, "other"):
        made.add(item)
    return made


def _union(one: HashSet, items: Iterable[Any] | None) -> None:
    for item in list(required(items, "other")):
        one.add(item)


def _intersect(one: HashSet, items: Iterable[Any] | None) -> None:
    other = _other(one, items)
    for item in list(one.held()):
        if not other.has(item):
            one.remove(item)


def _except(one: HashSet, items: Iterable[Any] | None) -> None:
    for item in list(required(items, "other")):
        one.remove(item)


def _symmetric(one: HashSet, items: Iterable[Any] | None) -> None:
    other = list(_other(one, items).held())
    there = [item for item in other if one.has(item)]
    for item in other:
        one.add(item)
    for item in there:
        one.remove(item)


def _within(one: HashSet, other: HashSet) -> bool:
    return all(other.has(item) for item in one.held())


_OPERATIONS: dict[str, Callable[[HashSet, Any], Any]] = {
    "UnionWith": _union,
    "IntersectWith": _intersect,
    "ExceptWith": _except,
    "SymmetricExceptWith": _symmetric,
    "IsSubsetOf": lambda one, items: _within(one, _other(one, items)),
    "IsSupersetOf": lambda one, items: _within(_other(one, items), one),
    "IsProperSubsetOf": lambda one, items: (
        _within(one, (other := _other(one, items))) and len(one) < len(other)
    ),
    "IsProperSupersetOf": lambda one, items: (
        _within((other := _other(one, items)), one) and len(one) > len(other)
    ),
    "Overlaps": lambda one, items: any(map(one.has, required(items, "other"))),
    "SetEquals": lambda one, items: (
        _within(one, (other := _other(one, items))) and len(one) == len(other)
    ),
}
for _name, _call in _OPERATIONS.items():
    member(_H, _name)(_call)
    member("ISet`1", _name)(_call)
