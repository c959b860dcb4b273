"""Grouping and joining: ``GroupBy``, ``ToLookup``, ``Join``, ``GroupJoin``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.collections.base import key_by
from apimgen.csharp.run.library.linq.source import E, S, function, given, lazily, through
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.library.sequences import Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    Types = tuple[Type, ...]
    Call = Callable[..., Any]


class Grouping(Sequence):
    """A group.

    Attributes:
        key: of its items.
        items: the items.
        types: the C# types of the key and of the items.
    """

    __slots__ = ("items", "key", "types")

    def __init__(self, key: Any, items: list[Any], types: Types) -> None:
        super().__init__(types[1], lambda: items)
        self.key = key
        self.items = items
        self.types = types

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("IGrouping`2", *self.types)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return True


class Lookup(Sequence):
    """Groups by their keys, in the order in which the keys came.

    Attributes:
        groups: by the key for Python.
        by: what makes that key.
        types: the C# types of the keys and of the items.
    """

    __slots__ = ("by", "groups", "types")

    def __init__(self, types: Types, comparer: Any) -> None:
        super().__init__(named("IGrouping`2", *types), self._groups)
        self.types = types
        self.by: Callable[[Any], Hashable] = key_by(comparer)
        self.groups: dict[Hashable, Grouping] = {}

    def _groups(self) -> Iterator[Grouping]:
        return iter(self.groups.values())

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("Lookup`2", *self.types)

    def __len__(self) -> int:
        return len(self.groups)

    def __bool__(self) -> bool:
        return True

    def put(self, key: Any, item: Any) -> None:
        """Adds an item to the group of its key."""
        made = self.by(key)
        group = self.groups.get(made)
        if group is None:
            group = self.groups[made] = Grouping(key, [], self.types)
        group.items.append(item)

    def items_of(self, key: Any) -> list[Any]:
        """The items of a key; none where it has no group."""
        group = self.groups.get(self.by(key))
        return group.items if group is not None else []


def _looked_up(
    types: Types, source: Any, by: Call, value: Call | None, comparer: Any, *, nulls: bool = True
) -> Lookup:
    made = Lookup(types, comparer)
    for one in through(source):
        key = by(one)
        if nulls or key is not None:
            made.put(key, one if value is None else value(one))
    return made


attribute("IGrouping`2", "Key", "key")
for _owner in ("ILookup`2", "Lookup`2"):
    member(_owner, "Count")(len)
    member(_owner, "Contains")(lambda one, key: one.by(key) in one.groups)
    member(_owner, "this")(lambda one, key: Sequence(one.types[1], lambda: one.items_of(key)))

_KEY = f"{S}, Func<TSource, TKey>"
_EQUALITY = "IEqualityComparer<TKey>"
_VALUE = "Func<TSource, TElement>"


@member(E, "ToLookup", _KEY, types=True)
@member(E, "ToLookup", f"{_KEY}, {_EQUALITY}", types=True)
def _to_lookup(types: Types, source: Any, by: Call, comparer: Any = None) -> Lookup:
    given(source)
    return _looked_up((types[1], types[0]), source, function(by, "keySelector"), None, comparer)


@member(E, "ToLookup", f"{_KEY}, {_VALUE}", types=True)
@member(E, "ToLookup", f"{_KEY}, {_VALUE}, {_EQUALITY}", types=True)
def _to_lookup_of(types: Types, source: Any, by: Call, value: Call, comparer: Any = None) -> Lookup:
    given(source)
    key, values = function(by, "keySelector"), function(value, "elementSelector")
    return _looked_up((types[1], types[2]), source, key, values, comparer)


def _grouped(
    source: Any, by: Call, value: Call | None, comparer: Any, types: Types, result: Call | None
) -> Sequence:
    """Groups when someone asks for them.

    Args:
        source: the items.
        by: gives their keys.
        value: gives what a group has of an item; None for the item.
        comparer: of keys.
        types: the C# types of keys and of what groups have, and of the result where there is one.
        result: makes something of a key and its items.
    """
    given(source)
    key = function(by, "keySelector")

    def make() -> Iterator[Any]:
        for group in _looked_up(types[:2], source, key, value, comparer):
            yield group if result is None else result(group.key, group)

    return lazily(named("IGrouping`2", *types[:2]) if result is None else types[2], make)


def _group_by(types: Types, source: Any, by: Call, comparer: Any = None) -> Sequence:
    return _grouped(source, by, None, comparer, (types[1], types[0]), None)


def _group_values(
    types: Types, source: Any, by: Call, value: Call, comparer: Any = None
) -> Sequence:
    values = function(value, "elementSelector")
    return _grouped(source, by, values, comparer, (types[1], types[2]), None)


def _group_results(
    types: Types, source: Any, by: Call, result: Call, comparer: Any = None
) -> Sequence:
    made = function(result, "resultSelector")
    return _grouped(source, by, None, comparer, (types[1], types[0], types[2]), made)


def _group_all(
    types: Types, source: Any, by: Call, value: Call, result: Call, comparer: Any = None
) -> Sequence:
    values, made = function(value, "elementSelector"), function(result, "resultSelector")
    return _grouped(source, by, values, comparer, (types[1], types[2], types[3]), made)


_SHAPES: dict[str, Call] = {
    _KEY: _group_by,
    f"{_KEY}, {_VALUE}": _group_values,
    f"{_KEY}, Func<TKey, {S}, TResult>": _group_results,
    f"{_KEY}, {_VALUE}, Func<TKey, IEnumerable<TElement>, TResult>": _group_all,
}
for _shape, _call in _SHAPES.items():
    member(E, "GroupBy", _shape, types=True)(_call)
    member(E, "GroupBy", f"{_shape}, {_EQUALITY}", types=True)(_call)


def _checked(outer: Any, inner: Any, outer_key: Call, inner_key: Call, result: Call) -> None:
    given(outer, "outer")
    given(inner, "inner")
    function(outer_key, "outerKeySelector")
    function(inner_key, "innerKeySelector")
    function(result, "resultSelector")


@member(E, "Join", types=True)
def _join(
    types: Types,
    outer: Any,
    inner: Any,
    outer_key: Call,
    inner_key: Call,
    result: Call,
    comparer: Any = None,
) -> Sequence:
    _checked(outer, inner, outer_key, inner_key, result)

    def make() -> Iterator[Any]:
        found = _looked_up((types[2], types[1]), inner, inner_key, None, comparer, nulls=False)
        for one in through(outer):
            for two in found.items_of(outer_key(one)):
                yield result(one, two)

    return lazily(types[3], make)


@member(E, "GroupJoin", types=True)
def _group_join(
    types: Types,
    outer: Any,
    inner: Any,
    outer_key: Call,
    inner_key: Call,
    result: Call,
    comparer: Any = None,
) -> Sequence:
    _checked(outer, inner, outer_key, inner_key, result)

    def make() -> Iterator[Any]:
        found = _looked_up((types[2], types[1]), inner, inner_key, None, comparer, nulls=False)
        for one in through(outer):
            items = found.items_of(outer_key(one))
            yield result(one, Grouping(None, items, types[1:3][::-1]))

    return lazily(types[3], make)
