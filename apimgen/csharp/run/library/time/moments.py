"""The members that ``DateTime`` and ``DateTimeOffset`` have alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

from apimgen.csharp.run.library.failures import out_of_range
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.library.time.spans import comparisons
from apimgen.csharp.run.library.time.ticks import (
    DAY,
    HOUR,
    MILLISECOND,
    MINUTE,
    SECOND,
    DateTime,
    DateTimeOffset,
    TimeSpan,
    add_months,
    parts_of,
    scaled,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_M = TypeVar("_M", DateTime, DateTimeOffset)

PARTS: dict[str, Callable[[Any], Any]] = {
    "Year": lambda one: parts_of(one.ticks).year,
    "Month": lambda one: parts_of(one.ticks).month,
    "Day": lambda one: parts_of(one.ticks).day,
    "Hour": lambda one: one.ticks % DAY // HOUR,
    "Minute": lambda one: one.ticks % HOUR // MINUTE,
    "Second": lambda one: one.ticks % MINUTE // SECOND,
    "Millisecond": lambda one: one.ticks % SECOND // MILLISECOND,
    "DayOfWeek": lambda one: (one.ticks // DAY + 1) % 7,
    "DayOfYear": lambda one: parts_of(one.ticks).timetuple().tm_yday,
    "TimeOfDay": lambda one: TimeSpan(one.ticks % DAY),
}
_UNITS = {"Days": DAY, "Hours": HOUR, "Minutes": MINUTE, "Seconds": SECOND}
_UNITS["Milliseconds"] = MILLISECOND


def _adder(unit: int) -> Callable[[Any, float], Any]:
    def add(one: Any, value: float) -> Any:
        ticks = None if math.isnan(value) else scaled(value, unit // MILLISECOND)
        if ticks is None or abs(ticks) > 315537897600000 * MILLISECOND:
            raise out_of_range("value", "Value to add was out of range.")
        return one.plus(ticks)

    return add


def _add_years(one: _M, years: int) -> _M:
    if not -10000 <= years <= 10000:
        raise out_of_range("years", "Years value must be between +/-10000.")
    return one.plus(add_months(one.ticks, years * 12) - one.ticks)


def _add_months(one: _M, months: int) -> _M:
    return one.plus(add_months(one.ticks, months) - one.ticks)


def shared(owner: str) -> None:
    """Registers what both types have."""
    for name, read in PARTS.items():
        member(owner, name)(read)
    for name, unit in _UNITS.items():
        member(owner, f"Add{name}")(_adder(unit))
    member(owner, "Add")(lambda one, span: one.plus(span.ticks))
    member(owner, "AddTicks")(lambda one, ticks: one.plus(ticks))
    member(owner, "AddMonths")(_add_months)
    member(owner, "AddYears")(_add_years)
    member(owner, "op_Addition")(lambda one, span: one.plus(span.ticks, "t"))
    for name in ("Subtract", "op_Subtraction"):
        moments = "value" if name == "Subtract" else "t"
        member(owner, name, owner if name == "Subtract" else f"{owner}, {owner}")(
            lambda one, two: TimeSpan(one.moment - two.moment)
        )
        member(owner, name, "TimeSpan" if name == "Subtract" else f"{owner}, TimeSpan")(
            lambda one, span, name=moments: one.plus(-span.ticks, name)
        )
    attribute(owner, "Ticks", "ticks")
    comparisons(owner)
