"""Comparing texts: ``Compare``, ``Equals`` and the kinds of ``StringComparison``."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.run.library.failures import argument, out_of_range
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.collation import compare_ordinal, compare_text, upper

_KINDS = range(6)


def ignores_case(comparison: int) -> bool:
    """Whether a ``StringComparison`` ignores case.

    Raises:
        Thrown: an ArgumentException for a number that is none.
    """
    if comparison not in _KINDS:
        message = "The string comparison type passed in is currently not supported."
        raise argument(message, "comparisonType")
    return comparison % 2 == 1


def compare_by(one: str | None, two: str | None, comparison: int) -> int:
    """How two texts are ordered by a ``StringComparison``."""
    ignore = ignores_case(comparison)
    if comparison >= 4:
        return compare_ordinal(one, two, ignore_case=ignore)
    return compare_text(one, two, ignore_case=ignore)


def equal_by(one: str | None, two: str | None, comparison: int) -> bool:
    """Whether two texts are equal by a ``StringComparison``."""
    ignore = ignores_case(comparison)
    if one is None or two is None or one == two:
        return one == two
    if comparison >= 4:
        return ignore and upper(one) == upper(two)
    return compare_text(one, two, ignore_case=ignore) == 0


@member("string", "Compare", "string, string")
def _compare(one: str | None, two: str | None) -> int:
    return compare_text(one, two)


@member("string", "Compare", "string, string, bool")
@member("string", "Compare", "string, string, bool, CultureInfo")
def _compare_case(one: str | None, two: str | None, ignore: bool, _culture: Any = None) -> int:
    return compare_text(one, two, ignore_case=ignore)


@member("string", "Compare", "string, string, CultureInfo, CompareOptions")
def _compare_options(one: str | None, two: str | None, _culture: Any, options: int) -> int:
    if options & 0x50000000:
        return compare_ordinal(one, two, ignore_case=options == 0x10000000)
    return compare_text(one, two, ignore_case=bool(options & 1))


@member("string", "Compare", "string, string, StringComparison")
def _compare_kind(one: str | None, two: str | None, comparison: int) -> int:
    return compare_by(one, two, comparison)


def _part(text: str | None, at: int, length: int, number: int) -> str | None:
    if length < 0:
        raise out_of_range(f"length{number}", "Positive number required.")
    if at < 0:
        raise out_of_range(f"offset{number}", "Positive number required.")
    if at > len(text or ""):
        raise out_of_range(f"length{number}", "Positive number required.")
    return None if text is None else text[at : at + length]


def _parts(
    one: str | None, at: int, two: str | None, place: int, length: int
) -> tuple[str | None, str | None]:
    return _part(one, at, length, 1), _part(two, place, length, 2)


@member("string", "Compare", "string, int, string, int, int")
def _compare_parts(one: str | None, at: int, two: str | None, place: int, length: int) -> int:
    return compare_text(*_parts(one, at, two, place, length))


@member("string", "Compare", "string, int, string, int, int, bool")
@member("string", "Compare", "string, int, string, int, int, bool, CultureInfo")
def _compare_parts_case(
    one: str | None,
    at: int,
    two: str | None,
    place: int,
    length: int,
    ignore: bool,
    _culture: Any = None,
) -> int:
    return compare_text(*_parts(one, at, two, place, length), ignore_case=ignore)


@member("string", "Compare", "string, int, string, int, int, StringComparison")
def _compare_parts_kind(
    one: str | None, at: int, two: str | None, place: int, length: int, comparison: int
) -> int:
    return compare_by(*_parts(one, at, two, place, length), comparison)


@member("string", "CompareOrdinal", "string, string")
def _ordinal(one: str | None, two: str | None) -> int:
    return compare_ordinal(one, two)


@member("string", "CompareOrdinal", "string, int, string, int, int")
def _ordinal_parts(one: str | None, at: int, two: str | None, place: int, length: int) -> int:
    return compare_ordinal(*_parts(one, at, two, place, length))


@member("string", "CompareTo", "string")
def _compare_to(text: str, other: str | None) -> int:
    return compare_text(text, other)


@member("string", "CompareTo", "object")
def _compare_to_object(text: str, other: Any) -> int:
    if other is not None and not isinstance(other, str):
        raise argument("Object must be of type String.")
    return compare_text(text, other)


@member("string", "Equals", "string")
@member("string", "Equals", "string, string")
@member("string", "op_Equality")
def _equals(text: str | None, other: str | None) -> bool:
    return text == other


@member("string", "op_Inequality")
def _differs(text: str | None, other: str | None) -> bool:
    return text != other


@member("string", "Equals", "string, StringComparison")
@member("string", "Equals", "string, string, StringComparison")
def _equals_kind(text: str | None, other: str | None, comparison: int) -> bool:
    return equal_by(text, other, comparison)
