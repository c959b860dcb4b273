"""``Sum``, ``Average``, ``Min`` and ``Max``, each by the type of its numbers."""

from __future__ import annotations

import math
import struct
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.types import BY_KEYWORD, INT, LONG, Type, is_nullable
from apimgen.csharp.run.library.equality import compare_as
from apimgen.csharp.run.library.failures import overflow
from apimgen.csharp.run.library.linq.source import E, S, function, given, no_elements, through
from apimgen.csharp.run.library.numbers.ranges import range_of
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import decimals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Types = tuple[Type, ...]
    Call = Callable[..., Any]

_KEYWORDS = ("int", "long", "float", "double", "decimal")


def _single(value: float) -> float:
    if not math.isfinite(value):
        return value
    try:
        found: float = struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    return found


def _sum(items: Iterable[Any], keyword: str) -> Any:
    if keyword == "decimal":
        total = Decimal(0)
        for one in items:
            total = decimals.add(total, one)
        return total
    if keyword in ("float", "double"):
        value = 0.0
        for one in items:
            value += one
        return _single(value) if keyword == "float" else value
    low, high = range_of(INT if keyword == "int" else LONG)
    whole = 0
    for one in items:
        whole += one
        if not low <= whole <= high:
            raise overflow()
    return whole


def _average(items: Iterable[Any], keyword: str) -> Any:
    count = 0
    total: Any = Decimal(0) if keyword == "decimal" else 0
    for one in items:
        count += 1
        total = decimals.add(total, one) if keyword == "decimal" else total + one
        if keyword in ("int", "long") and abs(total) > range_of(LONG)[1]:
            raise overflow()
    if not count:
        return None
    if keyword == "decimal":
        return decimals.divide(Decimal(total), Decimal(count))
    found = float(total) / count
    return _single(found) if keyword == "float" else found


def _extreme(items: Iterator[Any], order: Call, *, most: bool) -> Any:
    """The least or the greatest item; None where there is none."""
    found = next(items, None)
    for one in items:
        ranked = order(one, found)
        if ranked > 0 if most else ranked < 0:
            found = one
    return found


def _least(keyword: str, *, most: bool) -> Call:
    order = compare_as(BY_KEYWORD[keyword])
    return lambda items, _: _extreme(iter(items), order, most=most)


def _register(name: str, keyword: str, call: Call, *, empty: bool) -> None:
    """Registers the overloads of a name for a type of numbers, and for the same that may be null.

    Args:
        name: of the member.
        keyword: the type.
        call: what it gives for items that are not null, and the keyword.
        empty: whether nothing is an answer: the sum of nothing is zero.
    """

    def plain(source: Any) -> Any:
        return answered(through(given(source)))

    def selected(source: Any, selector: Call) -> Any:
        given(source)
        by = function(selector, "selector")
        return answered(by(one) for one in through(source))

    def answered(items: Iterable[Any]) -> Any:
        found = call(items, keyword)
        if found is None and not empty:
            raise no_elements()
        return found

    def some(source: Any) -> Any:
        return call((one for one in through(given(source)) if one is not None), keyword)

    def some_selected(source: Any, selector: Call) -> Any:
        given(source)
        by = function(selector, "selector")
        found = (by(one) for one in through(source))
        return call((one for one in found if one is not None), keyword)

    member(E, name, f"IEnumerable<{keyword}>")(plain)
    member(E, name, f"IEnumerable<{keyword}?>")(some)
    member(E, name, f"{S}, Func<TSource, {keyword}>")(selected)
    member(E, name, f"{S}, Func<TSource, {keyword}?>")(some_selected)


for _keyword in _KEYWORDS:
    _register("Sum", _keyword, _sum, empty=True)
    _register("Average", _keyword, _average, empty=False)
    _register("Max", _keyword, _least(_keyword, most=True), empty=False)
    _register("Min", _keyword, _least(_keyword, most=False), empty=False)


def _of_any(type_: Type, items: Iterable[Any], *, most: bool) -> Any:
    held = [one for one in items if one is not None]
    found = _extreme(iter(held), compare_as(type_), most=most)
    if not held and is_value(type_) and not is_nullable(type_):
        raise no_elements()
    return found


def _any(name: str) -> None:
    most = name == "Max"

    def plain(types: Types, source: Any) -> Any:
        return _of_any(types[0], through(given(source)), most=most)

    def selected(types: Types, source: Any, selector: Call) -> Any:
        given(source)
        by = function(selector, "selector")
        return _of_any(types[1], (by(one) for one in through(source)), most=most)

    member(E, name, S, types=True)(plain)
    member(E, name, f"{S}, Func<TSource, TResult>", types=True)(selected)


_any("Max")
_any("Min")
