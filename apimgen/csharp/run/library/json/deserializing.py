"""JSON as objects: ``JsonConvert.DeserializeObject`` and ``ToObject``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import is_enum, is_value
from apimgen.csharp.model.types import OBJECT, STRING, Form, Type, is_nullable, without_null
from apimgen.csharp.run.casts import is_a
from apimgen.csharp.run.errors import LimitError, Thrown
from apimgen.csharp.run.library import making
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.json import converting, creating, parsing
from apimgen.csharp.run.library.json.tokens import JArray, JObject, JToken, JValue, Kind
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array, full_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.host import Host


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
        return value_of(host, _parsed(text), wanted)

    return read


def _parsed(text: str) -> JToken:
    try:
        return parsing.parse_token(text)
    except Thrown as problem:
        before = "Unexpected end of content while loading JObject."
        if not problem.message.startswith(before):
            raise
        message = problem.message.replace(before, "Unexpected end when deserializing object.")
        raise Thrown("Newtonsoft.Json.JsonSerializationException", message) from None


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
    if isinstance(token, JValue) and token.value is None:
        if is_value(wanted) and not is_nullable(wanted):
            raise _failed(token, wanted, "null")
        return None
    inner = without_null(wanted)
    if isinstance(token, JValue) and (inner in converting.CASTS or is_enum(inner)):
        return _plain(token, inner)
    if isinstance(token, JArray) and wanted.form is Form.ARRAY:
        element = wanted.arguments[0]
        return Array(element, [_value(host, one, element) for one in token.items])
    if isinstance(token, JArray) and wanted.name in making.LISTS:
        element = wanted.arguments[0]
        return making.make_list(wanted, [_value(host, one, element) for one in token.items])
    if isinstance(token, JObject) and wanted.name in making.DICTIONARIES:
        element = wanted.arguments[1]
        rows = [(name, _value(host, row.value, element)) for name, row in token.rows.items()]
        return making.make_dictionary(wanted, rows)
    if isinstance(token, JValue):
        raise _failed(token, wanted, converting.shown(token))
    kind = "object" if isinstance(token, JObject) else "array"
    raise Thrown(
        "Newtonsoft.Json.JsonSerializationException",
        f"Cannot deserialize the current JSON {kind} into type '{full_name(wanted)}'.",
    )


def _token(token: JToken, wanted: Type) -> JToken | None:
    if is_a(token.csharp_type, wanted):
        return creating.copied(token)
    if isinstance(token, JValue) and token.kind == Kind.NULL:
        return None
    message = f"Unable to cast object of type '{token.full_name}' to type '{full_name(wanted)}'."
    raise Thrown("System.InvalidCastException", message)


def _plain(token: JValue, wanted: Type) -> Any:
    if wanted is STRING:
        return converting.json_text(token)
    try:
        return converting.cast_to(wanted)(token)
    except Thrown as problem:
        raise _failed(token, wanted, converting.shown(token), problem) from None


def _failed(token: JToken, wanted: Type, value: str, inner: Thrown | None = None) -> Thrown:
    from apimgen.csharp.run.library.json.paths import path_of  # noqa: PLC0415

    message = (
        f"Error converting value {value} to type '{full_name(wanted)}'. Path '{path_of(token)}'."
    )
    return Thrown("Newtonsoft.Json.JsonSerializationException", message, inner=inner)
