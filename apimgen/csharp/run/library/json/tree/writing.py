"""Writes a tree as JSON, and values as text."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import FLOAT
from apimgen.csharp.run.errors import LimitError
from apimgen.csharp.run.library.faults import NEWLINE
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.library.json import dates
from apimgen.csharp.run.library.json.numbers import fraction_json
from apimgen.csharp.run.library.json.tree.containers import JArray, JConstructor
from apimgen.csharp.run.library.json.tree.properties import JObject, JProperty
from apimgen.csharp.run.library.json.tree.tokens import JRaw, JToken, JValue, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

_ESCAPED = re.compile(r'["\\\x00-\x1f\x85\u2028\u2029]')
_SHORT = {
    '"': '\\"',
    "\\": "\\\\",
    "\t": "\\t",
    "\n": "\\n",
    "\r": "\\r",
    "\f": "\\f",
    "\b": "\\b",
}


def quoted(text: str) -> str:
    """A string of JSON."""
    return f'"{_ESCAPED.sub(_escape, text)}"' if _ESCAPED.search(text) else f'"{text}"'


def _escape(found: re.Match[str]) -> str:
    one = found.group()
    return _SHORT.get(one) or f"\\u{ord(one):04x}"


def indented(token: JToken) -> str:
    """``ToString()`` of a container: a line for each property and item."""
    return _written(token, NEWLINE)


def compact(token: JToken) -> str:
    """``ToString(Formatting.None)``."""
    return _written(token, "")


def _written(token: JToken, line: str) -> str:
    out: list[str] = []
    try:
        _write(token, line, out.append)
    except RecursionError:
        message = "JSON that is nested too deep to be written"
        raise LimitError(message) from None
    return "".join(out)


def _write(token: JToken, line: str, put: Callable[[str], None]) -> None:
    """Writes a token; ``line`` is the line break and the indentation, or empty."""
    if isinstance(token, JValue):
        put(value_json(token))
    elif isinstance(token, JProperty):
        put(f"{quoted(token.name)}:{' ' if line else ''}")
        _write(token.value, line, put)
    elif isinstance(token, JObject):
        if not token.rows:
            put("{}")
            return
        inner = f"{line}  " if line else ""
        before = "{"
        for name, row in token.rows.items():
            put(f"{before}{inner}{quoted(name)}: " if line else f"{before}{quoted(name)}:")
            value = row.value
            if isinstance(value, JValue):
                put(value_json(value))
            else:
                _write(value, inner, put)
            before = ","
        put(f"{line}}}")
    elif isinstance(token, JArray):
        opening, closing = "[", "]"
        if isinstance(token, JConstructor):
            opening, closing = f"new {token.name}(", ")"
        if not token.items:
            put(opening + closing)
            return
        inner = f"{line}  " if line else ""
        before = opening
        for one in token.items:
            put(before + inner)
            _write(one, inner, put)
            before = ","
        put(f"{line}{closing}")


def value_json(token: JValue) -> str:
    """A value as JSON."""
    value, kind = token.value, token.kind
    if kind == Kind.STRING:
        return "null" if value is None else quoted(value)
    if value is None:
        return "undefined" if kind == Kind.UNDEFINED else "" if kind == Kind.RAW else "null"
    if kind == Kind.INTEGER:
        return str(value)
    if kind == Kind.BOOLEAN:
        return "true" if value else "false"
    if kind == Kind.FLOAT:
        return fraction_json(value, single=token.number is FLOAT)
    if kind == Kind.DATE:
        return f'"{dates.iso(value)}"'
    if kind == Kind.RAW or isinstance(token, JRaw):
        return format_value(value)
    if kind == Kind.COMMENT:
        return f"/*{value}*/"
    if kind == Kind.BYTES:
        return f'"{base64.b64encode(bytes(value.items)).decode()}"'
    return quoted(value.original if kind == Kind.URI else format_value(value))


def value_text(token: JValue) -> str:
    """What ``ToString()`` of a ``JValue`` gives: the text of its value."""
    value = token.value
    if value is None:
        return ""
    if type(value) is float and token.number is FLOAT:
        return format_value(value, FLOAT)
    return format_value(value)


def date_text(value: Any) -> str:
    """A date as JSON has it, without its quotes."""
    return dates.iso(value)
