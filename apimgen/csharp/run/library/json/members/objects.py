"""The members of ``JObject`` and ``JProperty``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import STRING, named
from apimgen.csharp.run.library.collections.enumerators import Enumerator
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.json.members.pairs import TYPES, pairs_of
from apimgen.csharp.run.library.json.reading import parsing
from apimgen.csharp.run.library.json.tree import creating
from apimgen.csharp.run.library.json.tree.properties import JObject, JProperty
from apimgen.csharp.run.library.registry import attribute, member, setter
from apimgen.csharp.run.library.sequences import Sequence
from apimgen.csharp.run.library.text.comparison import equal_by

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.library.json.tree.tokens import JToken

_OWNER = "JObject"
_ORDINAL = 4


@member(_OWNER, "Parse", "string", host=True)
def parse(host: Host, text: str | None) -> JObject:
    """``JObject.Parse(json)``."""
    host.spend(1 + len(text or "") // 16)
    return parsing.parse_object(text)


@member(_OWNER, "new", "")
def new() -> JObject:
    """``new JObject()``."""
    return JObject()


@member(_OWNER, "new", "JObject")
def new_copy(other: JObject | None) -> JToken:
    """``new JObject(other)``: a copy."""
    if other is None:
        raise argument_null("other")
    return creating.copied(other)


@member(_OWNER, "new")
def new_with(content: Any) -> JObject:
    """``new JObject(content)``: of properties."""
    made = JObject()
    creating.add(made, content)
    return made


@member(_OWNER, "this", "string")
def item(receiver: JObject, name: str | None) -> JToken | None:
    """``object["name"]``; null where there is none."""
    if name is None:
        raise argument_null("propertyName")
    row = receiver.rows.get(name)
    return None if row is None else row.value


@setter(_OWNER, "this")
def set_item(receiver: JObject, name: Any, value: JToken | None) -> None:
    """``object["name"] = value``."""
    if name is None:
        raise argument_null("name")
    receiver.set_item(name, value)


@member(_OWNER, "Add", "string, JToken")
def add(receiver: JObject, name: str | None, value: JToken | None) -> None:
    """``object.Add("name", value)``."""
    receiver.insert(len(receiver.rows), creating.property_of(name, value))


@member(_OWNER, "ContainsKey")
def contains_key(receiver: JObject, name: str | None) -> bool:
    """Whether there is a property of a name."""
    if name is None:
        raise argument_null("propertyName")
    return name in receiver.rows


@member(_OWNER, "Remove")
def remove(receiver: JObject, name: str | None) -> bool:
    """Takes a property away, and tells whether it was there."""
    if name is None:
        raise argument_null("propertyName")
    return receiver.remove(name)


@member(_OWNER, "Property")
def row_of(receiver: JObject, name: str | None, comparison: int = _ORDINAL) -> JProperty | None:
    """The property of a name; null where there is none."""
    if name is None:
        return None
    found = receiver.rows.get(name)
    if found is None and comparison != _ORDINAL:
        same = (row for key, row in receiver.rows.items() if equal_by(key, name, comparison))
        found = next(same, None)
    return found


@member(_OWNER, "GetValue")
def get_value(receiver: JObject, name: str | None, comparison: int = _ORDINAL) -> JToken | None:
    """The value of a property; null where there is none."""
    found = row_of(receiver, name, comparison)
    return None if found is None else found.value


@member(_OWNER, "TryGetValue", "string, JToken")
def try_get_value(receiver: JObject, name: str | None) -> tuple[bool, JToken | None]:
    """Whether there is a property of a name, and its value."""
    found = row_of(receiver, name)
    return found is not None, None if found is None else found.value


@member(_OWNER, "TryGetValue", "string, StringComparison, JToken")
def try_get_value_by(
    receiver: JObject, name: str | None, comparison: int
) -> tuple[bool, JToken | None]:
    """The same, with another comparison of names."""
    found = row_of(receiver, name, comparison)
    return found is not None, None if found is None else found.value


@member(_OWNER, "Properties")
def properties(receiver: JObject) -> Sequence:
    """The properties."""
    return Sequence(named("JProperty"), lambda: iter(receiver))


@member(_OWNER, "PropertyValues")
def property_values(receiver: JObject) -> Sequence:
    """The values of the properties."""
    return Sequence(
        named("JToken"),
        lambda: (row.value for row in receiver.rows.values()),
        "JEnumerable`1",
    )


@member(_OWNER, "GetEnumerator")
def enumerator(receiver: JObject) -> Enumerator:
    """The properties as pairs, one after the other."""
    pair = named("KeyValuePair`2", *TYPES)
    return Enumerator(Sequence(pair, lambda: pairs_of(receiver)), pair)


@member(_OWNER, "Keys")
def names(receiver: JObject) -> Sequence:
    """The names, as an ``IDictionary`` has them."""
    return Sequence(STRING, lambda: list(receiver.rows))


member(_OWNER, "Values")(property_values)


@member("JProperty", "new", "JProperty")
def new_property_copy(other: JProperty | None) -> JToken:
    """``new JProperty(other)``: a copy."""
    if other is None:
        raise argument_null("other")
    return creating.copied(other)


@member("JProperty", "new")
def new_property(name: str | None, content: Any) -> JProperty:
    """``new JProperty("name", content)``."""
    return creating.property_of(name, content)


attribute("JProperty", "Name", "name")
attribute("JProperty", "Value", "value")


@setter("JProperty", "Value")
def set_value(receiver: JProperty, value: JToken | None) -> None:
    """``property.Value = value``."""
    receiver.set(value)
