"""How texts are ordered in the invariant culture, and without one.

The culture looks at letters first, then at accents, then at case, and last at hyphens and
apostrophes. See https://learn.microsoft.com/dotnet/csharp/how-to/compare-strings
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

# The order of what is neither a letter nor a digit.
_SYMBOLS = (
    '\t\n\v\f\r\x85\u2028\u2029 \u00a0!"#$%&()*,./:;?@[\\]^_`{|}~¡¦¨¯\u00b4\u00b8¿'
    "¢£¤¥+±«<=>»\u00d7÷§©¬®°µ¶·"
)
_WEIGHT = {one: at for at, one in enumerate(_SYMBOLS)}
_LATE = "'-"
_IGNORED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_SPECIAL = {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH"}

Key = tuple[Any, ...]


@lru_cache(maxsize=8192)
def collation_key(text: str, *, ignore_case: bool = False) -> Key:
    """What orders a text in the invariant culture: keys compare as the texts do."""
    first: list[tuple[int, int]] = []
    accents: list[str] = []
    cases: list[int] = []
    late: list[tuple[int, int]] = []
    for one in text if text.isascii() else _decomposed(text):
        if one in _LATE:
            late.append((len(first), _LATE.index(one)))
        elif unicodedata.combining(one):
            if accents:
                accents[-1] += one
        elif one not in _IGNORED and (one >= " " or one in _WEIGHT) and one != "\x7f":
            first.append(_primary(one))
            accents.append("")
            cases.append(0 if ignore_case or one.lower() == one else 1)
    while accents and not accents[-1]:
        accents.pop()
    while cases and not cases[-1]:
        cases.pop()
    return tuple(first), tuple(accents), tuple(cases), tuple(late)


def _decomposed(text: str) -> str:
    whole = "".join(_SPECIAL.get(one, one) for one in text)
    return unicodedata.normalize("NFD", whole)


def _primary(one: str) -> tuple[int, int]:
    if one in _WEIGHT:
        return 0, _WEIGHT[one]
    if one.isdigit():
        return 2, unicodedata.digit(one, 0)
    if one.isalpha():
        lower = one.lower()
        return 3, ord(lower if len(lower) == 1 else one)
    return 1, ord(one)


def compare_text(first: str | None, second: str | None, *, ignore_case: bool = False) -> int:
    """How two texts are ordered in the invariant culture: -1, 0 or 1; null is the least."""
    if first is None or second is None:
        return (first is not None) - (second is not None)
    if first == second:
        return 0
    one = collation_key(first, ignore_case=ignore_case)
    two = collation_key(second, ignore_case=ignore_case)
    return (one > two) - (one < two)


def upper(text: str) -> str:
    """``ToUpperInvariant``: each UTF-16 unit by itself."""
    made = text.upper()
    if text.isascii():
        return made
    return "".join(_one_upper(one) for one in text)


def lower(text: str) -> str:
    """``ToLowerInvariant``: each UTF-16 unit by itself."""
    made = text.lower()
    if text.isascii():
        return made
    return "".join(_one_lower(one) for one in text)


def _one_upper(one: str) -> str:
    made = one.upper()
    return made if len(made) == 1 and one not in "\u0131\u017f" else one


def _one_lower(one: str) -> str:
    made = one.lower()
    return made if len(made) == 1 else one


def compare_ordinal(first: str | None, second: str | None, *, ignore_case: bool = False) -> int:
    """How two texts are ordered by their UTF-16 units: less than 0, 0, or more."""
    if first is None or second is None:
        return (first is not None) - (second is not None)
    if ignore_case:
        first, second = upper(first), upper(second)
    for one, two in zip(first, second, strict=False):
        if one != two:
            return ord(one) - ord(two)
    shorter = min(len(first), len(second))
    if shorter % 2 or not shorter:
        # .NET compares two at a time, and sees the zero behind the shorter one
        return ord(first[shorter : shorter + 1] or "\0") - ord(
            second[shorter : shorter + 1] or "\0"
        )
    return len(first) - len(second)
