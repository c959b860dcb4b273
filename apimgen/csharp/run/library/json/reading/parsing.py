"""Makes a tree of a text: ``JObject.Parse``, ``JArray.Parse`` and ``JToken.Parse``."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.json import dates
from apimgen.csharp.run.library.json.reading.marks import KINDS, Mark
from apimgen.csharp.run.library.json.reading.textreader import TextReader
from apimgen.csharp.run.library.json.tree.containers import JArray, JConstructor, JContainer
from apimgen.csharp.run.library.json.tree.properties import JObject, JProperty
from apimgen.csharp.run.library.json.tree.tokens import JToken, JValue, Kind
from apimgen.csharp.run.values import from_text

_C = TypeVar("_C", bound=JContainer)
_LOW, _HIGH = -(2**63), 2**63
_INFINITE = (float("inf"), float("-inf"))


class _NotPlainError(Exception):
    """The text is not what a plain reader of JSON reads in the same way."""


def parse_object(text: str | None, *, rest: bool = True) -> JObject:
    """``JObject.Parse``.

    Raises:
        Thrown: when the text is no object of JSON, or when ``rest`` counts and is no comment.
    """
    return _container(text, JObject, Mark.START_OBJECT, "object", rest=rest)


def load_object(text: str) -> JObject:
    """An object at the beginning of a text; what follows it is not looked at."""
    return parse_object(text, rest=False)


def parse_array(text: str | None, *, rest: bool = True) -> JArray:
    """``JArray.Parse``.

    Raises:
        Thrown: when the text is no array of JSON.
    """
    return _container(text, JArray, Mark.START_ARRAY, "array", rest=rest)


def _container(text: str | None, of: type[_C], begins: str, word: str, *, rest: bool) -> _C:
    """The object or array that a text is."""
    plain = _plain(text)
    if isinstance(plain, of):
        return plain
    made = of()
    name = made.class_name
    reader = _begun(text, name)
    if reader.mark != begins:
        what = f"Error reading {name} from JsonReader. Current JsonReader item is not an {word}"
        reader.fail(f"{what}: {reader.mark}")
    _fill(made, reader)
    while rest and reader.read():
        pass
    return made


def load_array(text: str) -> JArray:
    """An array at the beginning of a text; what follows it is not looked at."""
    return parse_array(text, rest=False)


def parse_token(text: str | None, *, rest: bool = True) -> JToken:
    """``JToken.Parse``.

    Raises:
        Thrown: when the text is no JSON.
    """
    plain = _plain(text)
    if plain is not None:
        return plain
    reader = _reader(text)
    if not reader.read():
        reader.fail("Error reading JToken from JsonReader.")
    made = _read(reader)
    while rest and reader.read():
        pass
    return made


def load_token(text: str) -> JToken:
    """A token at the beginning of a text; what follows it is not looked at."""
    return parse_token(text, rest=False)


def _reader(text: str | None) -> TextReader:
    if text is None:
        raise argument_null("s")
    return TextReader(text)


def _begun(text: str | None, what: str) -> TextReader:
    """A reader at the first token that is no comment."""
    reader = _reader(text)
    if not reader.read():
        reader.fail(f"Error reading {what} from JsonReader.")
    while reader.mark == Mark.COMMENT and reader.read():
        pass
    return reader


def _read(reader: TextReader) -> JToken:
    made: JContainer
    if reader.mark == Mark.START_OBJECT:
        made = JObject()
    elif reader.mark == Mark.START_ARRAY:
        made = JArray()
    elif reader.mark == Mark.START_CONSTRUCTOR:
        made = JConstructor(reader.value)
    elif reader.mark in KINDS:
        return JValue(KINDS[reader.mark], reader.value)
    else:
        what = "Error reading JToken from JsonReader. Unexpected token"
        reader.fail(f"{what}: {reader.mark}.")
    _fill(made, reader)
    return made


def _fill(made: JContainer, reader: TextReader) -> None:
    """Reads what is in a container, whose beginning is read."""
    before = reader.depth
    name = made.class_name
    if not reader.read():
        reader.fail(f"Error reading {name} from JsonReader.")
    waiting: list[JContainer] = [made]
    names: list[str] = [""]
    while True:
        mark = reader.mark
        if mark in (Mark.END_OBJECT, Mark.END_ARRAY, Mark.END_CONSTRUCTOR):
            waiting.pop()
            names.pop()
            if not waiting:
                return
        elif mark == Mark.PROPERTY:
            names[-1] = reader.value
        elif mark != Mark.COMMENT:
            token = _begin(reader)
            _put(waiting[-1], names[-1], token)
            if isinstance(token, JContainer):
                waiting.append(token)
                names.append("")
        if not reader.read():
            break
    if reader.depth > before:
        reader.fail(f"Unexpected end of content while loading {name}.")


def _begin(reader: TextReader) -> JToken:
    mark = reader.mark
    if mark == Mark.START_OBJECT:
        return JObject()
    if mark == Mark.START_ARRAY:
        return JArray()
    if mark == Mark.START_CONSTRUCTOR:
        return JConstructor(reader.value)
    return JValue(KINDS[mark], reader.value)


def _put(into: JContainer, name: str, token: JToken) -> None:
    if isinstance(into, JArray):
        into.items.append(token)
        token.parent = into
    elif isinstance(into, JObject):
        # the last of several properties of a name counts, at the place of the first
        row = into.rows.get(name)
        made = JProperty(name, token)
        made.parent = into
        into.rows[name] = made
        if row is not None:
            row.parent = None


def _plain(text: str | None) -> JToken | None:
    """The tree of a text that any reader of JSON takes; None where it is none, or is in doubt."""
    if text is None or "\\ud" in text or "\\uD" in text:
        return None
    try:
        return _token(json.loads(text))
    except (ValueError, _NotPlainError, RecursionError):
        return None


def _token(value: Any) -> JToken:
    """A value as Python's reader gives it, as a token."""
    made: JToken
    if isinstance(value, str):
        text = value if value.isascii() else from_text(value)
        if len(text) >= 9 and (text[0] == "/" or text[10:11] == "T"):
            date = dates.read(text)
            if date is not None:
                return JValue(Kind.DATE, date)
        return JValue(Kind.STRING, text)
    if isinstance(value, dict):
        made = JObject()
        rows = made.rows
        for name, one in value.items():
            if not name.isascii():
                name = from_text(name)  # noqa: PLW2901
            rows[name] = row = JProperty.__new__(JProperty)
            row.name = name
            row.changes = 0
            row.parent = made
            row.value = inner = _token(one)
            inner.parent = row
        return made
    if isinstance(value, list):
        return JArray([_token(one) for one in value])
    if value is None:
        return JValue(Kind.NULL, None)
    if isinstance(value, bool):
        return JValue(Kind.BOOLEAN, value)
    if isinstance(value, int):
        if not _LOW <= value < _HIGH and len(str(abs(value))) > 380:
            raise _NotPlainError
        return JValue(Kind.INTEGER, value)
    if value in _INFINITE:
        raise _NotPlainError  # a number beyond a double, or the word
    return JValue(Kind.FLOAT, value)
