"""``JObject`` and its properties."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.run.library.failures import argument
from apimgen.csharp.run.library.json.tree.containers import JContainer
from apimgen.csharp.run.library.json.tree.tokens import (
    JToken,
    Kind,
    json_exception,
    shown_key,
    unchanged,
)


class JProperty(JContainer):
    """A name and its value."""

    __slots__ = ("name", "value")
    kind = Kind.PROPERTY
    class_name = "JProperty"

    def __init__(self, name: str, value: JToken | None) -> None:
        self.parent = None
        self.changes = 0
        self.name = name
        self.value = self.own(value)
        self.value.parent = self

    def children(self) -> list[JToken]:
        """Its value."""
        return [self.value]

    def set(self, token: JToken | None) -> None:
        """Gives it another value."""
        if unchanged(self.value, token):
            return
        token = self.own(token)
        self.refuse_property(token)
        self.value.parent = None
        token.parent = self
        self.value = token

    def insert(self, at: int, token: JToken | None) -> None:
        """Throws: it has its one value."""
        del at, token
        raise json_exception(f"{self.full_name} cannot have multiple values.")

    def replace_at(self, at: int, token: JToken | None) -> None:
        """Gives it another value."""
        del at
        self.set(token)

    def remove_at(self, at: int) -> None:
        """Throws: a property has a value."""
        del at
        raise json_exception(f"Cannot add or remove items from {self.full_name}.")

    def clear(self) -> None:
        """Throws: a property has a value."""
        self.remove_at(0)

    def clone(self) -> JProperty:
        """A copy without a parent."""
        return JProperty(self.name, self.value.clone())


class JObject(JContainer):
    """Properties by their names, in their order.

    Attributes:
        rows: the properties.
    """

    __slots__ = ("rows",)
    kind = Kind.OBJECT
    class_name = "JObject"

    def __init__(self) -> None:
        self.parent = None
        self.changes = 0
        self.rows: dict[str, JProperty] = {}

    def children(self) -> list[JToken]:
        """Its properties."""
        return list(self.rows.values())

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return True

    def get(self, name: str | None) -> JToken | None:
        """The value of a property; None where there is none."""
        row = self.rows.get(name)  # type: ignore[arg-type]  # null finds nothing
        return None if row is None else row.value

    def put(self, name: str, value: JToken | None) -> None:
        """Sets the value of a property, which is new or not."""
        row = self.rows.get(name)
        if row is not None:
            row.set(value)
        else:
            self.insert(len(self.rows), JProperty(name, value))

    def item(self, key: Any) -> JToken | None:
        """The value of a property."""
        if not isinstance(key, str):
            shown = shown_key(key)
            raise argument(
                f"Accessed JObject values with invalid key value: {shown}. "
                "Object property name expected."
            )
        return self.get(key)

    def set_item(self, key: Any, value: JToken | None) -> None:
        """Sets the value of a property."""
        if not isinstance(key, str):
            shown = shown_key(key)
            raise argument(
                f"Set JObject values with invalid key value: {shown}. "
                "Object property name expected."
            )
        self.put(key, value)

    def _accept(self, token: JToken, place: JProperty | None = None) -> JProperty:
        if not isinstance(token, JProperty):
            raise argument(f"Can not add {token.full_name} to {self.full_name}.")
        if place is not None and token.name == place.name:
            return token
        if token.name in self.rows:
            raise argument(
                f"Can not add property {token.name} to {self.full_name}. "
                "Property with the same name already exists on object."
            )
        return token

    def insert(self, at: int, token: JToken | None) -> None:
        """Adds a property."""
        row = self._accept(self.own(token))
        row.parent = self
        if at >= len(self.rows):
            self.rows[row.name] = row
        else:
            rows = list(self.rows.values())
            rows.insert(at, row)
            self.rows = {one.name: one for one in rows}
        self.changes += 1

    def replace_at(self, at: int, token: JToken | None) -> None:
        """Puts another property in the place of one."""
        rows = list(self.rows.values())
        before = rows[at]
        row = self._accept(self.own(token), before)
        before.parent = None
        row.parent = self
        rows[at] = row
        self.rows = {one.name: one for one in rows}
        self.changes += 1

    def remove_at(self, at: int) -> None:
        """Takes a property away."""
        self.remove(list(self.rows)[at])

    def remove(self, name: str) -> bool:
        """Takes a property away, and tells whether there was one."""
        row = self.rows.pop(name, None)
        if row is None:
            return False
        row.parent = None
        self.changes += 1
        return True

    def clear(self) -> None:
        """Takes all properties away."""
        for one in self.rows.values():
            one.parent = None
        self.rows = {}
        self.changes += 1

    def clone(self) -> JObject:
        """A copy without a parent."""
        made = JObject()
        for name, row in self.rows.items():
            made.rows[name] = copied = row.clone()
            copied.parent = made
        return made
