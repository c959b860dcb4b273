"""What is one value: ``First``, ``Any``, ``Count``, ``Aggregate``, ``SequenceEqual`` and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.collections.base import key_by
from apimgen.csharp.run.library.equality import equal
from apimgen.csharp.run.library.failures import OF_INDEX, invalid_operation, out_of_range
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.linq.source import (
    E,
    S,
    function,
    given,
    no_elements,
    no_match,
    through,
)
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apimgen.csharp.model.types import Type

    Types = tuple[Type, ...]
    Call = Callable[..., Any]

_MISSING = object()


def _matching(source: Any, predicate: Call | None, *, any_: bool) -> Iterator[Any]:
    """The items that match; all where no predicate was asked for."""
    given(source)
    if any_:
        return through(source)
    test = function(predicate, "predicate")
    return (one for one in through(source) if test(one))


def _last(items: Iterator[Any]) -> Any:
    found: Any = _MISSING
    for one in items:
        found = one
    return found


def _single(items: Iterator[Any], more: str) -> Any:
    found = next(items, _MISSING)
    if found is not _MISSING and next(items, _MISSING) is not _MISSING:
        raise invalid_operation(f"Sequence contains more than one {more}")
    return found


def _chooser(name: str) -> None:
    def choose(types: Types, source: Any, *predicate: Any, default: bool = False) -> Any:
        plain = not predicate
        items = _matching(source, None if plain else predicate[0], any_=plain)
        if name == "First":
            found = next(items, _MISSING)
        elif name == "Last":
            found = _last(items)
        else:
            found = _single(items, "element" if plain else "matching element")
        if found is _MISSING:
            if not default:
                raise no_elements() if plain else no_match()
            return default_of(types[0])
        return found

    member(E, name, types=True)(choose)
    member(E, f"{name}OrDefault", types=True)(
        lambda types, *values: choose(types, *values, default=True)
    )


for _name in ("First", "Last", "Single"):
    _chooser(_name)


@member(E, "Any", S)
def _any(source: Any) -> bool:
    return next(through(given(source)), _MISSING) is not _MISSING


@member(E, "Any", f"{S}, Func<TSource, bool>")
def _any_of(source: Any, predicate: Call) -> bool:
    return next(_matching(source, predicate, any_=False), _MISSING) is not _MISSING


@member(E, "All")
def _all(source: Any, predicate: Call) -> bool:
    given(source)
    test = function(predicate, "predicate")
    return all(test(one) for one in through(source))


@member(E, "Count", S)
@member(E, "LongCount", S)
def _count(source: Any) -> int:
    given(source)
    if isinstance(source, (Array, str)):
        return len(source)
    return sum(1 for _ in through(source))


@member(E, "Count", f"{S}, Func<TSource, bool>")
@member(E, "LongCount", f"{S}, Func<TSource, bool>")
def _count_of(source: Any, predicate: Call) -> int:
    return sum(1 for _ in _matching(source, predicate, any_=False))


@member(E, "Contains", f"{S}, TSource")
def _contains(source: Any, value: Any) -> bool:
    return any(equal(one, value) for one in through(given(source)))


@member(E, "Contains", f"{S}, TSource, IEqualityComparer<TSource>")
def _contains_by(source: Any, value: Any, comparer: Any) -> bool:
    by = key_by(comparer)
    key = by(value)
    return any(by(one) == key for one in through(given(source)))


def _at(source: Any, index: int) -> Any:
    given(source)
    if index >= 0:
        for at, one in enumerate(through(source)):
            if at == index:
                return one
    return _MISSING


@member(E, "ElementAt")
def _element(source: Any, index: int) -> Any:
    found = _at(source, index)
    if found is _MISSING:
        raise out_of_range("index", OF_INDEX)
    return found


@member(E, "ElementAtOrDefault", types=True)
def _element_or_default(types: Types, source: Any, index: int) -> Any:
    found = _at(source, index)
    return default_of(types[0]) if found is _MISSING else found


@member(E, "SequenceEqual")
def _same(first: Any, second: Any, comparer: Any = None) -> bool:
    by = key_by(comparer)
    one, two = through(given(first, "first")), through(given(second, "second"))
    for left in one:
        right = next(two, _MISSING)
        if right is _MISSING or by(left) != by(right):
            return False
    return next(two, _MISSING) is _MISSING


@member(E, "Aggregate", f"{S}, Func<TSource, TSource, TSource>")
def _aggregate(source: Any, by: Call) -> Any:
    given(source)
    items, fold = through(source), function(by, "func")
    found = next(items, _MISSING)
    if found is _MISSING:
        raise no_elements()
    for one in items:
        found = fold(found, one)
    return found


def _folded(source: Any, seed: Any, by: Call) -> Any:
    given(source)
    fold = function(by, "func")
    for one in through(source):
        seed = fold(seed, one)
    return seed


_FOLD = f"{S}, TAccumulate, Func<TAccumulate, TSource, TAccumulate>"
member(E, "Aggregate", _FOLD)(_folded)


@member(E, "Aggregate", f"{_FOLD}, Func<TAccumulate, TResult>")
def _aggregate_to(source: Any, seed: Any, by: Call, result: Call) -> Any:
    made = function(result, "resultSelector")
    return made(_folded(source, seed, by))
