"""The members of ``JArray`` and ``JConstructor``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import named
from apimgen.csharp.run.library.collections.enumerators import Enumerator
from apimgen.csharp.run.library.failures import argument, argument_null, out_of_range
from apimgen.csharp.run.library.json.reading import parsing
from apimgen.csharp.run.library.json.tree import creating
from apimgen.csharp.run.library.json.tree.containers import JArray, JConstructor
from apimgen.csharp.run.library.registry import attribute, member, setter

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.library.json.tree.tokens import JToken
    from apimgen.csharp.run.values import Array

_OWNER = "JArray"


@member(_OWNER, "Parse", "string", host=True)
def parse(host: Host, text: str | None) -> JArray:
    """``JArray.Parse(json)``."""
    host.spend(1 + len(text or "") // 16)
    return parsing.parse_array(text)


@member(_OWNER, "new", "")
def new() -> JArray:
    """``new JArray()``."""
    return JArray()


@member(_OWNER, "new", "JArray")
def new_copy(other: JArray | None) -> JToken:
    """``new JArray(other)``: a copy."""
    if other is None:
        raise argument_null("other")
    return creating.copied(other)


@member(_OWNER, "new")
def new_with(content: Any) -> JArray:
    """``new JArray(content)``: of tokens, values and sequences of them."""
    made = JArray()
    creating.add(made, content)
    return made


@member(_OWNER, "this", "int")
def item(receiver: JArray, index: int) -> JToken:
    """``array[0]``."""
    return receiver.at(index)


@setter(_OWNER, "this")
def set_item(receiver: JArray, index: Any, value: JToken | None) -> None:
    """``array[0] = value``."""
    receiver.set_item(index, value)


@member(_OWNER, "Add", "JToken")
def add(receiver: JArray, value: JToken | None) -> None:
    """``array.Add(value)``."""
    receiver.insert(len(receiver.items), value)


@member(_OWNER, "GetEnumerator")
def enumerator(receiver: JArray) -> Enumerator:
    """The items, one after the other."""
    return Enumerator(receiver, named("JToken"))


@member(_OWNER, "Clear")
def clear(receiver: JArray) -> None:
    """Takes all items away."""
    receiver.clear()


@member(_OWNER, "IndexOf")
def index_of(receiver: JArray, value: JToken | None) -> int:
    """The position of a token; -1 where it is none of the items itself."""
    return receiver.index_of(value)


@member(_OWNER, "Contains")
def contains(receiver: JArray, value: JToken | None) -> bool:
    """Whether a token is one of the items itself."""
    return receiver.index_of(value) >= 0


@member(_OWNER, "CopyTo")
def copy_to(receiver: JArray, target: Array | None, start: int) -> None:
    """Copies the items into an array."""
    if target is None:
        raise argument_null("array")
    if start < 0:
        raise out_of_range("arrayIndex", "arrayIndex is less than 0.")
    if start >= len(target.items) and start != 0:
        raise argument("arrayIndex is equal to or greater than the length of array.")
    if len(receiver.items) > len(target.items) - start:
        raise argument(
            "The number of elements in the source JObject is greater than the available space "
            "from arrayIndex to the end of the destination array."
        )
    target.items[start : start + len(receiver.items)] = receiver.items


@member(_OWNER, "Insert")
def insert(receiver: JArray, index: int, value: JToken | None) -> None:
    """Adds an item at a position."""
    receiver.insert(index, value)


@member(_OWNER, "IsReadOnly")
def is_read_only(receiver: JArray) -> bool:
    """No."""
    del receiver
    return False


@member(_OWNER, "Remove")
def remove(receiver: JArray, value: JToken | None) -> bool:
    """Takes an item away, and tells whether it was there."""
    at = receiver.index_of(value)
    if at >= 0:
        receiver.remove_at(at)
    return at >= 0


@member(_OWNER, "RemoveAt")
def remove_at(receiver: JArray, index: int) -> None:
    """Takes the item at a position away."""
    receiver.remove_at(index)


attribute("JConstructor", "Name", "name")


@setter("JConstructor", "Name")
def set_name(receiver: JConstructor, name: str | None) -> None:
    """``constructor.Name = name``."""
    receiver.name = name


@member("JConstructor", "new")
def new_constructor(name: str | None = None, content: Any = None) -> JConstructor:
    """``new JConstructor("Date", content)``."""
    if name == "":
        raise argument("Constructor name cannot be empty.", "name")
    made = JConstructor(name)
    if content is not None:
        creating.add(made, content)
    return made


@member("JConstructor", "new", "JConstructor")
def new_constructor_copy(other: JConstructor | None) -> JToken:
    """``new JConstructor(other)``: a copy."""
    if other is None:
        raise argument_null("other")
    return creating.copied(other)
