"""Arrays: the members of ``Array``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.collections.base import TOO_SHORT
from apimgen.csharp.run.library.collections.enumerators import enumerate_any
from apimgen.csharp.run.library.collections.finding import index_of, register_finding
from apimgen.csharp.run.library.collections.lists import List
from apimgen.csharp.run.library.collections.sorting import comparison_of, sort_part
from apimgen.csharp.run.library.failures import (
    argument,
    argument_null,
    index_out_of_range,
    not_supported,
    out_of_range,
)
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.registry import member, setter
from apimgen.csharp.run.values import Array
from apimgen.csharp.run.values.casts import boxed, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.model.types import Type
    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.library.system.types import TypeThing

_A = "Array"


def given(one: Array | None, name: str = "array") -> Array:
    """An array that may not be null.

    Raises:
        Thrown: an ArgumentNullException.
    """
    if one is None:
        raise argument_null(name)
    return one


register_finding(_A, lambda one: one.items, lambda one, items: Array(one.element, items))


def _found_object(one: Array | None, value: Any, *where: Any) -> int:
    array = given(one)
    items = [boxed(item, array.element) for item in array.items]
    return index_of(items, value, *where)


member(_A, "IndexOf", "Array, object")(_found_object)
member(_A, "IndexOf", "Array, object, int")(_found_object)
member(_A, "IndexOf", "Array, object, int, int")(_found_object)
member(_A, "Length")(len)
member(_A, "LongLength")(len)
member(_A, "Count")(len)
member(_A, "Rank")(lambda _: 1)
member(_A, "IsFixedSize")(lambda _: True)
member(_A, "IsReadOnly")(lambda _: False)
member(_A, "IsSynchronized")(lambda _: False)
member(_A, "SyncRoot")(lambda one: one)
member(_A, "Initialize")(lambda _: None)
member(_A, "GetEnumerator")(enumerate_any)
member(_A, "Clone")(lambda one: Array(one.element, list(one.items)))


def _dimension(one: Array, dimension: int) -> Array:
    if dimension != 0:
        raise index_out_of_range()
    return one


member(_A, "GetLength")(lambda one, at: len(_dimension(one, at)))
member(_A, "GetLongLength")(lambda one, at: len(_dimension(one, at)))
member(_A, "GetLowerBound")(lambda one, at: len(_dimension(one, at)) * 0)
member(_A, "GetUpperBound")(lambda one, at: len(_dimension(one, at)) - 1)


@member(_A, "GetValue", "int")
@member(_A, "GetValue", "long")
def _value(one: Array, index: int) -> Any:
    return boxed(_at(one, index), one.element)


@member(_A, "this")
def _at(one: Array, index: int) -> Any:
    if not 0 <= index < len(one.items):
        raise index_out_of_range()
    return one.items[index]


@member(_A, "SetValue", "object, int")
@member(_A, "SetValue", "object, long")
def _set_value(one: Array, value: Any, index: int) -> None:
    _set(one, index, cast(value, one.element))


@setter(_A, "this")
def _set(one: Array, index: int, value: Any) -> None:
    if not 0 <= index < len(one.items):
        raise index_out_of_range()
    one.items[index] = value


def _refuse(*_: Any) -> None:
    raise not_supported("Collection was of a fixed size.")


for _name in ("Add", "Insert", "Remove", "RemoveAt"):
    member(_A, _name)(_refuse)


@member(_A, "Clear", "Array, int, int")
def _clear(one: Array | None, index: int, length: int) -> None:
    array = given(one)
    if index < 0 or length < 0 or index + length > len(array):
        raise index_out_of_range()
    array.items[index : index + length] = [default_of(array.element)] * length


@member(_A, "Copy", "Array, Array, int")
@member(_A, "Copy", "Array, Array, long")
def _copy(source: Array | None, target: Array | None, length: int) -> None:
    _copy_part(source, 0, target, 0, length)


@member(_A, "Copy", "Array, int, Array, int, int")
@member(_A, "Copy", "Array, long, Array, long, long")
@member(_A, "ConstrainedCopy")
def _copy_part(source: Array | None, at: int, target: Array | None, to: int, length: int) -> None:
    one, two = given(source, "sourceArray"), given(target, "destinationArray")
    if length < 0:
        raise out_of_range("length", "Non-negative number required.")
    if at < 0 or to < 0:
        name = "sourceIndex" if at < 0 else "destinationIndex"
        raise out_of_range(
            name, "Number was less than the array's lower bound in the first dimension."
        )
    if at + length > len(one):
        message = (
            "Source array was not long enough. Check srcIndex and length, and the array's lower "
            "bounds."
        )
        raise argument(message)
    if to + length > len(two):
        raise argument(TOO_SHORT)
    moved = one.items[at : at + length]
    if one.element is not two.element:
        moved = [cast(boxed(item, one.element), two.element) for item in moved]
    two.items[to : to + length] = moved


@member(_A, "CopyTo")
def _copy_to(one: Array, target: Array | None, at: int) -> None:
    _copy_part(one, 0, target, at, len(one))


@member(_A, "Reverse", "Array")
def _reverse(one: Array | None) -> None:
    given(one).items.reverse()


@member(_A, "Reverse", "Array, int, int")
def _reverse_part(one: Array | None, index: int, length: int) -> None:
    array = given(one)
    part = _slice(array, index, length)
    array.items[part] = array.items[part][::-1]


def _slice(one: Array, index: int, length: int) -> slice:
    if index < 0 or length < 0:
        raise out_of_range("index" if index < 0 else "length", "Non-negative number required.")
    if index + length > len(one):
        message = (
            "Offset and length were out of bounds for the array or count is greater than the "
            "number of elements from index to the end of the source collection."
        )
        raise argument(message)
    return slice(index, index + length)


@member(_A, "Sort", "Array", host=True)
@member(_A, "Sort", "T[]", host=True)
@member(_A, "Sort", "Array, IComparer", host=True)
@member(_A, "Sort", "T[], IComparer<T>", host=True)
@member(_A, "Sort", "T[], Comparison<T>", host=True)
def _sort(host: Host, one: Array | None, comparer: Any = None) -> None:
    array = given(one)
    sort_part(host, array.items, slice(None), array.element, comparer)


@member(_A, "Sort", "Array, int, int", host=True)
@member(_A, "Sort", "T[], int, int", host=True)
@member(_A, "Sort", "T[], int, int, IComparer<T>", host=True)
def _sort_part(
    host: Host, one: Array | None, index: int, length: int, comparer: Any = None
) -> None:
    array = given(one)
    sort_part(host, array.items, _slice(array, index, length), array.element, comparer)


@member(_A, "Sort", "Array, Array", host=True)
@member(_A, "Sort", "TKey[], TValue[]", host=True)
@member(_A, "Sort", "TKey[], TValue[], IComparer<TKey>", host=True)
def _sort_both(host: Host, keys: Array | None, items: Array | None, comparer: Any = None) -> None:
    array = given(keys, "keys")
    if items is None:
        sort_part(host, array.items, slice(None), array.element, comparer)
        return
    order = list(range(len(array)))
    held = list(array.items)
    by = comparison_of(comparer, array.element)
    sort_part(host, order, slice(None), array.element, lambda one, two: by(held[one], held[two]))
    array.items[:] = [held[at] for at in order]
    moved = list(items.items)
    items.items[: len(order)] = [moved[at] for at in order]


@member(_A, "Resize", types=True, host=True)
def _resize(
    host: Host, types: tuple[Type, ...], one: Array | None, size: int
) -> tuple[None, Array]:
    if size < 0:
        raise out_of_range("newSize", "Non-negative number required.")
    host.spend(size)
    held = list(one.items[:size]) if one is not None else []
    missing = [default_of(types[0]) for _ in range(size - len(held))]
    return None, Array(types[0], held + missing)


@member(_A, "Empty", types=True)
def _empty(types: tuple[Type, ...]) -> Array:
    return Array(types[0], [])


@member(_A, "CreateInstance", "Type, int", host=True)
def _create(host: Host, of: TypeThing | None, length: int) -> Array:
    if of is None:
        raise argument_null("elementType")
    if length < 0:
        raise out_of_range("length", "Non-negative number required.")
    host.spend(length)
    return Array(of.of, [default_of(of.of) for _ in range(length)])


@member(_A, "ConvertAll", types=True)
def _convert_all(
    types: tuple[Type, ...], one: Array | None, by: Callable[[Any], Any] | None
) -> Array:
    items = given(one).items
    if by is None:
        raise argument_null("converter")
    return Array(types[1], [by(item) for item in list(items)])


@member(_A, "ForEach", host=True)
def _each(host: Host, one: Array | None, action: Callable[[Any], Any] | None) -> None:
    items = given(one).items
    if action is None:
        raise argument_null("action")
    for item in list(items):
        host.spend(1)
        action(item)


@member(_A, "AsReadOnly")
def _read_only(one: Array | None) -> List:
    array = given(one)
    made = List(array.element, [], read_only=True)
    made.items = array.items
    return made
