"""C# conditions on the status of an answer, from the ranges of the inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.inventory.model.statuses import GREATEST, LEAST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.inventory.model.statuses import StatusRange

_STATUS = "context.Response.StatusCode"


def status_condition(ranges: Iterable[StatusRange], status: str = _STATUS) -> str:
    """C# that is true for the statuses in one of the ranges.

    Ranges that overlap or touch become one, so that the condition is as short as it can be.

    Args:
        ranges: of the statuses.
        status: C# that is the status; it reads ``context.Response`` by default.
    """
    merged: list[tuple[int, int]] = []
    for each in sorted(ranges, key=lambda each: (each.min, each.max)):
        if merged and each.min <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], each.max))
        else:
            merged.append((each.min, each.max))
    return " || ".join(
        _in_range(status, least, greatest, alone=len(merged) == 1) for least, greatest in merged
    )


def _in_range(status: str, least: int, greatest: int, *, alone: bool) -> str:
    if least == greatest:
        return f"{status} == {least}"
    if greatest == GREATEST:
        return f"{status} >= {least}"
    if least == LEAST:
        return f"{status} <= {greatest}"
    both = f"{status} >= {least} && {status} <= {greatest}"
    return both if alone else f"({both})"
