"""The members of ``JToken`` and ``JValue``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import NULLABLE, Type, named
from apimgen.csharp.run.library.json.jsonpath.reader import read_path
from apimgen.csharp.run.library.json.jsonpath.regexes import regex_matches
from apimgen.csharp.run.library.json.jsonpath.steps import Search, Step, evaluate
from apimgen.csharp.run.library.json.members import navigation
from apimgen.csharp.run.library.json.reading import parsing
from apimgen.csharp.run.library.json.tree import comparing, converting, creating, writing
from apimgen.csharp.run.library.json.tree.paths import path_of
from apimgen.csharp.run.library.json.tree.tokens import (
    JToken,
    JValue,
    Kind,
    json_exception,
    null,
    root,
)
from apimgen.csharp.run.library.registry import attribute, member, setter
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.library.sequences import Sequence

_OWNER = "JToken"

attribute(_OWNER, "Parent", "parent")
attribute(_OWNER, "Type", "kind")


@member(_OWNER, "Parse", "string", host=True)
def parse(host: Host, text: str | None) -> JToken:
    """``JToken.Parse(json)``."""
    host.spend(1 + len(text or "") // 16)
    return parsing.parse_token(text)


@member(_OWNER, "this", "object")
def item(receiver: JToken, key: Any) -> JToken | None:
    """``token[key]``."""
    return receiver.item(key)


@setter(_OWNER, "this")
def set_item(receiver: JToken, key: Any, value: JToken | None) -> None:
    """``token[key] = value``."""
    receiver.set_item(key, value)


@member(_OWNER, "Value", "object", maker=True)
def value_of_key(types: tuple[Type, ...]) -> Callable[[JToken, Any], Any]:
    """``token.Value<T>(key)``."""
    (wanted,) = types
    return lambda receiver, key: converting.convert(receiver.item(key), wanted)


@member(_OWNER, "ToString", "Newtonsoft.Json.Formatting, JsonConverter[]", host=True)
def to_string(host: Host, receiver: JToken, formatting: int, converters: Any) -> str:
    """``token.ToString(Formatting.None)``."""
    del converters
    text = writing.indented(receiver) if formatting else writing.compact(receiver)
    host.spend(1 + len(text) // 16)
    return text


@member(_OWNER, "HasValues")
def has_values(receiver: JToken) -> bool:
    """Whether there are tokens in it."""
    return bool(receiver.children())


@member(_OWNER, "Path")
def path(receiver: JToken) -> str:
    """Where it is in its tree."""
    return path_of(receiver)


@member(_OWNER, "Root")
def top(receiver: JToken) -> JToken:
    """The top of its tree."""
    return root(receiver)


@member(_OWNER, "DeepEquals", "JToken, JToken")
def deep_equals(left: JToken | None, right: JToken | None) -> bool:
    """``JToken.DeepEquals(a, b)``."""
    return comparing.deep_equal(left, right)


def _implicit(source: Type) -> Callable[[Any], JToken]:
    from apimgen.csharp.run.values.casts import boxed  # noqa: PLC0415

    def make(value: Any) -> JToken:
        if value is None:
            return null()
        return creating.value_of(value if isinstance(value, Thing) else boxed(value, source))

    return make


@member(_OWNER, "SelectTokens", host=True)
def select_tokens(
    host: Host, receiver: JToken, expression: str | None, strict: bool = False
) -> Sequence:
    """``token.SelectTokens("$.a[*]")``."""
    steps = read_path(expression)
    return navigation.tokens(lambda: _select(host, receiver, steps, strict=strict))


@member(_OWNER, "SelectToken", host=True)
def select_token(
    host: Host, receiver: JToken, expression: str | None, strict: bool = False
) -> JToken | None:
    """``token.SelectToken("a.b")``; null where there is none."""
    found = _select(host, receiver, read_path(expression), strict=strict)
    if len(found) > 1:
        raise json_exception("Path returned multiple tokens.")
    return found[0] if found else None


def _select(host: Host, token: JToken, steps: list[Step], *, strict: bool) -> list[JToken]:
    def matches(text: str, pattern: str, options: str) -> bool:
        return regex_matches(host, text, pattern, options)

    return evaluate(steps, Search(token, strict, host.spend, matches), token)


def _text(value: str | None) -> JToken:
    return JValue(Kind.STRING, value)


def _long(value: int) -> JToken:
    return JValue(Kind.INTEGER, value)


for _of in converting.CASTS:
    for _source in (_of, named(NULLABLE, _of)):
        member(_OWNER, "op_Explicit", f"JToken -> {_source}")(converting.cast_to(_source))
        member(_OWNER, "op_Implicit", f"{_source} -> JToken")(_implicit(_of))
member(_OWNER, "op_Implicit", "string -> JToken")(_text)
for _name in ("int", "long", "short", "byte", "sbyte", "ushort", "uint"):
    member(_OWNER, "op_Implicit", f"{_name} -> JToken")(_long)
