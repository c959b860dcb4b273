"""The members of ``JValue`` and ``JRaw``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.signatures import type_of as type_named
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.library.json.tree import comparing, creating
from apimgen.csharp.run.library.json.tree.tokens import JRaw, JValue, Kind, null
from apimgen.csharp.run.library.registry import member, setter
from apimgen.csharp.run.values import Thing
from apimgen.csharp.run.values.casts import boxed

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type

_OWNER = "JValue"


@member(_OWNER, "Value")
def held(receiver: JValue) -> Any:
    """The value as an ``object``."""
    return creating.as_object(receiver)


@setter(_OWNER, "Value")
def set_held(receiver: JValue, value: Any) -> None:
    """``token.Value = value``."""
    made = creating.value_of(value)
    kept = receiver.kind in (Kind.COMMENT, Kind.RAW) and made.kind == Kind.STRING
    if not kept:
        receiver.kind = made.kind
    receiver.value, receiver.number = made.value, made.number


@member(_OWNER, "new", "JValue")
def new_copy(other: JValue | None) -> JValue:
    """``new JValue(other)``: a copy."""
    if other is None:
        raise argument_null("other")
    return other.clone()


@member(_OWNER, "new", "object")
def new(value: Any) -> JValue:
    """``new JValue(value)``."""
    return creating.value_of(value)


@member(_OWNER, "new", "long")
def new_long(value: int) -> JValue:
    """``new JValue(1)``."""
    return JValue(Kind.INTEGER, value)


@member(_OWNER, "new", "string")
@member(_OWNER, "new", "char")
@member(_OWNER, "CreateString")
def new_text(value: str | None) -> JValue:
    """``new JValue("a")``."""
    return JValue(Kind.STRING, value)


def _new(source: Type, value: Any) -> JValue:
    if value is None:
        return null()
    return creating.value_of(value if isinstance(value, Thing) else boxed(value, source))


for _name in (
    *("decimal", "ulong", "double", "float", "bool"),
    *("DateTime", "DateTimeOffset", "Guid", "Uri", "TimeSpan"),
):
    member(_OWNER, "new", _name)(partial(_new, type_named(_name)))


@member(_OWNER, "CreateNull")
def new_null() -> JValue:
    """``JValue.CreateNull()``."""
    return null()


@member(_OWNER, "CreateUndefined")
def new_undefined() -> JValue:
    """``JValue.CreateUndefined()``."""
    return JValue(Kind.UNDEFINED, None)


@member(_OWNER, "CreateComment")
def new_comment(text: str | None) -> JValue:
    """``JValue.CreateComment("text")``."""
    return JValue(Kind.COMMENT, text)


@member(_OWNER, "CompareTo", "JValue")
def compare_to(receiver: JValue, other: JValue | None) -> int:
    """``value.CompareTo(other)``."""
    return comparing.compare_values(receiver, other)


@member(_OWNER, "Equals", "JValue")
def equals(receiver: JValue, other: JValue | None) -> bool:
    """``value.Equals(other)``."""
    return other is not None and comparing.same_value(receiver, other)


@member(_OWNER, "ToString", "string")
@member(_OWNER, "ToString", "string, IFormatProvider")
def to_string(receiver: JValue, format_: str | None, _provider: Any = None) -> str:
    """``value.ToString("0.00")``."""
    value = creating.as_object(receiver)
    return "" if value is None else format_value(value, None, format_)


@member(_OWNER, "ToString", "IFormatProvider")
def to_string_of(receiver: JValue, _provider: Any) -> str:
    """``value.ToString(provider)``."""
    return receiver.csharp_text()


@member("JRaw", "new", "object")
def new_raw(value: Any) -> JRaw:
    """``new JRaw("{}")``."""
    return JRaw(Kind.RAW, value)


@member("JRaw", "new", "JRaw")
def new_raw_copy(other: JRaw | None) -> JValue:
    """``new JRaw(other)``: a copy."""
    if other is None:
        raise argument_null("other")
    return other.clone()
