"""Searching in a text: ``Contains``, ``StartsWith``, ``IndexOf`` and their like.

.NET searches with the culture where no ``StringComparison`` is given. In the invariant culture that
differs only for characters without width and for accents apart from their letters; these are
searched here as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.failures import OF_INDEX, argument_null, out_of_range
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.collation import upper
from apimgen.csharp.run.library.text.comparison import ignores_case

if TYPE_CHECKING:
    from apimgen.csharp.run.values import Array

_COUNT = (
    "Count must be positive and count must refer to a location within the string/array/collection."
)


def _wanted(value: str | None) -> str:
    if value is None:
        raise argument_null("value")
    return value


@member("string", "Contains", "string")
def _contains(text: str, value: str | None) -> bool:
    return _wanted(value) in text


def _starts(text: str, value: str, ignore: bool) -> bool:
    if text.startswith(value):
        return True
    return ignore and upper(text[: len(value)]) == upper(value)


def _ends(text: str, value: str, ignore: bool) -> bool:
    if text.endswith(value):
        return True
    return ignore and len(value) <= len(text) and upper(text[-len(value) :]) == upper(value)


@member("string", "StartsWith", "string")
def _starts_with(text: str, value: str | None) -> bool:
    return text.startswith(_wanted(value))


@member("string", "StartsWith", "string, StringComparison")
def _starts_kind(text: str, value: str | None, comparison: int) -> bool:
    return _starts(text, _wanted(value), ignores_case(comparison))


@member("string", "StartsWith", "string, bool, CultureInfo")
def _starts_case(text: str, value: str | None, ignore: bool, _culture: Any) -> bool:
    return _starts(text, _wanted(value), ignore)


@member("string", "EndsWith", "string")
def _ends_with(text: str, value: str | None) -> bool:
    return text.endswith(_wanted(value))


@member("string", "EndsWith", "string, StringComparison")
def _ends_kind(text: str, value: str | None, comparison: int) -> bool:
    return _ends(text, _wanted(value), ignores_case(comparison))


@member("string", "EndsWith", "string, bool, CultureInfo")
def _ends_case(text: str, value: str | None, ignore: bool, _culture: Any) -> bool:
    return _ends(text, _wanted(value), ignore)


def _end(text: str, start: int, count: int | None) -> int:
    if start < 0 or start > len(text):
        raise out_of_range("startIndex", OF_INDEX)
    if count is None:
        return len(text)
    if count < 0 or count > len(text) - start:
        raise out_of_range("count", _COUNT)
    return start + count


@member("string", "IndexOf", "char")
@member("string", "IndexOf", "char, int")
@member("string", "IndexOf", "char, int, int")
@member("string", "IndexOf", "string")
@member("string", "IndexOf", "string, int")
@member("string", "IndexOf", "string, int, int")
def _index_of(text: str, value: str | None, start: int = 0, count: int | None = None) -> int:
    return text.find(_wanted(value), start, _end(text, start, count))


def _find(text: str, value: str | None, start: int, count: int | None, comparison: int) -> int:
    value = _wanted(value)
    end = _end(text, start, count)
    if ignores_case(comparison):
        return upper(text).find(upper(value), start, end)
    return text.find(value, start, end)


@member("string", "IndexOf", "string, StringComparison")
def _index_kind(text: str, value: str | None, comparison: int) -> int:
    return _find(text, value, 0, None, comparison)


@member("string", "IndexOf", "string, int, StringComparison")
def _index_from(text: str, value: str | None, start: int, comparison: int) -> int:
    return _find(text, value, start, None, comparison)


@member("string", "IndexOf", "string, int, int, StringComparison")
def _index_within(text: str, value: str | None, start: int, count: int, comparison: int) -> int:
    return _find(text, value, start, count, comparison)


def _last(
    text: str, value: str, start: int | None, count: int | None, *, ignore: bool = False
) -> int:
    """Searches backwards: the match ends at ``start`` or before it."""
    if not text and (start is None or start in (-1, 0)):
        return -1 if value else 0
    if start is None:
        start = len(text) - 1
    if start < 0 or start > len(text):
        raise out_of_range("startIndex", OF_INDEX)
    if start == len(text):
        start -= 1
        count = count - 1 if count else count
        if not value and (count is None or count >= 0):
            return start
    if count is None:
        count = start + 1
    if count < 0 or start - count + 1 < 0:
        raise out_of_range("count", _COUNT)
    if not value:
        return start
    where, what = (upper(text), upper(value)) if ignore else (text, value)
    return where.rfind(what, start - count + 1, start + 1)


@member("string", "LastIndexOf", "string")
@member("string", "LastIndexOf", "string, int")
@member("string", "LastIndexOf", "string, int, int")
def _last_index(
    text: str, value: str | None, start: int | None = None, count: int | None = None
) -> int:
    return _last(text, _wanted(value), start, count)


@member("string", "LastIndexOf", "char")
@member("string", "LastIndexOf", "char, int")
@member("string", "LastIndexOf", "char, int, int")
def _last_char(text: str, value: str, start: int | None = None, count: int | None = None) -> int:
    return _last_any(text, value, start, count)


@member("string", "LastIndexOf", "string, StringComparison")
def _last_kind(text: str, value: str | None, comparison: int) -> int:
    return _last(text, _wanted(value), None, None, ignore=ignores_case(comparison))


@member("string", "LastIndexOf", "string, int, StringComparison")
def _last_from(text: str, value: str | None, start: int, comparison: int) -> int:
    return _last(text, _wanted(value), start, None, ignore=ignores_case(comparison))


@member("string", "LastIndexOf", "string, int, int, StringComparison")
def _last_within(text: str, value: str | None, start: int, count: int, comparison: int) -> int:
    return _last(text, _wanted(value), start, count, ignore=ignores_case(comparison))


@member("string", "IndexOfAny")
def _index_any(text: str, any_of: Array | None, start: int = 0, count: int | None = None) -> int:
    if any_of is None:
        raise argument_null("anyOf")
    wanted = frozenset(any_of.items)
    for at in range(start, _end(text, start, count)):
        if text[at] in wanted:
            return at
    return -1


def _last_any(text: str, wanted: Any, start: int | None, count: int | None) -> int:
    if not text:
        return -1
    if start is None:
        start = len(text) - 1
    if start < 0 or start >= len(text):
        raise out_of_range("startIndex", OF_INDEX)
    if count is None:
        count = start + 1
    if count < 0 or count - 1 > start:
        raise out_of_range("count", _COUNT)
    for at in range(start, start - count, -1):
        if text[at] in wanted:
            return at
    return -1


@member("string", "LastIndexOfAny")
def _last_index_any(
    text: str, any_of: Array | None, start: int | None = None, count: int | None = None
) -> int:
    if any_of is None:
        raise argument_null("anyOf")
    return _last_any(text, frozenset(any_of.items), start, count)
