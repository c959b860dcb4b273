"""Whether values are equal, what they hash to, which comes first: .NET's default comparers."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import CHAR, DOTNET, Form, Type, without_null
from apimgen.csharp.run.library.failures import argument
from apimgen.csharp.run.library.text.collation import compare_ordinal, compare_text
from apimgen.csharp.run.values import Boxed, Thing
from apimgen.csharp.run.values.casts import type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_PLAIN = frozenset({str, bool, int, float, Decimal, Boxed, tuple, type(None)})


class Comparable(Thing):
    """An object that has an order: a date, a version."""

    __slots__ = ()

    def csharp_compare(self, other: Any) -> int:
        """What ``CompareTo(object)`` gives for what is not null.

        Raises:
            Thrown: an ArgumentException for an object of another type.
        """
        raise NotImplementedError


def equal(one: Any, two: Any) -> bool:
    """Whether ``Equals`` says yes: of two objects, or of two values of the same static type."""
    if one is two:
        return True
    if isinstance(one, Thing):
        return one.csharp_equals(two)
    kind = type(one)
    if kind is not type(two):
        if kind in _PLAIN and type(two) in _PLAIN:
            return False
        return bool(one == two)
    if isinstance(one, Boxed):
        return one.type is two.type and equal(one.value, two.value)
    if isinstance(one, tuple):
        both = zip(one, two, strict=False)
        return len(one) == len(two) and all(equal(left, right) for left, right in both)
    if isinstance(one, float):
        return one == two or (math.isnan(one) and math.isnan(two))
    return bool(one == two)


class _ThingKey:
    """An object as a key of a Python dictionary."""

    __slots__ = ("thing",)

    def __init__(self, thing: Thing) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ThingKey) and self.thing.csharp_equals(other.thing)

    def __hash__(self) -> int:
        return self.thing.csharp_hash()


def hash_key(value: Any) -> Hashable:
    """A key for Python: two are equal exactly where the values are for .NET."""
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, bool):
        return (bool, value)
    if isinstance(value, float):
        return (float, "NaN") if math.isnan(value) else (float, value)
    if isinstance(value, Decimal):
        return (Decimal, value)
    if isinstance(value, Boxed):
        return (value.type, hash_key(value.value))
    if isinstance(value, tuple):
        return (tuple, tuple(hash_key(one) for one in value))
    if isinstance(value, Thing):
        return _ThingKey(value)
    key: Hashable = value
    return key


def compare(one: Any, two: Any) -> int:
    """Which of two objects comes first: less than 0, 0, or more; null is the least.

    Raises:
        Thrown: an ArgumentException for what has no order, or for two types.
    """
    if one is None or two is None:
        return (one is not None) - (two is not None)
    if isinstance(one, Comparable):
        return one.csharp_compare(two)
    if isinstance(one, Boxed):
        if not isinstance(two, Boxed) or two.type is not one.type:
            if one.type.form is Form.TUPLE:
                raise _unlike(one)
            raise _unlike(one)
        found: int = compare_as(one.type)(one.value, two.value)
        return found
    if isinstance(two, Comparable) and type(one) in _PLAIN:
        raise _unlike(one)
    if type(one) is not type(two) and type(one) in _PLAIN and type(two) in (*_PLAIN, Boxed):
        raise _unlike(one)
    if isinstance(one, str):
        return compare_text(one, two)
    if isinstance(one, float):
        return _compare_float(one, two)
    if isinstance(one, tuple):
        return _compare_tuple(one, two)
    if isinstance(one, Thing) or callable(one):
        raise argument("At least one object must implement IComparable.")
    return int(one > two) - int(one < two)


def _unlike(one: Any) -> Exception:
    of = type_of(one)
    return argument(f"Object must be of type {DOTNET.get(of.name, of.name)}.")


def _compare_float(one: float, two: float) -> int:
    if one != one or two != two:  # noqa: PLR0124  NaN is before all numbers
        return (one == one) - (two == two)  # noqa: PLR0124
    return (one > two) - (one < two)


def _compare_tuple(one: tuple[Any, ...], two: tuple[Any, ...]) -> int:
    for left, right in zip(one, two, strict=False):
        found = compare(left, right)
        if found:
            return found
    return 0


def compare_as(type_: Type) -> Callable[[Any, Any], int]:
    """The comparison of two values that are held as their static type says."""
    if without_null(type_) is CHAR:
        return compare_ordinal
    if type_.form is Form.TUPLE:
        parts = [compare_as(one) for one in type_.arguments]
        return lambda one, two: next(
            (found for by, a, b in zip(parts, one, two, strict=True) if (found := by(a, b))), 0
        )
    return compare


def sort_key(type_: Type) -> Callable[[Any], Any]:
    """What Python's ``sort`` needs to order values of a static type."""
    return cmp_to_key(compare_as(type_))
