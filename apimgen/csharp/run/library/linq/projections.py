"""Making other sequences: ``Select``, ``SelectMany``, ``Concat``, ``Zip``, ``Range`` and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import INT, Type
from apimgen.csharp.run.library.collections.dictionaries import Dictionary
from apimgen.csharp.run.library.collections.lists import List
from apimgen.csharp.run.library.collections.sets import HashSet
from apimgen.csharp.run.library.failures import argument_null, out_of_range
from apimgen.csharp.run.library.linq.source import E, S, function, given, lazily, through
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.library.sequences import Sequence

    Types = tuple[Type, ...]
    Call = Callable[..., Any]


@member(E, "Select", f"{S}, Func<TSource, TResult>", types=True)
def _select(types: Types, source: Any, selector: Call) -> Sequence:
    given(source)
    by = function(selector, "selector")
    return lazily(types[1], lambda: (by(one) for one in through(source)))


@member(E, "Select", f"{S}, Func<TSource, int, TResult>", types=True)
def _select_at(types: Types, source: Any, selector: Call) -> Sequence:
    given(source)
    by = function(selector, "selector")
    return lazily(types[1], lambda: (by(one, at) for at, one in enumerate(through(source))))


def _many(types: Types, source: Any, by: Call, result: Call | None, *, indexed: bool) -> Sequence:
    def make() -> Iterator[Any]:
        for at, one in enumerate(through(source)):
            inner = by(one, at) if indexed else by(one)
            for two in through(given(inner)):
                yield two if result is None else result(one, two)

    return lazily(types[-1], make)


def _select_many(indexed: bool) -> Call:
    def select(types: Types, source: Any, selector: Call) -> Sequence:
        given(source)
        return _many(types, source, function(selector, "selector"), None, indexed=indexed)

    return select


def _select_pairs(indexed: bool) -> Call:
    def select(types: Types, source: Any, collection: Call, result: Call) -> Sequence:
        given(source)
        by = function(collection, "collectionSelector")
        made = function(result, "resultSelector")
        return _many(types, source, by, made, indexed=indexed)

    return select


for _indexed in (False, True):
    _of = "TSource, int" if _indexed else "TSource"
    member(E, "SelectMany", f"{S}, Func<{_of}, IEnumerable<TResult>>", types=True)(
        _select_many(_indexed)
    )
    member(
        E,
        "SelectMany",
        f"{S}, Func<{_of}, IEnumerable<TCollection>>, Func<TSource, TCollection, TResult>",
        types=True,
    )(_select_pairs(_indexed))


@member(E, "Concat", host=True, types=True)
def _concat(host: Host, types: Types, first: Any, second: Any) -> Sequence:
    given(first, "first")
    given(second, "second")

    def make() -> Iterator[Any]:
        host.spend(1)  # a sequence that is joined to itself again and again has no end
        yield from through(first)
        yield from through(second)

    return lazily(types[0], make)


@member(E, "Append", types=True)
def _append(types: Types, source: Any, item: Any) -> Sequence:
    given(source)

    def make() -> Iterator[Any]:
        yield from through(source)
        yield item

    return lazily(types[0], make)


@member(E, "Prepend", types=True)
def _prepend(types: Types, source: Any, item: Any) -> Sequence:
    given(source)

    def make() -> Iterator[Any]:
        yield item
        yield from through(source)

    return lazily(types[0], make)


@member(E, "Zip", types=True)
def _zip(types: Types, first: Any, second: Any, selector: Call) -> Sequence:
    given(first, "first")
    given(second, "second")
    by = function(selector, "resultSelector")
    return lazily(
        types[2],
        lambda: (by(one, two) for one, two in zip(through(first), through(second), strict=False)),
    )


@member(E, "Reverse", types=True)
def _reverse(types: Types, source: Any) -> Sequence:
    given(source)
    return lazily(types[0], lambda: reversed(list(through(source))))


@member(E, "Range", host=True)
def _range(host: Host, start: int, count: int) -> Sequence:
    if count < 0 or start + count - 1 > 0x7FFFFFFF:
        raise out_of_range("count")

    def make() -> Iterator[int]:
        for at in range(start, start + count):
            host.spend(1)
            yield at

    return lazily(INT, make)


@member(E, "Repeat", host=True, types=True)
def _repeat(host: Host, types: Types, item: Any, count: int) -> Sequence:
    if count < 0:
        raise out_of_range("count")

    def make() -> Iterator[Any]:
        for _ in range(count):
            host.spend(1)
            yield item

    return lazily(types[0], make)


@member(E, "Empty", types=True)
def _empty(types: Types) -> Array:
    return Array(types[0], [])


@member(E, "AsEnumerable")
def _itself(source: Any) -> Any:
    return source


@member(E, "ToArray", types=True, host=True)
def _to_array(host: Host, types: Types, source: Any) -> Array:
    found = list(through(given(source)))
    host.spend(len(found))
    return Array(types[0], found)


@member(E, "ToList", types=True, host=True)
def _to_list(host: Host, types: Types, source: Any) -> List:
    found = list(through(given(source)))
    host.spend(len(found))
    return List(types[0], found)


@member(E, "ToHashSet", types=True, host=True)
def _to_set(host: Host, types: Types, source: Any, comparer: Any = None) -> HashSet:
    made = HashSet(types[0], comparer)
    for one in through(given(source)):
        host.spend(1)
        made.add(one)
    return made


def _table(
    host: Host, types: Types, source: Any, by: Call, value: Call | None, comparer: Any
) -> Dictionary:
    given(source)
    key_of = function(by, "keySelector")
    made = Dictionary((types[1], types[0] if value is None else types[2]), comparer)
    for one in through(source):
        host.spend(1)
        key = key_of(one)
        if key is None:
            raise argument_null("key")
        made.add(key, one if value is None else value(one))
    return made


_KEY = f"{S}, Func<TSource, TKey>"
_EQUALITY = "IEqualityComparer<TKey>"


@member(E, "ToDictionary", _KEY, types=True, host=True)
@member(E, "ToDictionary", f"{_KEY}, {_EQUALITY}", types=True, host=True)
def _to_table(host: Host, types: Types, source: Any, by: Call, comparer: Any = None) -> Dictionary:
    return _table(host, types, source, by, None, comparer)


@member(E, "ToDictionary", f"{_KEY}, Func<TSource, TElement>", types=True, host=True)
@member(E, "ToDictionary", f"{_KEY}, Func<TSource, TElement>, {_EQUALITY}", types=True, host=True)
def _to_table_of(
    host: Host, types: Types, source: Any, by: Call, value: Call, comparer: Any = None
) -> Dictionary:
    return _table(host, types, source, by, function(value, "elementSelector"), comparer)
