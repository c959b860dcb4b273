"""JSON as objects: ``JsonConvert.DeserializeObject`` and ``ToObject``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import is_enum, is_value
from apimgen.csharp.model.types import (
    BOOL,
    DECIMAL,
    DOUBLE,
    INT,
    OBJECT,
    STRING,
    Form,
    Type,
    is_nullable,
    named,
    without_null,
)
from apimgen.csharp.run.errors import LimitError, Thrown
from apimgen.csharp.run.library import making
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.faults import NEWLINE
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.json.reading import parsing
from apimgen.csharp.run.library.json.reading.textreader import position_of
from apimgen.csharp.run.library.json.tree import converting, creating
from apimgen.csharp.run.library.json.tree.containers import JArray
from apimgen.csharp.run.library.json.tree.paths import path_of
from apimgen.csharp.run.library.json.tree.properties import JObject
from apimgen.csharp.run.library.json.tree.tokens import JToken, JValue, Kind
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array, full_name
from apimgen.csharp.run.values.casts import is_a
from apimgen.csharp.run.values.texts import enum_members

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.host import Host

_SERIALIZATION = "Newtonsoft.Json.JsonSerializationException"
_READER = "Newtonsoft.Json.JsonReaderException"
# What Newtonsoft calls the types that its reader itself makes of a text.
_READ = {INT: "integer", BOOL: "boolean", DECIMAL: "decimal", DOUBLE: "double"}
_READ |= {named(name): name for name in ("DateTime", "DateTimeOffset")}


@member("JsonConvert", "DeserializeObject", "string", maker=True, host=True)
def deserialize(types: tuple[Type, ...]) -> Callable[[Host, str | None], Any]:
    """``JsonConvert.DeserializeObject<T>(json)``, and the one that gives an object."""
    wanted = types[0] if types else OBJECT

    def read(host: Host, text: str | None) -> Any:
        if text is None:
            raise argument_null("value")
        host.spend(1 + len(text) // 16)
        if not text.strip():
            return default_of(wanted)
        try:
            return value_of(host, _parsed(text), wanted)
        except Thrown as problem:
            _locate(problem, text)
            raise

    return read


def _parsed(text: str) -> JToken:
    try:
        return parsing.parse_token(text)
    except Thrown as problem:
        before = "Unexpected end of content while loading JObject."
        if not problem.message.startswith(before):
            raise
        message = problem.message.replace(before, "Unexpected end when deserializing object.")
        raise Thrown(_SERIALIZATION, message) from None


def _locate(problem: Thrown, text: str) -> None:
    """Adds to a message where in the text its path is."""
    token = problem.data.get("Token")
    if token is None:
        return
    path = path_of(token)
    is_last = problem.type == _SERIALIZATION
    line, position = position_of(text, path, inside=isinstance(token, JObject) and is_last)
    end = f"Path '{path}'."
    place = f"Path '{path}', line {line}, position {position}."
    problem.message = problem.message.removesuffix(end) + place


@member("JToken", "ToObject", "", maker=True, host=True)
def to_object(types: tuple[Type, ...]) -> Callable[[Host, JToken], Any]:
    """``token.ToObject<T>()``."""
    (wanted,) = types
    inner = without_null(wanted)
    if inner in converting.CASTS and inner.form is not Form.ARRAY:
        cast = converting.cast_to(wanted)
        return lambda _host, token: cast(token)
    return lambda host, token: value_of(host, token, wanted)


def value_of(host: Host, token: JToken, wanted: Type) -> Any:
    """A token as a value of a type, held as that type says.

    Args:
        host: counts the work.
        token: the token.
        wanted: the type.

    Raises:
        Thrown: where the token can't be one.
        LimitError: when it is nested too deep.
    """
    try:
        return _value(host, token, wanted)
    except RecursionError:
        raise LimitError("JSON that is nested too deep to become objects") from None


def _value(host: Host, token: JToken, wanted: Type) -> Any:
    host.spend(1)
    if wanted is OBJECT:
        return creating.as_object(token) if isinstance(token, JValue) else token.clone()
    if wanted.name in ("JToken", "JObject", "JArray", "JValue", "JContainer"):
        return _token(token, wanted)
    inner = without_null(wanted)
    if isinstance(token, JValue):
        return _plain(token, wanted, inner)
    is_read = inner in converting.CASTS and inner.form is not Form.ARRAY
    if is_read or is_enum(inner):
        bracket = "{" if isinstance(token, JObject) else "["
        message = f"Unexpected character encountered while parsing value: {bracket}."
        raise _failed(message, token, _READER)
    if isinstance(token, JArray):
        return _items(host, token, wanted)
    if isinstance(token, JObject) and wanted.name in making.DICTIONARIES:
        element = wanted.arguments[1]
        rows = [(name, _value(host, row.value, element)) for name, row in token.rows.items()]
        return making.make_dictionary(wanted, rows)
    raise _mismatch(token, wanted)


def _items(host: Host, token: JArray, wanted: Type) -> Any:
    is_array = wanted.form is Form.ARRAY
    if not is_array and wanted.name not in making.LISTS:
        raise _mismatch(token, wanted)
    element = wanted.arguments[0]
    items = [_value(host, one, element) for one in token.items]
    return Array(element, items) if is_array else making.make_list(wanted, items)


def _token(token: JToken, wanted: Type) -> JToken | None:
    if is_a(token.csharp_type, wanted):
        return creating.copied(token)
    if isinstance(token, JValue) and token.kind == Kind.NULL:
        return None
    message = f"Unable to cast object of type '{token.full_name}' to type '{full_name(wanted)}'."
    raise Thrown("System.InvalidCastException", message)


def _plain(token: JValue, wanted: Type, inner: Type) -> Any:
    if token.value is None:
        if is_value(wanted) and not is_nullable(wanted):
            raise _unlike(token, wanted, "{null}")
        return None
    if inner is STRING:
        return converting.json_text(token)
    if is_enum(inner):
        return _enum(token, inner)
    if inner not in converting.CASTS:
        raise _unlike(token, wanted, converting.shown(token))
    try:
        return converting.cast_to(inner)(token)
    except Thrown:
        if isinstance(token.value, str) and inner in _READ:
            message = f"Could not convert string to {_READ[inner]}: {token.value}."
            raise _failed(message, token, _READER) from None
        raise _unlike(token, wanted, converting.shown(token)) from None


def _enum(token: JValue, of: Type) -> int:
    if token.kind == Kind.INTEGER:
        return int(token.value)
    names = {name.lower(): value for name, value in enum_members(of).items()}
    found = names.get(str(token.value).strip().lower())
    if found is None:
        raise _unlike(token, of, converting.shown(token))
    return found


def _failed(message: str, token: JToken, kind: str = _SERIALIZATION) -> Thrown:
    path = path_of(token)
    data = {"Token": token, "Path": path}
    space = "" if message.endswith(NEWLINE) else " "
    return Thrown(kind, f"{message}{space}Path '{path}'.", data=data)


def _unlike(token: JToken, wanted: Type, value: str) -> Thrown:
    return _failed(f"Error converting value {value} to type '{full_name(wanted)}'.", token)


def _mismatch(token: JToken, wanted: Type) -> Thrown:
    """What an object throws where an array is wanted, and the other way round."""
    is_object = isinstance(token, JObject)
    there, needed = "object", "array"
    samples = {"object": '{"name":"value"}', "array": "[1,2,3]"}
    if not is_object:
        there, needed = needed, there
    head = (
        f"Cannot deserialize the current JSON {there} (e.g. {samples[there]}) into type "
        f"'{full_name(wanted)}' because the type requires a JSON {needed} (e.g. {samples[needed]}) "
        "to deserialize correctly."
    )
    if is_object:
        advice = (
            "To fix this error either change the JSON to a JSON array (e.g. [1,2,3]) or change the "
            "deserialized type so that it is a normal .NET type (e.g. not a primitive type like "
            "integer, not a collection type like an array or List<T>) that can be deserialized "
            "from a JSON object. JsonObjectAttribute can also be added to the type to force it to "
            "deserialize from a JSON object."
        )
    else:
        advice = (
            'To fix this error either change the JSON to a JSON object (e.g. {"name":"value"}) or '
            "change the deserialized type to an array or a type that implements a collection "
            "interface (e.g. ICollection, IList) like List<T> that can be deserialized from a JSON "
            "array. JsonArrayAttribute can also be added to the type to force it to deserialize "
            "from a JSON array."
        )
    return _failed(f"{head}{NEWLINE}{advice}{NEWLINE}", token)
