"""``string.Split``."""

from __future__ import annotations

import re
from functools import lru_cache

from apimgen.csharp.model.types import STRING
from apimgen.csharp.run.library.failures import argument, out_of_range
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.chars import WHITE
from apimgen.csharp.run.values import Array

_ALL = 0x7FFFFFFF


@member("string", "Split", "char[]")
def _split(text: str, separators: Array | None) -> Array:
    return _splitted(text, separators, _ALL, 0)


@member("string", "Split", "char[], int")
def _split_count(text: str, separators: Array | None, count: int) -> Array:
    return _splitted(text, separators, count, 0)


@member("string", "Split", "char[], StringSplitOptions")
@member("string", "Split", "string[], StringSplitOptions")
def _split_options(text: str, separators: Array | None, options: int) -> Array:
    return _splitted(text, separators, _ALL, options)


@member("string", "Split", "char[], int, StringSplitOptions")
@member("string", "Split", "string[], int, StringSplitOptions")
def _split_all(text: str, separators: Array | None, count: int, options: int) -> Array:
    return _splitted(text, separators, count, options)


@lru_cache(maxsize=256)
def _pattern(separators: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(one) for one in separators if one) or "(?!)")


def _splitted(text: str, separators: Array | None, count: int, options: int) -> Array:
    if count < 0:
        raise out_of_range("count", "Count cannot be less than zero.")
    if options not in (0, 1):
        raise argument(f"Illegal enum value: {options}.", "options")
    if count == 0 or (options and not text):
        return Array(STRING, [])
    given = tuple(one or "" for one in separators.items) if separators else ()
    if not given:
        given = tuple(WHITE)
    if len(given) == 1 and given[0] and count == _ALL:
        parts = text.split(given[0])
        return Array(STRING, [one for one in parts if one] if options else parts)
    return Array(STRING, _cut(text, _pattern(given), count, keep=not options))


def _cut(text: str, pattern: re.Pattern[str], count: int, *, keep: bool) -> list[str]:
    parts: list[str] = []
    start = 0
    for match in pattern.finditer(text):
        if keep or match.start() > start:
            if len(parts) == count - 1:
                break
            parts.append(text[start : match.start()])
        start = match.end()
    rest = text[start:]
    if keep or rest:
        parts.append(rest)
    return parts
