"""Finding in a list or an array: ``Find``, ``IndexOf``, ``BinarySearch`` and their like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.collections.sorting import comparison_of
from apimgen.csharp.run.library.equality import equal
from apimgen.csharp.run.library.failures import OF_INDEX, argument_null, out_of_range
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.registry import member

if TYPE_CHECKING:
    from collections.abc import Callable

    Match = Callable[[Any], bool]

_COUNT = (
    "Count must be positive and count must refer to a location within the string/array/collection."
)


def end_of(items: list[Any], start: int, count: int | None) -> int:
    """Where a part ends.

    Raises:
        Thrown: an ArgumentOutOfRangeException.
    """
    if start < 0 or start > len(items):
        raise out_of_range("startIndex", OF_INDEX)
    if count is None:
        return len(items)
    if count < 0 or start > len(items) - count:
        raise out_of_range("count", _COUNT)
    return start + count


def index_of(items: list[Any], item: Any, start: int = 0, count: int | None = None) -> int:
    """Where an item is the first time; -1 where it is not."""
    for at in range(start, end_of(items, start, count)):
        if equal(items[at], item):
            return at
    return -1


def last_index_of(
    items: list[Any], item: Any, start: int | None = None, count: int | None = None
) -> int:
    """Where an item is the last time; -1 where it is not."""
    if not items:
        return -1
    start = len(items) - 1 if start is None else start
    if start < 0 or start >= len(items):
        raise out_of_range("startIndex", OF_INDEX)
    count = start + 1 if count is None else count
    if count < 0 or start - count + 1 < 0:
        raise out_of_range("count", _COUNT)
    for at in range(start, start - count, -1):
        if equal(items[at], item):
            return at
    return -1


def found_at(
    items: list[Any], match: Match | None, start: int = 0, count: int | None = None
) -> int:
    """Where the first item that matches is; -1 where none does."""
    if match is None:
        raise argument_null("match")
    for at in range(start, end_of(items, start, count)):
        if match(items[at]):
            return at
    return -1


def found_last(
    items: list[Any], match: Match | None, start: int | None = None, count: int | None = None
) -> int:
    """Where the last item that matches is; -1 where none does."""
    if match is None:
        raise argument_null("match")
    start = len(items) - 1 if start is None else start
    if items and not 0 <= start < len(items):
        raise out_of_range("startIndex", OF_INDEX)
    count = start + 1 if count is None else count
    if count < 0 or start - count + 1 < 0:
        raise out_of_range("count", _COUNT)
    for at in range(start, start - count, -1):
        if match(items[at]):
            return at
    return -1


def binary_search(
    items: list[Any], low: int, count: int, item: Any, order: Callable[[Any, Any], int]
) -> int:
    """Where an item is in sorted ones; less than 0 where it is not: how far, and -1."""
    high = low + count - 1
    while low <= high:
        middle = low + (high - low) // 2
        found = order(items[middle], item)
        if found == 0:
            return middle
        if found < 0:
            low = middle + 1
        else:
            high = middle - 1
    return ~low


def register_finding(
    owner: str,
    items_of: Callable[[Any], list[Any]],
    made: Callable[[Any, list[Any]], Any],
) -> None:
    """Registers the members that find, for ``List`` and for ``Array``.

    Args:
        owner: the type.
        items_of: gives the items of one.
        made: gives another one with some items.
    """

    def checked(one: Any) -> list[Any]:
        if one is None:
            raise argument_null("array")
        return items_of(one)

    def needed(match: Match | None) -> Match:
        if match is None:
            raise argument_null("match")
        return match

    def find(one: Any, match: Match | None) -> Any:
        at = found_at(checked(one), match)
        return default_of(one.element) if at < 0 else items_of(one)[at]

    def find_last(one: Any, match: Match | None) -> Any:
        at = found_last(checked(one), match)
        return default_of(one.element) if at < 0 else items_of(one)[at]

    def find_all(one: Any, match: Match | None) -> Any:
        test = needed(match)
        return made(one, [item for item in list(checked(one)) if test(item)])

    def find_index(one: Any, *given: Any) -> int:
        *where, match = given
        return found_at(checked(one), match, *where)

    def find_last_index(one: Any, *given: Any) -> int:
        *where, match = given
        return found_last(checked(one), match, *where)

    def search(one: Any, *given: Any) -> int:
        items = checked(one)
        where = (0, len(items))
        if len(given) > 2:
            where, given = (given[0], given[1]), given[2:]
        comparer = given[1] if len(given) > 1 else None
        return binary_search(items, *where, given[0], comparison_of(comparer, one.element))

    members: dict[str, Callable[..., Any]] = {
        "Exists": lambda one, match: found_at(checked(one), match) >= 0,
        "TrueForAll": lambda one, match: all(map(needed(match), checked(one))),
        "Find": find,
        "FindLast": find_last,
        "FindAll": find_all,
        "FindIndex": find_index,
        "FindLastIndex": find_last_index,
        "IndexOf": lambda one, item, *where: index_of(checked(one), item, *where),
        "LastIndexOf": lambda one, item, *where: last_index_of(checked(one), item, *where),
        "BinarySearch": search,
        "Contains": lambda one, item: index_of(checked(one), item) >= 0,
    }
    for name, call in members.items():
        member(owner, name)(call)
