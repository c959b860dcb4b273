"""The members of ``IEnumerable``, ``ICollection``, ``IList`` and ``IDictionary``.

Each goes to the member of the type that the value has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.types import is_nullable
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.run.library.collections import enumerators  # noqa: F401  GetEnumerator
from apimgen.csharp.run.library.collections.enumerators import element_of
from apimgen.csharp.run.library.context.pairs import KeyValuePair
from apimgen.csharp.run.library.failures import argument, argument_null
from apimgen.csharp.run.library.registry import entry_named, member
from apimgen.csharp.run.values import Array, full_name
from apimgen.csharp.run.values.casts import boxed, cast, is_instance, type_of
from apimgen.csharp.run.values.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.model.types import Type
    from apimgen.csharp.run.host import Host


def _called(host: Host, receiver: Any, name: str, values: tuple[Any, ...]) -> Any:
    """Calls a member of the type that a value has."""
    of = type_of(receiver)
    entry = entry_named(of, name, len(values), pair=_is_pair(values))
    if entry is None:
        raise NotModelledError(f"{of}.{name.lstrip('=')}", 0)
    given: list[Any] = [receiver, *values]
    if entry.types:
        given.insert(0, of.arguments)
    if entry.host:
        given.insert(0, host)
    return entry.call(*given)


def _is_pair(values: tuple[Any, ...]) -> bool:
    return len(values) == 1 and isinstance(values[0], KeyValuePair)


def _forward(owner: str, name: str) -> None:
    def forward(host: Host, receiver: Any, *values: Any) -> Any:
        return _called(host, receiver, name, values)

    member(owner, name, host=True)(forward)


def fits(value: Any, element: Type) -> bool:
    """Whether an object can be an item of a collection."""
    if value is None:
        return is_nullable(element) or not is_value(element)
    return is_instance(value, element)


def _of_another_type(value: Any, element: Type) -> Exception:
    if value is None:
        return argument_null("value")
    message = (
        f'The value "{text(value)}" is not of type "{full_name(element)}" and cannot be used in '
        "this generic collection."
    )
    return argument(message, "value")


def _forward_objects(owner: str, name: str) -> None:
    """As :func:`_forward`, for an interface whose items are objects."""

    def forward(host: Host, receiver: Any, *values: Any) -> Any:
        element = element_of(receiver)
        given = list(values)
        if given and name not in ("RemoveAt", "this"):
            if not fits(given[-1], element):
                if name in ("Contains", "IndexOf", "Remove"):
                    return {"Contains": False, "IndexOf": -1}.get(name)
                raise _of_another_type(given[-1], element)
            given[-1] = cast(given[-1], element)
        found = _called(host, receiver, name, tuple(given))
        return boxed(found, element) if name == "this" else found

    member(owner, name, host=True)(forward)


for _owner, _names in {
    "ICollection`1": ("Add", "Clear", "Contains", "CopyTo", "Remove"),
    "IList`1": ("IndexOf", "Insert", "RemoveAt", "this", "=this"),
    "IReadOnlyList`1": ("this",),
    "IDictionary`2": ("Add", "ContainsKey", "Remove", "TryGetValue", "Keys", "Values", "this"),
}.items():
    for _name in _names:
        _forward(_owner, _name)
_forward("IDictionary`2", "=this")
for _name in ("Clear", "Contains", "IndexOf", "Insert", "Remove", "RemoveAt", "this", "=this"):
    _forward_objects("IList", _name)


def _count(receiver: Any) -> int:
    return len(receiver)


for _owner in ("ICollection`1", "IReadOnlyCollection`1", "ICollection"):
    member(_owner, "Count")(_count)
member("ICollection", "IsSynchronized")(lambda _: False)
member("ICollection", "SyncRoot")(lambda one: one)


def _fixed(test: Callable[[Any], bool], *names: tuple[str, str]) -> None:
    for owner, name in names:
        member(owner, name)(test)


def _is_read_only(one: Any) -> bool:
    return bool(getattr(one, "read_only", False)) or ".Key" in type_of(one).name


_fixed(
    lambda one: isinstance(one, Array) or _is_read_only(one),
    ("ICollection`1", "IsReadOnly"),
    ("IList", "IsFixedSize"),
)
_fixed(_is_read_only, ("IList", "IsReadOnly"))


@member("IList", "Add", host=True)
def _add(host: Host, one: Any, value: Any) -> int:
    element = element_of(one)
    if not fits(value, element):
        raise _of_another_type(value, element)
    _called(host, one, "Add", (cast(value, element),))
    return len(one) - 1


@member("ICollection", "CopyTo")
def _copy(one: Any, target: Array, at: int) -> None:
    element = element_of(one)
    for place, item in enumerate(one, at):
        target.items[place] = item if target.element is element else boxed(item, element)
