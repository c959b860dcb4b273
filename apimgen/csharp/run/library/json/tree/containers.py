"""The containers of JSON's tree, and how they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.failures import argument, out_of_range
from apimgen.csharp.run.library.faults import bad_index, modified
from apimgen.csharp.run.library.json.tree.tokens import (
    JToken,
    Kind,
    null,
    root,
    shown_key,
    unchanged,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class JContainer(JToken):
    """A token with others in it.

    Attributes:
        changes: how often it has changed, for who goes through it.
    """

    __slots__ = ("changes",)

    def __init__(self) -> None:
        self.parent = None
        self.changes = 0

    def __iter__(self) -> Iterator[JToken]:
        before = self.changes
        for one in self.children():
            yield one
            self.expect(before)

    def expect(self, changes: int) -> None:
        """Throws where it has changed since someone began to go through it."""
        if self.changes != changes:
            raise modified()

    def index_of(self, token: JToken | None) -> int:
        """The position of a child; -1 where it is none."""
        return next((at for at, one in enumerate(self.children()) if one is token), -1)

    def insert(self, at: int, token: JToken | None) -> None:
        """Adds a child; one that is in a tree already is copied."""
        raise NotImplementedError

    def replace_at(self, at: int, token: JToken | None) -> None:
        """Puts another child in the place of one."""
        raise NotImplementedError

    def remove_at(self, at: int) -> None:
        """Takes a child away."""
        raise NotImplementedError

    def clear(self) -> None:
        """Takes all children away."""
        raise NotImplementedError

    def own(self, token: JToken | None) -> JToken:
        """The token as a child of this: a copy where it is in a tree already."""
        if token is None:
            token = null()
        elif (
            token.parent is not None or token is self or (token.children() and root(self) is token)
        ):
            token = token.clone()
        return token

    def refuse_property(self, token: JToken) -> None:
        """Throws where the token is a property, which only an object takes."""
        if token.kind == Kind.PROPERTY:
            raise argument(f"Can not add {token.full_name} to {self.full_name}.")


class JArray(JContainer):
    """A list of tokens."""

    __slots__ = ("items",)
    kind = Kind.ARRAY
    class_name = "JArray"

    def __init__(self, items: list[JToken] | None = None) -> None:
        self.parent = None
        self.changes = 0
        self.items = [] if items is None else items
        for one in self.items:
            one.parent = self

    def children(self) -> list[JToken]:
        """Its items."""
        return self.items

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return True

    def item(self, key: Any) -> JToken | None:
        """The item at a position."""
        if type(key) is not int:
            shown = shown_key(key)
            raise argument(
                f"Accessed {self.class_name} values with invalid key value: {shown}. "
                "Int32 array index expected."
            )
        return self.at(key)

    def at(self, index: int) -> JToken:
        """The item at a position."""
        if 0 <= index < len(self.items):
            return self.items[index]
        raise bad_index()

    def set_item(self, key: Any, value: JToken | None) -> None:
        """Replaces the item at a position."""
        if type(key) is not int:
            shown = shown_key(key)
            raise argument(
                f"Set {self.class_name} values with invalid key value: {shown}. "
                "Int32 array index expected."
            )
        self.replace_at(key, value)

    def insert(self, at: int, token: JToken | None) -> None:
        """Adds an item."""
        if at < 0:
            raise bad_index()
        if at > len(self.items):
            raise out_of_range("index", "Index must be within the bounds of the List.")
        token = self.own(token)
        self.refuse_property(token)
        token.parent = self
        self.items.insert(at, token)
        self.changes += 1

    def replace_at(self, at: int, token: JToken | None) -> None:
        """Puts another item in the place of one."""
        self._check(at)
        before = self.items[at]
        if unchanged(before, token):
            return
        token = self.own(token)
        self.refuse_property(token)
        before.parent = None
        token.parent = self
        self.items[at] = token
        self.changes += 1

    def remove_at(self, at: int) -> None:
        """Takes an item away."""
        self._check(at)
        self.items.pop(at).parent = None
        self.changes += 1

    def _check(self, at: int) -> None:
        if at < 0:
            raise out_of_range("index", "Index is less than 0.")
        if at >= len(self.items):
            raise out_of_range("index", "Index is equal to or greater than Count.")

    def clear(self) -> None:
        """Takes all items away."""
        for one in self.items:
            one.parent = None
        self.items = []
        self.changes += 1

    def clone(self) -> JToken:
        """A copy without a parent."""
        return JArray([one.clone() for one in self.items])


class JConstructor(JArray):
    """``new Name(1, 2)`` of JavaScript, which Newtonsoft reads too."""

    __slots__ = ("name",)
    kind = Kind.CONSTRUCTOR
    class_name = "JConstructor"

    def __init__(self, name: str | None, items: list[JToken] | None = None) -> None:
        super().__init__(items)
        self.name = name

    def clone(self) -> JConstructor:
        """A copy without a parent."""
        return JConstructor(self.name, [one.clone() for one in self.items])
