"""Objects as JSON: ``JsonConvert.SerializeObject`` and ``FromObject``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.library import described
from apimgen.csharp.model.lookup import is_enum
from apimgen.csharp.model.members import Value
from apimgen.csharp.model.types import Form, Type
from apimgen.csharp.run.errors import LimitError, Thrown
from apimgen.csharp.run.library.failures import argument, argument_null
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.library.json import dates
from apimgen.csharp.run.library.json.tree import creating, writing
from apimgen.csharp.run.library.json.tree.containers import JArray
from apimgen.csharp.run.library.json.tree.properties import JObject, JProperty
from apimgen.csharp.run.library.json.tree.tokens import KIND_NAMES, JToken, JValue, Kind, null
from apimgen.csharp.run.library.registry import find, member
from apimgen.csharp.run.library.time.ticks import DateTime, DateTimeOffset
from apimgen.csharp.run.values import Array, Boxed
from apimgen.csharp.run.values.anonymous import Anonymous
from apimgen.csharp.run.values.casts import boxed, type_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.csharp.run.host import Host

_INDENTED = 1


@member("JsonConvert", "SerializeObject", "object", host=True)
def serialize(host: Host, value: Any) -> str:
    """``JsonConvert.SerializeObject(value)``."""
    return _written(host, value, 0)


@member("JsonConvert", "SerializeObject", "object, Newtonsoft.Json.Formatting", host=True)
def serialize_as(host: Host, value: Any, formatting: int) -> str:
    """``JsonConvert.SerializeObject(value, Formatting.Indented)``."""
    return _written(host, value, formatting)


def _written(host: Host, value: Any, formatting: int) -> str:
    token = token_of(host, value)
    text = writing.indented(token) if formatting == _INDENTED else writing.compact(token)
    host.spend(1 + len(text) // 16)
    return text


@member("JToken", "FromObject", "object", host=True)
def from_object(host: Host, value: Any) -> JToken:
    """``JToken.FromObject(value)``."""
    return _made(host, value)


def _made(host: Host, value: Any) -> JToken:
    if value is None:
        raise argument_null("o")
    return token_of(host, value)


@member("JObject", "FromObject", "object", host=True)
def object_from(host: Host, value: Any) -> JToken:
    """``JObject.FromObject(value)``."""
    made = _made(host, value)
    if made.kind != Kind.OBJECT:
        kind = KIND_NAMES[made.kind]
        raise argument(f"Object serialized to {kind}. JObject instance expected.")
    return made


@member("JArray", "FromObject", "object", host=True)
def array_from(host: Host, value: Any) -> JToken:
    """``JArray.FromObject(value)``."""
    made = _made(host, value)
    if made.kind != Kind.ARRAY:
        kind = KIND_NAMES[made.kind]
        raise argument(f"Object serialized to {kind}. JArray instance expected.")
    return made


def token_of(host: Host, value: Any) -> JToken:
    """A value and all that is in it as JSON.

    Raises:
        Thrown: for what Newtonsoft does not write.
        LimitError: when it is nested too deep.
    """
    try:
        return _token(host, value)
    except RecursionError:
        raise LimitError("objects that are nested too deep to become JSON") from None


def _token(host: Host, value: Any) -> JToken:
    host.spend(1)
    if value is None:
        return null()
    if isinstance(value, JToken):
        return value.clone()
    if isinstance(value, (str, int, float, Decimal, DateTime, DateTimeOffset)):
        return creating.value_of(value)
    if isinstance(value, Boxed):
        return _boxed(host, value)
    if isinstance(value, Anonymous):
        return _object(host, value.items())
    if isinstance(value, Array) and value.element.name == "byte":
        return creating.value_of(value)
    pairs = _pairs(value)
    if pairs is not None:
        return _object(host, ((_key(key), one) for key, one in pairs))
    of = type_of(value)
    if hasattr(value, "__iter__"):
        element = _element(of)
        items = value.items if isinstance(value, Array) else value
        return JArray([_token(host, boxed(one, element) if element else one) for one in items])
    if of.name in ("Guid", "Uri", "TimeSpan"):
        return creating.value_of(value)
    if callable(value):
        raise Thrown("Newtonsoft.Json.JsonSerializationException", f"{of} cannot become JSON.")
    return _object(host, _properties(value, of))


def _boxed(host: Host, value: Boxed) -> JToken:
    of = value.type
    if of.name == "char":
        return JValue(Kind.STRING, value.value)
    if of.form is Form.TUPLE:
        rows = enumerate(zip(value.value, of.arguments, strict=True), 1)
        return _object(host, ((f"Item{at}", boxed(one, kind)) for at, (one, kind) in rows))
    if isinstance(value.value, (str, int, float, Decimal)):
        return creating.value_of(value)
    return _token(host, value.value)


def _object(host: Host, rows: Iterable[tuple[str, Any]]) -> JObject:
    made = JObject()
    for name, value in rows:
        row = made.rows[name] = JProperty(name, _token(host, value))
        row.parent = made
    return made


def _pairs(value: Any) -> Iterable[tuple[Any, Any]] | None:
    """The entries of a dictionary, both as objects; None for what is no dictionary."""
    if isinstance(value, dict):
        return value.items()
    if not hasattr(value, "look_up"):
        return None
    key, item = value.types
    return [(boxed(one.key, key), boxed(one.value, item)) for one in value]


def _key(key: Any) -> str:
    if isinstance(key, Boxed) and isinstance(key.value, (DateTime, DateTimeOffset)):
        key = key.value
    if isinstance(key, (DateTime, DateTimeOffset)):
        return dates.iso(key)
    if isinstance(key, Boxed) and is_enum(key.type):
        return format_value(key.value, key.type)
    return format_value(key)


def _element(of: Type) -> Type | None:
    """The type of a sequence's items."""
    return of.arguments[0] if len(of.arguments) == 1 else None


def _properties(value: Any, of: Type) -> Iterable[tuple[str, Any]]:
    """The properties of an object of another type, as far as the library has them."""
    info = described(of.name)
    for name in info.signatures if info is not None else ():
        for one in info.declared(name) if info is not None else ():
            readable = isinstance(one, Value) and one.readable and not one.parameters
            if not isinstance(one, Value) or not readable or one.static:
                continue
            entry = find(one)
            if entry is not None and not (entry.host or entry.types or entry.maker):
                yield name, boxed(entry.call(value), one.type)
