"""The members of ``StringBuilder``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import BY_KEYWORD, Type
from apimgen.csharp.run.library.failures import (
    argument,
    argument_null,
    index_out_of_range,
    out_of_range,
)
from apimgen.csharp.run.library.faults import NEWLINE
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.library.registry import member, setter
from apimgen.csharp.run.library.text.formats.composite import composite
from apimgen.csharp.run.library.text.stringbuilder import StringBuilder
from apimgen.csharp.run.values import Array

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.host import Host

_B = "StringBuilder"
_INDEX = "Index was out of range. Must be non-negative and less than the size of the collection."
_KINDS = (
    *("bool", "byte", "char", "decimal", "double", "short", "int", "long", "object", "sbyte"),
    *("float", "string", "ushort", "uint", "ulong"),
)


@member(_B, "new", "")
@member(_B, "new", "string")
@member(_B, "new", "string, int")
def _new(text: str | None = None, capacity: int = 16) -> StringBuilder:
    if capacity < 0:
        raise out_of_range("capacity", "'capacity' must be greater than zero.")
    return StringBuilder(text or "", capacity or 16)


@member(_B, "new", "int")
@member(_B, "new", "int, int")
def _new_sized(capacity: int, most: int = 0x7FFFFFFF) -> StringBuilder:
    if capacity < 0:
        raise out_of_range("capacity", "'capacity' must be greater than zero.")
    if capacity > most:
        raise out_of_range("capacity", "Capacity exceeds maximum capacity.")
    return StringBuilder("", capacity or 16)


@member(_B, "new", "string, int, int, int")
def _new_part(text: str | None, start: int, length: int, capacity: int) -> StringBuilder:
    if start < 0 or length < 0 or start > len(text or "") - length:
        raise out_of_range("length", "Index and length must refer to a location within the string.")
    return StringBuilder((text or "")[start : start + length], capacity)


def _appender(type_: Type | None) -> Callable[..., StringBuilder]:
    def append(host: Host, one: StringBuilder, value: Any) -> StringBuilder:
        return one.put(host, format_value(value, type_))

    return append


def _inserter(type_: Type | None) -> Callable[..., StringBuilder]:
    def insert(host: Host, one: StringBuilder, index: int, value: Any) -> StringBuilder:
        return _inserted(host, one, index, format_value(value, type_))

    return insert


def _inserted(host: Host, one: StringBuilder, index: int, text: str) -> StringBuilder:
    whole = one.csharp_text()
    if not 0 <= index <= len(whole):
        raise out_of_range("index", _INDEX)
    host.spend(len(whole) + len(text))
    return one.set(whole[:index] + text + whole[index:])


for _kind in _KINDS:
    _type = None if _kind == "object" else BY_KEYWORD[_kind]
    member(_B, "Append", _kind, host=True)(_appender(_type))
    member(_B, "Insert", f"int, {_kind}", host=True)(_inserter(_type))


@member(_B, "Append", "char, int", host=True)
def _append_times(host: Host, one: StringBuilder, char: str, count: int) -> StringBuilder:
    if count < 0:
        raise out_of_range("repeatCount", "Count cannot be less than zero.")
    host.spend(count)
    return one.put(host, char * count)


@member(_B, "Append", "char[]", host=True)
def _append_chars(host: Host, one: StringBuilder, chars: Array | None) -> StringBuilder:
    return one.put(host, "".join(chars.items) if chars is not None else "")


def _part(text: str | None, start: int, count: int) -> str:
    if text is None:
        if start == 0 and count == 0:
            return ""
        raise argument_null("value")
    if start < 0:
        raise out_of_range("startIndex", _INDEX)
    if count < 0:
        raise out_of_range("count", "Value must be positive.")
    if start > len(text) - count:
        raise out_of_range("startIndex", _INDEX)
    return text[start : start + count]


@member(_B, "Append", "string, int, int", host=True)
def _append_part(
    host: Host, one: StringBuilder, text: str | None, start: int, count: int
) -> StringBuilder:
    return one.put(host, _part(text, start, count))


@member(_B, "Append", "char[], int, int", host=True)
def _append_some(
    host: Host, one: StringBuilder, chars: Array | None, start: int, count: int
) -> StringBuilder:
    return one.put(host, _part(None if chars is None else "".join(chars.items), start, count))


@member(_B, "Insert", "int, char[]", host=True)
def _insert_chars(host: Host, one: StringBuilder, index: int, chars: Array | None) -> StringBuilder:
    return _inserted(host, one, index, "".join(chars.items) if chars is not None else "")


@member(_B, "Insert", "int, string, int", host=True)
def _insert_times(
    host: Host, one: StringBuilder, index: int, text: str | None, count: int
) -> StringBuilder:
    if count < 0:
        raise out_of_range("count", "Non-negative number required.")
    host.spend(len(text or "") * count)
    return _inserted(host, one, index, (text or "") * count)


@member(_B, "AppendLine", "", host=True)
@member(_B, "AppendLine", "string", host=True)
def _append_line(host: Host, one: StringBuilder, text: str | None = None) -> StringBuilder:
    return one.put(host, (text or "") + NEWLINE)


@member(_B, "AppendFormat", "string, object", host=True)
@member(_B, "AppendFormat", "string, object, object", host=True)
@member(_B, "AppendFormat", "string, object, object, object", host=True)
def _append_format(
    host: Host, one: StringBuilder, format_: str | None, *values: Any
) -> StringBuilder:
    return one.put(host, composite(host, format_, values))


@member(_B, "AppendFormat", "string, object[]", host=True)
def _append_format_all(
    host: Host, one: StringBuilder, format_: str | None, values: Array | None
) -> StringBuilder:
    if values is None:
        raise argument_null("format" if format_ is None else "args")
    return one.put(host, composite(host, format_, values.items))


@member(_B, "AppendFormat", "IFormatProvider, string, object", host=True)
@member(_B, "AppendFormat", "IFormatProvider, string, object, object", host=True)
@member(_B, "AppendFormat", "IFormatProvider, string, object, object, object", host=True)
@member(_B, "AppendFormat", "IFormatProvider, string, object[]", host=True)
def _append_format_by(
    host: Host, one: StringBuilder, _provider: Any, format_: str | None, *values: Any
) -> StringBuilder:
    if len(values) == 1 and isinstance(values[0], Array):
        values = tuple(values[0].items)
    return one.put(host, composite(host, format_, values))


@member(_B, "Clear")
def _clear(one: StringBuilder) -> StringBuilder:
    return one.set("")


@member(_B, "Remove")
def _remove(one: StringBuilder, start: int, length: int) -> StringBuilder:
    whole = one.csharp_text()
    if length < 0:
        raise out_of_range("length", "Length cannot be less than zero.")
    if start < 0:
        raise out_of_range("startIndex", "StartIndex cannot be less than zero.")
    if length > len(whole) - start:
        raise out_of_range("index", _INDEX)
    return one.set(whole[:start] + whole[start + length :])


def _replaced(
    host: Host, one: StringBuilder, old: str | None, new: str | None, start: int, count: int | None
) -> StringBuilder:
    whole = one.csharp_text()
    if start < 0 or start > len(whole):
        raise out_of_range("startIndex", _INDEX)
    count = len(whole) - start if count is None else count
    if count < 0 or start > len(whole) - count:
        raise out_of_range("count", _INDEX)
    if old is None:
        raise argument_null("oldValue")
    if not old:
        raise argument("Empty name is not legal.", "oldValue")
    part = whole[start : start + count]
    host.spend(len(whole) + part.count(old) * len(new or ""))
    return one.set(whole[:start] + part.replace(old, new or "") + whole[start + count :])


@member(_B, "Replace", host=True)
def _replace(
    host: Host,
    one: StringBuilder,
    old: str | None,
    new: str | None,
    start: int = 0,
    count: int | None = None,
) -> StringBuilder:
    return _replaced(host, one, old, new, start, count)


member(_B, "Length")(lambda one: one.length)
member(_B, "MaxCapacity")(lambda _: 0x7FFFFFFF)


@setter(_B, "Length")
def _set_length(one: StringBuilder, length: int) -> None:
    if length < 0:
        raise out_of_range("value", "Length cannot be less than zero.")
    one.set(one.csharp_text()[:length].ljust(min(length, 10_000_000), "\0"))


@member(_B, "Capacity")
def _capacity(one: StringBuilder) -> int:
    while one.capacity < one.length:
        one.capacity *= 2
    return one.capacity


@setter(_B, "Capacity")
@member(_B, "EnsureCapacity")
def _ensure(one: StringBuilder, capacity: int) -> int:
    if capacity < 0:
        raise out_of_range("capacity", "Capacity must be positive.")
    one.capacity = max(one.capacity, capacity)
    return one.capacity


@member(_B, "this")
def _at(one: StringBuilder, index: int) -> str:
    if not 0 <= index < one.length:
        raise index_out_of_range()
    return one.csharp_text()[index]


@setter(_B, "this")
def _set_at(one: StringBuilder, index: int, value: str) -> None:
    if not 0 <= index < one.length:
        raise out_of_range("index", _INDEX)
    whole = one.csharp_text()
    one.set(whole[:index] + value + whole[index + 1 :])


@member(_B, "ToString", "")
@member(_B, "ToString", "int, int")
def _text(one: StringBuilder, start: int = 0, length: int | None = None) -> str:
    whole = one.csharp_text()
    if length is None:
        return whole
    if start < 0 or length < 0 or start > len(whole) - length:
        raise out_of_range("startIndex", _INDEX)
    return whole[start : start + length]


@member(_B, "Equals", _B)
def _equals(one: StringBuilder, other: StringBuilder | None) -> bool:
    return other is not None and one.csharp_text() == other.csharp_text()


@member(_B, "CopyTo")
def _copy(one: StringBuilder, start: int, target: Array | None, at: int, count: int) -> None:
    if target is None:
        raise argument_null("destination")
    part = _part(one.csharp_text(), start, count)
    if at < 0 or at > len(target) - count:
        raise argument(
            "Either offset did not refer to a position in the string, or there is an "
            "insufficient length of destination character array."
        )
    target.items[at : at + count] = part
