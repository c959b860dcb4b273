"""``Queue<T>`` and ``Stack<T>``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.collections.base import Collection, copy_into, required
from apimgen.csharp.run.library.collections.enumerators import Enumerator
from apimgen.csharp.run.library.equality import equal
from apimgen.csharp.run.library.failures import invalid_operation, out_of_range
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.csharp.model.types import Type
    from apimgen.csharp.run.host import Host


class Queue(Collection):
    """A ``Queue<T>``.

    Attributes:
        items: the next one first.
    """

    __slots__ = ("items",)
    type_name = "Queue`1"

    def __init__(self, element: Type, items: list[Any]) -> None:
        super().__init__(element)
        self.items = items

    def __len__(self) -> int:
        return len(self.items)

    def held(self) -> list[Any]:
        """The items, in the order in which they come out."""
        return self.items


class Stack(Queue):
    """A ``Stack<T>``; its next item is the last of ``items``."""

    __slots__ = ()
    type_name = "Stack`1"

    def held(self) -> list[Any]:
        """The items, in the order in which they come out."""
        return self.items[::-1]


def _next(one: Queue) -> int:
    if not one.items:
        word = "Stack" if isinstance(one, Stack) else "Queue"
        raise invalid_operation(f"{word} empty.")
    return -1 if isinstance(one, Stack) else 0


def _push(host: Host, one: Queue, item: Any) -> None:
    host.spend(1)
    one.items.append(item)
    one.changed()


def _pop(one: Queue) -> Any:
    found = one.items.pop(_next(one))
    one.changed()
    return found


def _peek(one: Queue) -> Any:
    return one.items[_next(one)]


def _clear(one: Queue) -> None:
    one.items.clear()
    one.changed()


def _enumerator(one: Queue) -> Enumerator:
    return Enumerator(one, one.element, f"{one.type_name[:-2]}.Enumerator`1")


def _register(made: type[Queue], put: str, take: str) -> None:
    owner = made.type_name

    def empty(types: tuple[Type, ...], capacity: int = 0) -> Queue:
        if capacity < 0:
            raise out_of_range("capacity", "Non-negative number required.")
        return made(types[0], [])

    def filled(host: Host, types: tuple[Type, ...], items: Iterable[Any] | None) -> Queue:
        found = list(required(items, "collection"))
        host.spend(len(found))
        return made(types[0], found)

    member(owner, "new", "", types=True)(empty)
    member(owner, "new", "int", types=True)(empty)
    member(owner, "new", "IEnumerable<T>", types=True, host=True)(filled)
    member(owner, put, host=True)(_push)
    member(owner, take)(_pop)
    member(owner, "Peek")(_peek)
    member(owner, "Clear")(_clear)
    member(owner, "Count")(len)
    member(owner, "Contains")(lambda one, item: any(equal(held, item) for held in one.held()))
    member(owner, "ToArray")(lambda one: Array(one.element, list(one.held())))
    member(owner, "CopyTo")(lambda one, target, at: copy_into(list(one.held()), target, at))
    member(owner, "TrimExcess")(lambda _: None)
    member(owner, "GetEnumerator")(_enumerator)


_register(Queue, "Enqueue", "Dequeue")
_register(Stack, "Push", "Pop")
