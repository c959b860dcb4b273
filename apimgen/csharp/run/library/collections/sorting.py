"""Sorting in place, as ``List.Sort`` and ``Array.Sort`` do."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.errors import LimitError, NotModelledError, Thrown
from apimgen.csharp.run.library.equality import compare_as

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.model.types import Type
    from apimgen.csharp.run.host import Host

_FAILED = "Failed to compare two elements in the array."


def comparison_of(comparer: Any, element: Type) -> Callable[[Any, Any], int]:
    """The comparison of a comparer, of a function, or the default one of a type."""
    if comparer is None:
        return compare_as(element)
    found: Callable[[Any, Any], int] | None = getattr(comparer, "csharp_order", None)
    if found is not None:
        return found
    return comparer if callable(comparer) else compare_as(element)


def sort_part(
    host: Host, items: list[Any], part: slice, element: Type, comparer: Any = None
) -> None:
    """Sorts some items of a list.

    Equal ones keep their order, where .NET may swap them.

    Raises:
        Thrown: an InvalidOperationException around what a comparison throws.
    """
    some = items[part]
    host.spend(len(some) * max(len(some).bit_length(), 1))
    compare = comparison_of(comparer, element)
    try:
        items[part] = sorted(some, key=cmp_to_key(compare))
    except (LimitError, NotModelledError):
        raise
    except Thrown as error:
        raise Thrown("System.InvalidOperationException", _FAILED, inner=error) from None
