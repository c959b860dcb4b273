"""``List<T>``: the members that read and change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.collections.base import (
    OF_COUNT,
    Collection,
    copy_into,
    required,
)
from apimgen.csharp.run.library.collections.enumerators import Enumerator
from apimgen.csharp.run.library.collections.finding import register_finding
from apimgen.csharp.run.library.collections.sorting import sort_part
from apimgen.csharp.run.library.equality import equal
from apimgen.csharp.run.library.failures import argument, argument_null, not_supported, out_of_range
from apimgen.csharp.run.library.faults import bad_index
from apimgen.csharp.run.library.registry import member, setter
from apimgen.csharp.run.values import Array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apimgen.csharp.run.host import Host

_L = "List`1"
_NEGATIVE = "Non-negative number required."


class List(Collection):
    """A ``List<T>``.

    Attributes:
        items: what is in it.
        read_only: whether it is what ``AsReadOnly`` gives.
    """

    __slots__ = ("items", "read_only")

    def __init__(self, element: Type, items: list[Any], *, read_only: bool = False) -> None:
        super().__init__(element)
        self.items = items
        self.read_only = read_only

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("ReadOnlyCollection`1" if self.read_only else _L, self.element)

    def __len__(self) -> int:
        return len(self.items)

    def held(self) -> Iterator[Any]:
        """The items."""
        return iter(self.items)


@member(_L, "new", "", types=True)
def _new(types: tuple[Type, ...]) -> List:
    return List(types[0], [])


@member(_L, "new", "int", types=True)
def _new_sized(types: tuple[Type, ...], capacity: int) -> List:
    if capacity < 0:
        raise out_of_range("capacity", _NEGATIVE)
    return List(types[0], [])


@member(_L, "new", "IEnumerable<T>", types=True, host=True)
def _new_of(host: Host, types: tuple[Type, ...], items: Iterable[Any] | None) -> List:
    found = list(required(items, "collection"))
    host.spend(len(found))
    return List(types[0], found)


member(_L, "Count")(len)
member("ReadOnlyCollection`1", "Count")(len)


@member(_L, "this")
@member("ReadOnlyCollection`1", "this")
def _item(one: List, index: int) -> Any:
    if index < 0 or index >= len(one.items):
        raise bad_index()
    return one.items[index]


@setter(_L, "this")
def _set(one: List, index: int, value: Any) -> None:
    if index < 0 or index >= len(one.items):
        raise bad_index()
    one.items[index] = value
    one.changed()


@member(_L, "Capacity")
def _capacity(one: List) -> int:
    size = 4
    while size < len(one.items):
        size *= 2
    return size if one.items else 0


@setter(_L, "Capacity")
def _set_capacity(one: List, value: int) -> None:
    if value < len(one.items):
        raise out_of_range("value", "capacity was less than the current size.")


@member(_L, "Add", host=True)
def _add(host: Host, one: List, item: Any) -> None:
    host.spend(1)
    one.items.append(item)
    one.changed()


@member(_L, "AddRange", host=True)
def _add_range(host: Host, one: List, items: Iterable[Any] | None) -> None:
    added = list(required(items, "collection"))
    host.spend(len(added))
    one.items.extend(added)
    one.changed()


@member(_L, "Clear")
def _clear(one: List) -> None:
    one.items.clear()
    one.changed()


@member(_L, "Insert", host=True)
def _insert(host: Host, one: List, index: int, item: Any) -> None:
    if index < 0 or index > len(one.items):
        raise out_of_range("index", "Index must be within the bounds of the List.")
    host.spend(1)
    one.items.insert(index, item)
    one.changed()


@member(_L, "InsertRange", host=True)
def _insert_range(host: Host, one: List, index: int, items: Iterable[Any] | None) -> None:
    added = list(required(items, "collection"))
    if index < 0 or index > len(one.items):
        raise bad_index()
    host.spend(len(added))
    one.items[index:index] = added
    one.changed()


@member(_L, "Remove", host=True)
def _remove(host: Host, one: List, item: Any) -> bool:
    host.spend(len(one.items) // 8)
    for at, held in enumerate(one.items):
        if equal(held, item):
            del one.items[at]
            one.changed()
            return True
    return False


@member(_L, "RemoveAt")
def _remove_at(one: List, index: int) -> None:
    if index < 0 or index >= len(one.items):
        raise bad_index()
    del one.items[index]
    one.changed()


def _part(one: List, index: int, count: int) -> slice:
    if index < 0:
        raise out_of_range("index", _NEGATIVE)
    if count < 0:
        raise out_of_range("count", _NEGATIVE)
    if len(one.items) - index < count:
        raise argument(OF_COUNT)
    return slice(index, index + count)


@member(_L, "RemoveRange")
def _remove_range(one: List, index: int, count: int) -> None:
    del one.items[_part(one, index, count)]
    if count:
        one.changed()


@member(_L, "RemoveAll")
def _remove_all(one: List, match: Callable[[Any], bool] | None) -> int:
    if match is None:
        raise argument_null("match")
    kept = [item for item in list(one.items) if not match(item)]
    count = len(one.items) - len(kept)
    one.items[:] = kept
    if count:
        one.changed()
    return count


@member(_L, "GetRange")
def _range(one: List, index: int, count: int) -> List:
    return List(one.element, one.items[_part(one, index, count)])


@member(_L, "Reverse", "")
def _reverse(one: List) -> None:
    one.items.reverse()
    one.changed()


@member(_L, "Reverse", "int, int")
def _reverse_part(one: List, index: int, count: int) -> None:
    part = _part(one, index, count)
    one.items[part] = one.items[part][::-1]
    one.changed()


@member(_L, "Sort", "", host=True)
def _sort(host: Host, one: List) -> None:
    sort_part(host, one.items, slice(None), one.element)
    one.changed()


@member(_L, "Sort", "IComparer<T>", host=True)
def _sort_by(host: Host, one: List, comparer: Any) -> None:
    sort_part(host, one.items, slice(None), one.element, comparer)
    one.changed()


@member(_L, "Sort", "Comparison<T>", host=True)
def _sort_with(host: Host, one: List, comparison: Callable[[Any, Any], int] | None) -> None:
    if comparison is None:
        raise argument_null("comparison")
    sort_part(host, one.items, slice(None), one.element, comparison)
    one.changed()


@member(_L, "Sort", "int, int, IComparer<T>", host=True)
def _sort_some(host: Host, one: List, index: int, count: int, comparer: Any) -> None:
    sort_part(host, one.items, _part(one, index, count), one.element, comparer)
    one.changed()


@member(_L, "ToArray")
def _to_array(one: List) -> Array:
    return Array(one.element, list(one.items))


@member(_L, "AsReadOnly")
def _read_only(one: List) -> List:
    made = List(one.element, [], read_only=True)
    made.items = one.items
    return made


@member(_L, "CopyTo", "T[]")
def _copy(one: List, target: Array | None) -> None:
    copy_into(one.items, target, 0)


@member(_L, "CopyTo", "T[], int")
def _copy_at(one: List, target: Array | None, at: int) -> None:
    copy_into(one.items, target, at)


@member(_L, "CopyTo", "int, T[], int, int")
def _copy_part(one: List, index: int, target: Array | None, at: int, count: int) -> None:
    if len(one.items) - index < count:
        raise argument(OF_COUNT)
    copy_into(one.items[index : index + count], target, at)


@member(_L, "ForEach", host=True)
def _each(host: Host, one: List, action: Callable[[Any], Any] | None) -> None:
    if action is None:
        raise argument_null("match")
    for item in one:
        host.spend(1)
        action(item)


@member(_L, "ConvertAll", types=True)
def _convert_all(types: tuple[Type, ...], one: List, by: Callable[[Any], Any] | None) -> List:
    if by is None:
        raise argument_null("converter")
    return List(types[0], [by(item) for item in list(one.items)])


@member(_L, "GetEnumerator")
@member("ReadOnlyCollection`1", "GetEnumerator")
def _enumerator(one: List) -> Enumerator:
    return Enumerator(one, one.element, "List.Enumerator`1")


@member(_L, "TrimExcess")
def _trim(_: List) -> None:
    return None


register_finding(_L, lambda one: one.items, lambda one, items: List(one.element, items))
for _name in ("Add", "Clear", "Insert", "Remove", "RemoveAt", "=this"):
    member("ReadOnlyCollection`1", _name)(lambda *_: _refuse())


def _refuse() -> None:
    raise not_supported("Collection is read-only.")
