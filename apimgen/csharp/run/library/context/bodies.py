"""``As<T>()`` of a body, and its fields as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from apimgen.csharp.model.types import BYTE, STRING, Type, array
from apimgen.csharp.run.errors import Thrown, null_reference
from apimgen.csharp.run.library.json.reading.parsing import load_array, load_object, load_token
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array, from_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.context import Body
    from apimgen.csharp.run.host import Host

_BYTES = array(BYTE)
_JSON: dict[str, Callable[[str], Any]] = {
    "JObject": load_object,
    "JArray": load_array,
    "JToken": load_token,
}
_XML = frozenset(["XDocument", "XElement", "XNode"])


def text_of(body: Body) -> str:
    """The body's text."""
    try:
        text = (body.data or b"").decode(body.charset, "replace")
    except LookupError:
        text = (body.data or b"").decode("utf-8", "replace")
    return from_text(text.removeprefix("\ufeff"))


def _take(host: Host, body: Body, preserve: bool) -> bytes:
    """The bytes; after the first read without ``preserve`` there is no body any more."""
    data = body.data
    if data is None:
        raise null_reference()
    host.spend(1 + len(data) // 16)
    if not preserve:
        body.data = None
    return data


@member("IMessageBody", "As", maker=True, host=True)
def read_as(types: tuple[Type, ...]) -> Callable[[Host, Body, bool], Any]:
    """Makes the function that reads a body as one type."""
    (wanted,) = types
    if wanted is _BYTES:
        return lambda host, body, preserve: Array(BYTE, list(_take(host, body, preserve)))
    convert: Callable[[str], Any]
    if wanted is STRING:
        convert = str
    elif wanted.name in _JSON:
        convert = _json_reader(_JSON[wanted.name])
    elif wanted.name in _XML:
        convert = _xml_reader(wanted.name)
    else:
        return _refuse(wanted)

    def read(host: Host, body: Body, preserve: bool) -> Any:
        data = _take(host, body, preserve)
        held = body.data
        body.data = data
        try:
            text = text_of(body)
        finally:
            body.data = held
        return convert(text)

    return read


def _json_reader(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return parse(text)
        except Thrown as problem:
            if "JsonReader" not in problem.type:
                raise
            message = f"The message body is not a valid JSON. {problem.message}"
            raise Thrown(problem.type, message, inner=problem, data=problem.data) from None

    return read


def _xml_reader(name: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        from apimgen.csharp.run.library.xml.parsing import parse_as  # noqa: PLC0415

        try:
            return parse_as(name, text)
        except Thrown as problem:
            if problem.type != "System.Xml.XmlException":
                raise
            message = f"The message body is not a valid XML. {problem.message}"
            raise Thrown(problem.type, message, inner=problem, data=problem.data) from None

    return read


def _refuse(wanted: Type) -> Callable[[Host, Body, bool], Any]:
    def read(host: Host, body: Body, preserve: bool) -> Any:
        _take(host, body, preserve)
        message = f"A message body cannot be read as {wanted}."
        raise Thrown("System.NotSupportedException", message)

    return read


@member("IMessageBody", "AsFormUrlEncodedContent", host=True)
def as_form(host: Host, body: Body, preserve: bool) -> Any:
    """The fields of a form: names, each with its values."""
    from apimgen.csharp.run.library.making import form  # noqa: PLC0415

    data = _take(host, body, preserve)
    rows: dict[str, list[str]] = {}
    for name, value in parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True):
        rows.setdefault(from_text(name), []).append(from_text(value))
    return form(rows)
