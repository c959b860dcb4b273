"""``IEnumerator`` and the enumerators of the collections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import CHAR, OBJECT, STRING, Type, named
from apimgen.csharp.run.library.context.pairs import KeyValuePair
from apimgen.csharp.run.library.failures import invalid_operation, not_supported
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array, Thing
from apimgen.csharp.run.values.casts import boxed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PAIR = (STRING, OBJECT)
_BEFORE, _WITHIN, _AFTER = 0, 1, 2


class Enumerator(Thing):
    """Goes through a sequence by ``MoveNext``.

    Attributes:
        source: the sequence.
        element: the C# type of its items.
        type_name: of the enumerator.
        state: whether it is before the first item, at one, or after the last.
        current: the item that it is at.
    """

    __slots__ = ("_items", "current", "element", "source", "state", "type_name")

    def __init__(
        self, source: Iterable[Any], element: Type, type_name: str = "IEnumerator`1"
    ) -> None:
        self.source = source
        self.element = element
        self.type_name = type_name
        self.state = _BEFORE
        self.current: Any = None
        self._items: Iterator[Any] | None = None

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.type_name, self.element)

    def __iter__(self) -> Iterator[Any]:
        """What ``foreach`` goes through."""
        return through(self.source)

    def move(self) -> bool:
        """Goes to the next item, if there is one."""
        if self.state == _AFTER:
            return False
        if self._items is None:
            self._items = through(self.source)
        try:
            self.current = next(self._items)
        except StopIteration:
            self.state = _AFTER
            self.current = None
            return False
        self.state = _WITHIN
        return True

    def reset(self) -> None:
        """Goes back before the first item."""
        self.state = _BEFORE
        self._items = None


def through(source: Any) -> Iterator[Any]:
    """Goes through a sequence; variables give their pairs."""
    if type(source) is dict:
        return (KeyValuePair(key, value, _PAIR) for key, value in source.items())
    return iter(source)


def element_of(source: Any) -> Type:
    """The C# type of the items of a sequence."""
    if isinstance(source, str):
        return CHAR
    found: Type = getattr(source, "element", OBJECT)
    return found


_OWNERS = (
    *("IEnumerator", "IEnumerator`1", "CharEnumerator", "List.Enumerator`1", "Queue.Enumerator`1"),
    *("Stack.Enumerator`1", "HashSet.Enumerator`1", "Dictionary.Enumerator`2"),
    *("Dictionary.KeyCollection.Enumerator`2", "Dictionary.ValueCollection.Enumerator`2"),
)


def _move(one: Enumerator) -> bool:
    return one.move()


def _reset(one: Enumerator) -> None:
    if one.type_name == "IEnumerator`1":
        raise not_supported()
    one.reset()


def _current(one: Enumerator) -> Any:
    return one.current


@member("IEnumerator", "Current")
def _current_object(one: Enumerator) -> Any:
    if one.state == _BEFORE:
        raise invalid_operation("Enumeration has not started. Call MoveNext.")
    if one.state == _AFTER:
        raise invalid_operation("Enumeration already finished.")
    return boxed(one.current, one.element)


@member("CharEnumerator", "Current")
def _current_char(one: Enumerator) -> Any:
    if one.state != _WITHIN:
        return _current_object(one)
    return one.current


for _owner in _OWNERS:
    member(_owner, "MoveNext")(_move)
    member(_owner, "Reset")(_reset)
    member(_owner, "Dispose")(lambda _: None)
    if _owner not in ("IEnumerator", "CharEnumerator"):
        member(_owner, "Current")(_current)


@member("IEnumerable`1", "GetEnumerator")
@member("IEnumerable", "GetEnumerator")
def enumerate_any(source: Any) -> Enumerator:
    """The enumerator of any sequence."""
    if isinstance(source, Array):
        return Enumerator(source, source.element, "ArrayEnumerator`1")
    return Enumerator(source, element_of(source))


@member("string", "GetEnumerator")
def _of_text(text: str) -> Enumerator:
    return Enumerator(text, CHAR, "CharEnumerator")
