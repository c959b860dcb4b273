"""Making one text of many values: ``Join``, ``Concat``, ``Format``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.failures import argument_null, out_of_range
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.formats.composite import composite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.csharp.model.types import Type
    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.values import Array


def _spent(host: Host, parts: Iterable[str], separator: str = "") -> str:
    made = []
    for one in parts:
        host.spend(len(one) + len(separator) + 1)
        made.append(one)
    return separator.join(made)


@member("string", "Concat", "object", host=True)
@member("string", "Concat", "object, object", host=True)
@member("string", "Concat", "object, object, object", host=True)
@member("string", "Concat", "object, object, object, object", host=True)
@member("string", "Concat", "string, string", host=True)
@member("string", "Concat", "string, string, string", host=True)
@member("string", "Concat", "string, string, string, string", host=True)
def _concat(host: Host, *values: Any) -> str:
    return _spent(host, (format_value(one) for one in values))


@member("string", "Concat", "object[]", host=True)
def _concat_objects(host: Host, values: Array | None) -> str:
    if values is None:
        raise argument_null("args")
    return _spent(host, (format_value(one) for one in values))


@member("string", "Concat", "string[]", host=True)
@member("string", "Concat", "IEnumerable<string>", host=True)
def _concat_texts(host: Host, values: Iterable[str | None] | None) -> str:
    if values is None:
        raise argument_null("values")
    return _spent(host, (one or "" for one in values))


@member("string", "Concat", "IEnumerable<T>", host=True, types=True)
def _concat_each(host: Host, types: tuple[Type, ...], values: Iterable[Any] | None) -> str:
    if values is None:
        raise argument_null("values")
    return _spent(host, (format_value(one, types[0]) for one in values))


@member("string", "Join", "string, string[]", host=True)
def _join(host: Host, separator: str | None, values: Array | None) -> str:
    if values is None:
        raise argument_null("value")
    return _spent(host, (one or "" for one in values), separator or "")


@member("string", "Join", "string, IEnumerable<string>", host=True)
def _join_texts(host: Host, separator: str | None, values: Iterable[str | None] | None) -> str:
    if values is None:
        raise argument_null("values")
    return _spent(host, (one or "" for one in values), separator or "")


@member("string", "Join", "string, object[]", host=True)
def _join_objects(host: Host, separator: str | None, values: Array | None) -> str:
    if values is None:
        raise argument_null("values")
    if values.items and values.items[0] is None:
        # .NET Framework gives nothing where the first value is null
        return ""
    return _spent(host, (format_value(one) for one in values), separator or "")


@member("string", "Join", "string, IEnumerable<T>", host=True, types=True)
def _join_each(
    host: Host, types: tuple[Type, ...], separator: str | None, values: Iterable[Any] | None
) -> str:
    if values is None:
        raise argument_null("values")
    return _spent(host, (format_value(one, types[0]) for one in values), separator or "")


@member("string", "Join", "string, string[], int, int", host=True)
def _join_part(
    host: Host, separator: str | None, values: Array | None, start: int, count: int
) -> str:
    if values is None:
        raise argument_null("value")
    if start < 0:
        raise out_of_range("startIndex", "StartIndex cannot be less than zero.")
    if count < 0:
        raise out_of_range("count", "Count cannot be less than zero.")
    if start > len(values) - count:
        message = "Index and count must refer to a location within the buffer."
        raise out_of_range("startIndex", message)
    return _spent(host, (one or "" for one in values.items[start : start + count]), separator or "")


@member("string", "Format", "string, object", host=True)
@member("string", "Format", "string, object, object", host=True)
@member("string", "Format", "string, object, object, object", host=True)
def _format(host: Host, format_: str | None, *values: Any) -> str:
    return composite(host, format_, values)


@member("string", "Format", "IFormatProvider, string, object", host=True)
@member("string", "Format", "IFormatProvider, string, object, object", host=True)
@member("string", "Format", "IFormatProvider, string, object, object, object", host=True)
def _format_by(host: Host, _provider: Any, format_: str | None, *values: Any) -> str:
    return composite(host, format_, values)


@member("string", "Format", "string, object[]", host=True)
def _format_all(host: Host, format_: str | None, values: Array | None) -> str:
    if values is None:
        raise argument_null("format" if format_ is None else "args")
    return composite(host, format_, values.items)


@member("string", "Format", "IFormatProvider, string, object[]", host=True)
def _format_all_by(host: Host, _provider: Any, format_: str | None, values: Array | None) -> str:
    if values is None:
        raise argument_null("format" if format_ is None else "args")
    return composite(host, format_, values.items)
