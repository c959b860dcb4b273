"""Tokens made of values: what a container's constructor and ``Add`` take."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import is_enum
from apimgen.csharp.model.types import BYTE, FLOAT, INT, INTEGERS, LONG, Type
from apimgen.csharp.run.errors import LimitError
from apimgen.csharp.run.library.failures import argument, argument_null
from apimgen.csharp.run.library.json.tree.containers import JArray, JContainer
from apimgen.csharp.run.library.json.tree.properties import JProperty
from apimgen.csharp.run.library.json.tree.tokens import JToken, JValue, Kind
from apimgen.csharp.run.values import Array, Boxed, full_name
from apimgen.csharp.run.values.casts import type_of

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host

_THINGS = {
    "DateTime": Kind.DATE,
    "DateTimeOffset": Kind.DATE,
    "Guid": Kind.GUID,
    "Uri": Kind.URI,
    "TimeSpan": Kind.TIME_SPAN,
}


def value_of(value: Any) -> JValue:
    """``new JValue(object)``.

    Raises:
        Thrown: when the value is nothing that JSON has.
    """
    if value is None:
        return JValue(Kind.NULL, None)
    if isinstance(value, str):
        return JValue(Kind.STRING, value)
    if isinstance(value, bool):
        return JValue(Kind.BOOLEAN, value)
    if isinstance(value, int):
        return JValue(Kind.INTEGER, value, INT)
    if isinstance(value, (float, Decimal)):
        return JValue(Kind.FLOAT, value)
    if isinstance(value, Boxed):
        return _boxed(value)
    if isinstance(value, Array) and value.element is BYTE:
        return JValue(Kind.BYTES, value)
    kind = _THINGS.get(type_of(value).name)
    if kind is None:
        raise unknown_kind(type_of(value))
    return JValue(kind, value)


def _boxed(value: Boxed) -> JValue:
    of = value.type
    if of is LONG:
        return JValue(Kind.INTEGER, value.value)
    if of is FLOAT:
        return JValue(Kind.FLOAT, value.value, FLOAT)
    if (of in INTEGERS and of.name != "char") or is_enum(of):
        return JValue(Kind.INTEGER, value.value, of)
    kind = _THINGS.get(of.name)
    if kind is None:
        raise unknown_kind(of)
    return JValue(kind, value.value)


def unknown_kind(of: Type) -> Exception:
    """What a value of a type that JSON has no kind for throws."""
    return argument(f"Could not determine JSON object type for type {full_name(of)}.")


def as_object(token: JValue) -> Any:
    """The value as an ``object``, as ``JValue.Value`` gives it."""
    if token.kind == Kind.INTEGER and token.value is not None:
        return token.value if token.number is INT else Boxed(token.number or LONG, token.value)
    if token.number is FLOAT:
        return Boxed(FLOAT, token.value)
    return token.value


def as_token(value: Any) -> JToken:
    """A token as it is, and a value as a ``JValue``."""
    return value if isinstance(value, JToken) else value_of(value)


def is_several(content: Any) -> bool:
    """Whether content is a sequence, each item of which is added."""
    if content is None or isinstance(content, (str, JToken)):
        return False
    if isinstance(content, Array) and content.element is BYTE:
        return False
    return hasattr(content, "__iter__")


def add(into: JContainer, content: Any, at: int | None = None) -> int:
    """Adds content to a container: a token, a value, or a sequence of them.

    Returns:
        How many were added.
    """
    position = len(into.children()) if at is None else at
    if not is_several(content):
        into.insert(position, as_token(content))
        return 1
    before = position
    for one in content:
        if is_several(one):
            # as Newtonsoft has it, the next goes one behind the last's first
            add(into, one, position)
        else:
            into.insert(position, as_token(one))
        position += 1
    return position - before


def property_of(name: str | None, content: Any) -> JProperty:
    """``new JProperty(name, content)``: a sequence becomes an array."""
    if name is None:
        raise argument_null("name")
    if is_several(content):
        made = JArray()
        add(made, content)
        return JProperty(name, made)
    return JProperty(name, as_token(content))


def copied(token: JToken, host: Host | None = None) -> JToken:
    """A copy of a token and all that is in it.

    Args:
        token: what is copied.
        host: that the copied tokens are counted by.

    Raises:
        LimitError: when it is nested too deep.
    """
    try:
        if host is not None:
            host.spend(_size(token) << 3)  # each is a new object
        return token.clone()
    except RecursionError:
        raise LimitError("JSON that is nested too deep to be copied") from None


def _size(token: JToken) -> int:
    """How many tokens a copy makes."""
    waiting, count = [token], 0
    while waiting:
        count += 1
        waiting += waiting.pop().children()
    return count
