"""The members of ``JObject`` and ``JArray``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.json import creating, parsing
from apimgen.csharp.run.library.json.tokens import JArray, JContainer, JObject, JProperty, JToken
from apimgen.csharp.run.library.registry import attribute, member, setter

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host


@member("JObject", "Parse", "string", host=True)
def parse_object(host: Host, text: str | None) -> JObject:
    """``JObject.Parse(json)``."""
    host.spend(1 + len(text or "") // 16)
    return parsing.parse_object(text)


@member("JArray", "Parse", "string", host=True)
def parse_array(host: Host, text: str | None) -> JArray:
    """``JArray.Parse(json)``."""
    host.spend(1 + len(text or "") // 16)
    return parsing.parse_array(text)


@member("JObject", "this", "string")
def property_value(receiver: JObject, name: str | None) -> JToken | None:
    """``object["name"]``; null where there is none."""
    if name is None:
        raise argument_null("propertyName")
    row = receiver.rows.get(name)
    return None if row is None else row.value


@setter("JObject", "this")
def set_property(receiver: JObject, name: str | None, value: JToken | None) -> None:
    """``object["name"] = value``."""
    if name is None:
        raise argument_null("name")
    receiver.put(name, value)


@member("JArray", "this", "int")
def at(receiver: JArray, index: int) -> JToken:
    """``array[0]``."""
    return receiver.at(index)


@setter("JArray", "this")
def set_at(receiver: JArray, index: int, value: JToken | None) -> None:
    """``array[0] = value``."""
    receiver.replace_at(index, value)


@member("JObject", "new", "")
def new_object() -> JObject:
    """``new JObject()``."""
    return JObject()


@member("JArray", "new", "")
def new_array() -> JArray:
    """``new JArray()``."""
    return JArray()


@member("JObject", "new", "JObject")
@member("JArray", "new", "JArray")
def copied(other: JToken | None) -> JToken:
    """``new JObject(other)``: a copy."""
    if other is None:
        raise argument_null("other")
    return other.clone()


@member("JObject", "new")
def object_of(content: Any) -> JObject:
    """``new JObject(content)``."""
    made = JObject()
    creating.add(made, content)
    return made


@member("JArray", "new")
def array_of(content: Any) -> JArray:
    """``new JArray(content)``."""
    made = JArray()
    creating.add(made, content)
    return made


@member("JObject", "Add", "string, JToken")
def add_property(receiver: JObject, name: str | None, value: JToken | None) -> None:
    """``object.Add("name", value)``."""
    receiver.insert(len(receiver.rows), creating.property_of(name, value))


@member("JArray", "Add", "JToken")
def add_item(receiver: JArray, value: JToken | None) -> None:
    """``array.Add(value)``."""
    receiver.insert(len(receiver.items), value)


@member("JContainer", "Add", "object")
def add(receiver: JContainer, content: Any) -> None:
    """``container.Add(content)``."""
    creating.add(receiver, content)


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
