"""The members of ``TimeSpan``, and how spans are written and read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument, bad_format, overflow
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.library.time.patterns import BAD, quoted
from apimgen.csharp.run.library.time.ticks import (
    DAY,
    HOUR,
    MAX_SPAN,
    MILLISECOND,
    MIN_SPAN,
    MINUTE,
    SECOND,
    TimeSpan,
    scaled,
    writes,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_TOO_LONG = "TimeSpan overflowed because the duration is too long."
_UNITS = {"Days": DAY, "Hours": HOUR, "Minutes": MINUTE, "Seconds": SECOND}
_UNITS["Milliseconds"] = MILLISECOND
_LIMITS = {"Days": 0, "Hours": 24, "Minutes": 60, "Seconds": 60, "Milliseconds": 1000}

attribute("TimeSpan", "Ticks", "ticks")
member("TimeSpan", "Zero")(lambda: TimeSpan(0))
member("TimeSpan", "MaxValue")(lambda: TimeSpan(MAX_SPAN))
member("TimeSpan", "MinValue")(lambda: TimeSpan(MIN_SPAN))


def span(ticks: int) -> TimeSpan:
    """A span of so many ticks.

    Raises:
        Thrown: an OverflowException.
    """
    if not MIN_SPAN <= ticks <= MAX_SPAN:
        raise overflow(_TOO_LONG)
    return TimeSpan(ticks)


def _toward_zero(value: int, unit: int) -> int:
    return value // unit if value >= 0 else -(-value // unit)


def _unit(name: str) -> None:
    unit, limit = _UNITS[name], _LIMITS[name]

    def part(one: TimeSpan) -> int:
        whole = _toward_zero(one.ticks, unit)
        return int(math.fmod(whole, limit)) if limit else whole

    def total(one: TimeSpan) -> float:
        if name == "Milliseconds":
            return one.ticks * 0.0001
        return one.ticks * (1.0 / unit)

    def of(value: float) -> TimeSpan:
        if math.isnan(value):
            message = "TimeSpan does not accept floating point Not-a-Number values."
            raise argument(message)
        ticks = scaled(value, unit // MILLISECOND)
        if ticks is None:
            raise overflow(_TOO_LONG)
        return TimeSpan(ticks)

    member("TimeSpan", name)(part)
    member("TimeSpan", f"Total{name}")(total)
    member("TimeSpan", f"From{name}")(of)


for _name in _UNITS:
    _unit(_name)


@member("TimeSpan", "FromTicks")
@member("TimeSpan", "new", "long")
def _of_ticks(ticks: int) -> TimeSpan:
    return TimeSpan(ticks)


@member("TimeSpan", "new", "")
def _empty() -> TimeSpan:
    return TimeSpan(0)


@member("TimeSpan", "new", "int, int, int")
def _of_time(hours: int, minutes: int, seconds: int) -> TimeSpan:
    return _counted(0, hours, minutes, seconds)


@member("TimeSpan", "new", "int, int, int, int")
@member("TimeSpan", "new", "int, int, int, int, int")
def _of_all(days: int, hours: int, minutes: int, seconds: int, milliseconds: int = 0) -> TimeSpan:
    return _counted(days, hours, minutes, seconds, milliseconds)


def _counted(days: int, hours: int, minutes: int, seconds: int, milliseconds: int = 0) -> TimeSpan:
    whole = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
    ticks = whole + milliseconds * MILLISECOND
    if not MIN_SPAN <= ticks <= MAX_SPAN:
        message = _TOO_LONG
        raise Thrown("System.ArgumentOutOfRangeException", message)
    return TimeSpan(ticks)


@member("TimeSpan", "Add")
@member("TimeSpan", "op_Addition")
def _add(one: TimeSpan, two: TimeSpan) -> TimeSpan:
    return span(one.ticks + two.ticks)


@member("TimeSpan", "Subtract")
@member("TimeSpan", "op_Subtraction")
def _subtract(one: TimeSpan, two: TimeSpan) -> TimeSpan:
    return span(one.ticks - two.ticks)


@member("TimeSpan", "Negate")
@member("TimeSpan", "op_UnaryNegation")
def _negate(one: TimeSpan) -> TimeSpan:
    if one.ticks == MIN_SPAN:
        raise overflow("Negating the minimum value of a twos complement number is invalid.")
    return TimeSpan(-one.ticks)


@member("TimeSpan", "Duration")
def _duration(one: TimeSpan) -> TimeSpan:
    if one.ticks == MIN_SPAN:
        message = (
            "The duration cannot be returned for TimeSpan.MinValue because the absolute value of "
            "TimeSpan.MinValue exceeds the value of TimeSpan.MaxValue."
        )
        raise overflow(message)
    return TimeSpan(abs(one.ticks))


member("TimeSpan", "op_UnaryPlus")(lambda one: one)

_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "op_Equality": lambda one, two: one == two,
    "op_Inequality": lambda one, two: one != two,
    "op_LessThan": lambda one, two: one < two,
    "op_LessThanOrEqual": lambda one, two: one <= two,
    "op_GreaterThan": lambda one, two: one > two,
    "op_GreaterThanOrEqual": lambda one, two: one >= two,
}


def _comparison(test: Callable[[int, int], bool]) -> Callable[[Any, Any], bool]:
    return lambda one, two: test(one.moment, two.moment)


def _equals(one: Any, two: Any) -> bool:
    return bool(one.csharp_equals(two))


def comparisons(owner: str) -> None:
    """Registers the operators that compare, ``Compare``, ``CompareTo`` and ``Equals``."""
    for name, test in _COMPARISONS.items():
        member(owner, name)(_comparison(test))
    member(owner, "Compare")(lambda one, two: one.csharp_compare(two))
    member(owner, "CompareTo")(lambda one, two: one.csharp_compare(two))
    member(owner, "Equals")(_equals)
    member(owner, "ToString", "string")(lambda one, form: one.csharp_format(form))
    member(owner, "ToString", "string, IFormatProvider")(
        lambda one, form, _: one.csharp_format(form)
    )
    member(owner, "ToString", "IFormatProvider")(lambda one, _: one.csharp_format(None))
    member(owner, "ToString", "")(lambda one: one.csharp_format(None))


comparisons("TimeSpan")


@writes("TimeSpan")
def span_text(one: TimeSpan, format_: str | None) -> str:
    """A span in a format.

    Raises:
        Thrown: a FormatException.
    """
    ticks = abs(one.ticks)
    sign = "-" if one.ticks < 0 else ""
    days, rest = divmod(ticks, DAY)
    clock = f"{rest % HOUR // MINUTE:02d}:{rest % MINUTE // SECOND:02d}"
    hours, fraction = rest // HOUR, f"{rest % SECOND:07d}"
    if not format_ or format_ in ("c", "t", "T"):
        part = f".{fraction}" if rest % SECOND else ""
        return f"{sign}{f'{days}.' if days else ''}{hours:02d}:{clock}{part}"
    if format_ == "g":
        part = f".{fraction.rstrip('0')}" if rest % SECOND else ""
        return f"{sign}{f'{days}:' if days else ''}{hours}:{clock}{part}"
    if format_ == "G":
        return f"{sign}{days}:{hours:02d}:{clock}.{fraction}"
    if len(format_) == 1:
        raise bad_format(BAD)
    return _custom(ticks, format_)


def _custom(ticks: int, pattern: str) -> str:
    values = {
        "d": (ticks // DAY, 8),
        "h": (ticks % DAY // HOUR, 2),
        "m": (ticks % HOUR // MINUTE, 2),
        "s": (ticks % MINUTE // SECOND, 2),
    }
    made, at = "", 0
    while at < len(pattern):
        one = pattern[at]
        if one in "'\"":
            text, at = quoted(pattern, at)
            made += text
            continue
        if one in "\\%":
            if at + 1 >= len(pattern) or (one == "%" and pattern[at + 1] == "%"):
                raise bad_format(BAD)
            after = pattern[at + 1]
            made += after if one == "\\" else _custom(ticks, after)
            at += 2
            continue
        count = len(pattern) - at - len(pattern[at:].lstrip(one))
        if one in values and count <= values[one][1]:
            made += str(values[one][0]).zfill(count)
        elif one in "fF" and count <= 7:
            digits = f"{ticks % SECOND:07d}"[:count]
            made += digits if one == "f" else digits.rstrip("0")
        else:
            raise bad_format(BAD)
        at += count
    return made
