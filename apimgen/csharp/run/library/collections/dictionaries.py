"""``Dictionary<TKey, TValue>``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.collections.base import Collection, copy_into, key_by
from apimgen.csharp.run.library.collections.comparers import DefaultEquality
from apimgen.csharp.run.library.collections.enumerators import Enumerator
from apimgen.csharp.run.library.collections.tables import Table
from apimgen.csharp.run.library.context.pairs import KeyValuePair
from apimgen.csharp.run.library.equality import equal
from apimgen.csharp.run.library.failures import (
    argument,
    argument_null,
    not_supported,
    out_of_range,
)
from apimgen.csharp.run.library.faults import key_not_found, modified
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.registry import attribute, member, setter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.values import Array

_D = "Dictionary`2"
_TWICE = "An item with the same key has already been added."


class Dictionary(Collection):
    """A ``Dictionary``.

    Attributes:
        types: the C# types of its keys and values.
        table: its rows.
        comparer: of its keys.
    """

    __slots__ = ("comparer", "table", "types")

    def __init__(self, types: tuple[Type, Type], comparer: Any = None) -> None:
        super().__init__(named("KeyValuePair`2", *types))
        self.types = types
        self.comparer = comparer
        self.table = Table(key_by(comparer))

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(_D, *self.types)

    def __len__(self) -> int:
        return len(self.table)

    def held(self) -> Iterator[KeyValuePair]:
        """The pairs."""
        return (KeyValuePair(row.key, row.value, self.types) for row in self.table)

    def look_up(self, key: Any) -> tuple[bool, Any]:
        """Whether a key is there, and its value or the default.

        Raises:
            Thrown: an ArgumentNullException for null.
        """
        if key is None:
            raise argument_null("key")
        row = self.table.find(key)
        return (False, default_of(self.types[1])) if row is None else (True, row.value)

    def put(self, key: Any, value: Any) -> None:
        """Sets the value of a key, which is new or not."""
        if key is None:
            raise argument_null("key")
        row = self.table.find(key)
        if row is None:
            self.table.add(key, value)
        else:
            row.value = value
        self.changed()

    def add(self, key: Any, value: Any) -> None:
        """Adds a key.

        Raises:
            Thrown: an ArgumentException where it is there.
        """
        if key is None:
            raise argument_null("key")
        if not self.table.add(key, value):
            raise argument(_TWICE)
        self.changed()

    def remove(self, key: Any) -> bool:
        """Takes a key away; False where it is not there."""
        if key is None:
            raise argument_null("key")
        if not self.table.remove(key):
            return False
        self.changed()
        return True


class View(Collection):
    """The keys or the values of a dictionary, as they are when someone looks."""

    __slots__ = ("keys", "of")

    def __init__(self, of: Dictionary, *, keys: bool) -> None:
        super().__init__(of.types[0] if keys else of.types[1])
        self.of = of
        self.keys = keys

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        part = "KeyCollection" if self.keys else "ValueCollection"
        return named(f"Dictionary.{part}`2", *self.of.types)

    def __len__(self) -> int:
        return len(self.of)

    def __iter__(self) -> Iterator[Any]:
        version = self.of.version
        for row in self.of.table:
            if version != self.of.version:
                raise modified()
            yield row.key if self.keys else row.value
        if version != self.of.version:
            raise modified()

    def held(self) -> list[Any]:
        """What it shows now."""
        return [row.key if self.keys else row.value for row in self.of.table]


@member(_D, "new", "", types=True)
def _new(types: tuple[Type, Type]) -> Dictionary:
    return Dictionary(types)


@member(_D, "new", "int", types=True)
@member(_D, "new", "int, IEqualityComparer<TKey>", types=True)
def _new_sized(types: tuple[Type, Type], capacity: int, comparer: Any = None) -> Dictionary:
    if capacity < 0:
        raise out_of_range("capacity")
    return Dictionary(types, comparer)


@member(_D, "new", "IEqualityComparer<TKey>", types=True)
def _new_by(types: tuple[Type, Type], comparer: Any) -> Dictionary:
    return Dictionary(types, comparer)


@member(_D, "new", "IDictionary<TKey, TValue>", types=True, host=True)
@member(_D, "new", "IDictionary<TKey, TValue>, IEqualityComparer<TKey>", types=True, host=True)
def _new_of(
    host: Host, types: tuple[Type, Type], given: Iterable[KeyValuePair] | None, comparer: Any = None
) -> Dictionary:
    if given is None:
        raise argument_null("dictionary")
    made = Dictionary(types, comparer)
    for pair in given:
        host.spend(1)
        made.add(pair.key, pair.value)
    return made


member(_D, "Count")(len)
member(_D, "Keys")(lambda one: View(one, keys=True))
member(_D, "Values")(lambda one: View(one, keys=False))


@member(_D, "Comparer")
def _comparer(one: Dictionary) -> Any:
    return DefaultEquality(one.types[0]) if one.comparer is None else one.comparer


@member(_D, "this")
def _item(one: Dictionary, key: Any) -> Any:
    found, value = one.look_up(key)
    if not found:
        raise key_not_found()
    return value


@setter(_D, "this")
def _set(one: Dictionary, key: Any, value: Any) -> None:
    one.put(key, value)


@member(_D, "Add", "TKey, TValue", host=True)
def _add(host: Host, one: Dictionary, key: Any, value: Any) -> None:
    host.spend(1)
    one.add(key, value)


@member(_D, "Remove", "TKey")
def _remove(one: Dictionary, key: Any) -> bool:
    return one.remove(key)


@member(_D, "ContainsKey")
def _contains(one: Dictionary, key: Any) -> bool:
    return one.look_up(key)[0]


@member(_D, "ContainsValue")
def _contains_value(one: Dictionary, value: Any) -> bool:
    return any(equal(row.value, value) for row in one.table)


@member(_D, "TryGetValue")
def _try_get(one: Dictionary, key: Any) -> tuple[bool, Any]:
    return one.look_up(key)


@member(_D, "Clear")
def _clear(one: Dictionary) -> None:
    one.table.clear()
    one.changed()


@member(_D, "GetEnumerator")
def _enumerator(one: Dictionary) -> Enumerator:
    return Enumerator(one, one.element, "Dictionary.Enumerator`2")


# As a collection of pairs.


@member(_D, "Add", "KeyValuePair")
def _add_pair(one: Dictionary, pair: KeyValuePair) -> None:
    one.add(pair.key, pair.value)


@member(_D, "Remove", "KeyValuePair")
def _remove_pair(one: Dictionary, pair: KeyValuePair) -> bool:
    return _holds(one, pair) and one.remove(pair.key)


@member(_D, "Contains")
def _holds(one: Dictionary, pair: KeyValuePair) -> bool:
    found, value = one.look_up(pair.key)
    return found and equal(value, pair.value)


@member(_D, "CopyTo")
def _copy(one: Dictionary, target: Array | None, at: int) -> None:
    copy_into(list(one.held()), target, at)


def _refused(part: str) -> Callable[..., None]:
    def refuse(*_: Any) -> None:
        message = f"Mutating a {part} collection derived from a dictionary is not allowed."
        raise not_supported(message)

    return refuse


for _part in ("Key", "Value"):
    _owner = f"Dictionary.{_part}Collection`2"
    member(_owner, "Count")(len)
    member(_owner, "GetEnumerator")(
        lambda one, name=f"{_owner[:-2]}.Enumerator`2": Enumerator(one, one.element, name)
    )
    member(_owner, "CopyTo")(lambda one, target, at: copy_into(one.held(), target, at))
    member(_owner, "Contains")(lambda one, item: any(equal(held, item) for held in one.held()))
    for _name in ("Add", "Remove", "Clear"):
        member(_owner, _name)(_refused(_part.lower()))

attribute("DictionaryEntry", "Key", "key")
attribute("DictionaryEntry", "Value", "value")
