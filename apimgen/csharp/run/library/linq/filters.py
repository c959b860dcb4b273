"""Choosing items: ``Where``, ``Take``, ``Skip``, ``Distinct`` and the operations of sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.run.library.collections.base import key_by
from apimgen.csharp.run.library.collections.enumerators import element_of
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.linq.source import E, S, function, given, lazily, through
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values.casts import boxed, cast, is_instance, unboxed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from apimgen.csharp.model.types import Type
    from apimgen.csharp.run.library.sequences import Sequence

    Types = tuple[Type, ...]
    Test = Callable[..., bool]


@member(E, "Where", f"{S}, Func<TSource, bool>", types=True)
def _where(types: Types, source: Any, predicate: Test) -> Sequence:
    given(source)
    test = function(predicate, "predicate")
    return lazily(types[0], lambda: (one for one in through(source) if test(one)))


@member(E, "Where", f"{S}, Func<TSource, int, bool>", types=True)
def _where_at(types: Types, source: Any, predicate: Test) -> Sequence:
    given(source)
    test = function(predicate, "predicate")
    return lazily(
        types[0], lambda: (one for at, one in enumerate(through(source)) if test(one, at))
    )


@member(E, "Take", types=True)
def _take(types: Types, source: Any, count: int) -> Sequence:
    given(source)

    def make() -> Iterator[Any]:
        left = count
        if left <= 0:
            return
        for one in through(source):
            yield one
            left -= 1
            if left <= 0:
                return

    return lazily(types[0], make)


@member(E, "Skip", types=True)
def _skip(types: Types, source: Any, count: int) -> Sequence:
    given(source)

    def make() -> Iterator[Any]:
        for at, one in enumerate(through(source)):
            if at >= count:
                yield one

    return lazily(types[0], make)


def _while(types: Types, source: Any, predicate: Test, *, take: bool, indexed: bool) -> Sequence:
    given(source)
    test = function(predicate, "predicate")

    def make() -> Iterator[Any]:
        holds = True
        for at, one in enumerate(through(source)):
            holds = holds and (test(one, at) if indexed else test(one))
            if take and not holds:
                return
            if take or not holds:
                yield one

    return lazily(types[0], make)


for _name in ("TakeWhile", "SkipWhile"):
    for _shape in ("TSource, bool", "TSource, int, bool"):
        member(E, _name, f"{S}, Func<{_shape}>", types=True)(
            lambda types, source, test, take=_name == "TakeWhile", indexed="int" in _shape: _while(
                types, source, test, take=take, indexed=indexed
            )
        )


@member(E, "Cast", types=True)
def _cast(types: Types, source: Any) -> Any:
    given(source)
    element = element_of(source)
    if element is types[0]:
        return source
    return lazily(
        types[0], lambda: (cast(boxed(one, element), types[0]) for one in through(source))
    )


@member(E, "OfType", types=True)
def _of_type(types: Types, source: Any) -> Sequence:
    given(source)
    (wanted,) = types
    element = element_of(source)
    open_ = unboxed if is_value(wanted) else lambda one: one

    def make() -> Iterator[Any]:
        for one in through(source):
            held = boxed(one, element)
            if is_instance(held, wanted):
                yield open_(held)

    return lazily(wanted, make)


@member(E, "DefaultIfEmpty", S, types=True)
def _default(types: Types, source: Any) -> Sequence:
    return _or_default(types, source, default_of(types[0]))


@member(E, "DefaultIfEmpty", f"{S}, TSource", types=True)
def _default_of(types: Types, source: Any, value: Any) -> Sequence:
    return _or_default(types, source, value)


def _or_default(types: Types, source: Any, value: Any) -> Sequence:
    given(source)

    def make() -> Iterator[Any]:
        empty = True
        for one in through(source):
            empty = False
            yield one
        if empty:
            yield value

    return lazily(types[0], make)


def _distinct(source: Any, by: Callable[[Any], Hashable], seen: set[Hashable]) -> Iterator[Any]:
    for one in through(source):
        key = by(one)
        if key not in seen:
            seen.add(key)
            yield one


@member(E, "Distinct", types=True)
def _all_distinct(types: Types, source: Any, comparer: Any = None) -> Sequence:
    given(source)
    return lazily(types[0], lambda: _distinct(source, key_by(comparer), set()))


@member(E, "Union", types=True)
def _union(types: Types, first: Any, second: Any, comparer: Any = None) -> Sequence:
    given(first, "first")
    given(second, "second")

    def make() -> Iterator[Any]:
        seen: set[Hashable] = set()
        yield from _distinct(first, key_by(comparer), seen)
        yield from _distinct(second, key_by(comparer), seen)

    return lazily(types[0], make)


@member(E, "Except", types=True)
def _except(types: Types, first: Any, second: Any, comparer: Any = None) -> Sequence:
    given(first, "first")
    given(second, "second")
    by = key_by(comparer)
    return lazily(types[0], lambda: _distinct(first, by, {by(one) for one in through(second)}))


@member(E, "Intersect", types=True)
def _intersect(types: Types, first: Any, second: Any, comparer: Any = None) -> Sequence:
    given(first, "first")
    given(second, "second")

    def make() -> Iterator[Any]:
        by = key_by(comparer)
        left = {by(one) for one in through(second)}
        for one in through(first):
            key = by(one)
            if key in left:
                left.discard(key)
                yield one

    return lazily(types[0], make)
