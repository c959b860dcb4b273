"""``StringComparer``, ``Comparer`` and ``EqualityComparer``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.equality import compare, compare_as, equal, hash_key
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.collation import (
    collation_key,
    compare_ordinal,
    compare_text,
    upper,
)
from apimgen.csharp.run.values import Thing
from apimgen.csharp.run.values.equality import hash_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_S = "StringComparer"


class StringComparer(Thing):
    """A ``StringComparer``.

    Attributes:
        ordinal: whether it compares UTF-16 units.
        ignore: whether case does not count.
    """

    __slots__ = ("ignore", "ordinal")

    def __init__(self, *, ordinal: bool, ignore: bool) -> None:
        self.ordinal = ordinal
        self.ignore = ignore

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(_S)

    def csharp_key(self, value: Any) -> Hashable:
        """A key: two are equal where the comparer finds the texts equal."""
        if not isinstance(value, str):
            return hash_key(value)
        if self.ordinal:
            return upper(value) if self.ignore else value
        return collation_key(value, ignore_case=self.ignore)

    def csharp_order(self, one: Any, two: Any) -> int:
        """Which comes first."""
        if isinstance(one, str | None) and isinstance(two, str | None):
            by = compare_ordinal if self.ordinal else compare_text
            return by(one, two, ignore_case=self.ignore)
        return compare(one, two)

    def csharp_equals(self, other: Any) -> bool:
        """Whether both compare alike."""
        return (
            isinstance(other, StringComparer)
            and self.ordinal == other.ordinal
            and self.ignore == other.ignore
        )


def _register(name: str, made: StringComparer) -> None:
    member(_S, name)(lambda: made)


for _name, _ordinal, _ignore in (
    ("CurrentCulture", False, False),
    ("CurrentCultureIgnoreCase", False, True),
    ("InvariantCulture", False, False),
    ("InvariantCultureIgnoreCase", False, True),
    ("Ordinal", True, False),
    ("OrdinalIgnoreCase", True, True),
):
    _register(_name, StringComparer(ordinal=_ordinal, ignore=_ignore))


@member(_S, "Create")
def _create(_culture: Any, ignore: bool) -> StringComparer:
    return StringComparer(ordinal=False, ignore=ignore)


class DefaultEquality(Thing):
    """``EqualityComparer<T>.Default``.

    Attributes:
        of: the ``T``.
    """

    __slots__ = ("of",)

    def __init__(self, of: Type) -> None:
        self.of = of

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("EqualityComparer`1", self.of)

    def csharp_key(self, value: Any) -> Hashable:
        """A key: two are equal where the values are."""
        return hash_key(value)


class Order(Thing):
    """A ``Comparer<T>``.

    Attributes:
        of: the ``T``.
        csharp_order: how it compares.
    """

    __slots__ = ("csharp_order", "of")

    def __init__(self, of: Type, order: Callable[[Any, Any], int]) -> None:
        self.of = of
        self.csharp_order = order

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("Comparer`1", self.of)


@member("EqualityComparer`1", "Default", types=True)
def _equality(types: tuple[Type, ...]) -> DefaultEquality:
    return DefaultEquality(types[0])


@member("Comparer`1", "Default", types=True)
def _order(types: tuple[Type, ...]) -> Order:
    return Order(types[0], compare_as(types[0]))


@member("Comparer`1", "Create", types=True)
def _order_by(types: tuple[Type, ...], comparison: Callable[[Any, Any], int] | None) -> Order:
    if comparison is None:
        raise argument_null("comparison")
    return Order(types[0], comparison)


def _equals(one: Any, two: Any, other: Any) -> bool:
    if two is None or other is None:
        return two is other
    if isinstance(one, DefaultEquality):
        return equal(two, other)
    return bool(one.csharp_key(two) == one.csharp_key(other))


def _hash(one: Any, value: Any) -> int:
    if value is None:
        if isinstance(one, StringComparer):
            raise argument_null("obj")
        return 0
    if isinstance(one, StringComparer) and isinstance(value, str) and one.ignore:
        return hash_of(upper(value))
    return hash_of(value)


def _compare(one: Any, two: Any, other: Any) -> int:
    found: int = one.csharp_order(two, other)
    return found


for _owner in (_S, "EqualityComparer`1", "IEqualityComparer`1", "IEqualityComparer"):
    member(_owner, "Equals")(_equals)
    member(_owner, "GetHashCode")(_hash)
for _owner in (_S, "Comparer`1", "IComparer`1", "IComparer"):
    member(_owner, "Compare")(_compare)
