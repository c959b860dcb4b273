"""A ``JObject`` as a dictionary: pairs, where C# takes it for such an interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import STRING, named
from apimgen.csharp.run.library.context.pairs import KeyValuePair
from apimgen.csharp.run.library.json.tree.properties import JObject, JProperty
from apimgen.csharp.run.library.registry import PAIRS, TURN, member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.csharp.run.library.json.tree.containers import JContainer
    from apimgen.csharp.run.library.json.tree.tokens import JToken

TYPES = (STRING, named("JToken"))


def pairs_of(receiver: JObject) -> Iterator[KeyValuePair]:
    """The properties as pairs of a name and a value, as ``foreach`` goes through them."""
    for row in receiver.children():
        if isinstance(row, JProperty):
            before = receiver.changes
            yield KeyValuePair(row.name, row.value, TYPES)
            receiver.expect(before)


member("JObject", TURN)(pairs_of)


class ObjectPairs(JObject):
    """An object that gives pairs to who goes through it; all else is the object's own.

    Attributes:
        source: the object.
    """

    __slots__ = ("source",)
    types = TYPES

    def __init__(self, source: JObject) -> None:
        self.source = source

    @property
    def rows(self) -> dict[str, JProperty]:
        """The properties."""
        return self.source.rows

    @rows.setter
    def rows(self, rows: dict[str, JProperty]) -> None:
        self.source.rows = rows

    @property
    def changes(self) -> int:
        """How often it has changed."""
        return self.source.changes

    @changes.setter
    def changes(self, changes: int) -> None:
        self.source.changes = changes

    @property
    def parent(self) -> JContainer | None:
        """The container that it is in."""
        return self.source.parent

    @parent.setter
    def parent(self, parent: JContainer | None) -> None:
        self.source.parent = parent

    def __iter__(self) -> Iterator[Any]:
        return pairs_of(self.source)

    def look_up(self, key: str) -> tuple[bool, JToken | None]:
        """Whether there is a property of a name, and its value."""
        row = self.rows.get(key)
        return row is not None, None if row is None else row.value

    def insert(self, at: int, token: JToken | None) -> None:
        """Adds a property to the object."""
        self.source.insert(at, token)

    def replace_at(self, at: int, token: JToken | None) -> None:
        """Puts another property in the place of one."""
        self.source.replace_at(at, token)

    def csharp_equals(self, other: Any) -> bool:
        """Whether it is the same object."""
        return other is self.source or getattr(other, "source", None) is self.source

    def csharp_hash(self) -> int:
        """The object's."""
        return self.source.csharp_hash()


@member("JObject", PAIRS)
def as_pairs(value: Any) -> Any:
    """The value as a dictionary, where it is an object of JSON."""
    if isinstance(value, JObject) and not isinstance(value, ObjectPairs):
        return ObjectPairs(value)
    return value
