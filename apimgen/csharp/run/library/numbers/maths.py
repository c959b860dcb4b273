"""The members of ``Math``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import BY_KEYWORD
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument, out_of_range, overflow
from apimgen.csharp.run.library.numbers import decimals
from apimgen.csharp.run.library.numbers.ranges import range_of
from apimgen.csharp.run.library.registry import member

if TYPE_CHECKING:
    from collections.abc import Callable

_INTEGERS = ("sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong")
_NOT_A_NUMBER = "Function does not accept floating point Not-a-Number values."


def _guarded(call: Callable[..., float]) -> Callable[..., float]:
    """A function of Python's ``math`` that gives NaN and infinities as .NET's does."""

    def guarded(*values: float) -> float:
        try:
            return call(*values)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return guarded


def _power(base: float, exponent: float) -> float:
    if math.isnan(base) or math.isnan(exponent):
        return math.nan
    if abs(base) == 1 and math.isinf(exponent):
        return math.nan
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf
    except ValueError:
        return math.inf if base == 0 else math.nan


def _logarithm(value: float) -> float:
    return -math.inf if value == 0 else math.log(value)


def _decadic(value: float) -> float:
    return -math.inf if value == 0 else math.log10(value)


def _logarithm_of(value: float, base: float) -> float:
    if base == 1 or (value != 1 and base in (0, math.inf)):
        return math.nan
    try:
        return _logarithm(value) / _logarithm(base)
    except ZeroDivisionError:
        return math.nan


def _sinh(value: float) -> float:
    try:
        return math.sinh(value)
    except OverflowError:
        return math.copysign(math.inf, value)


_FUNCTIONS: dict[str, Callable[..., float]] = {
    "Acos": math.acos,
    "Asin": math.asin,
    "Atan": math.atan,
    "Atan2": math.atan2,
    "Cos": math.cos,
    "Cosh": math.cosh,
    "Exp": math.exp,
    "IEEERemainder": math.remainder,
    "Log10": _decadic,
    "Pow": _power,
    "Sin": math.sin,
    "Sinh": _sinh,
    "Sqrt": math.sqrt,
    "Tan": math.tan,
    "Tanh": math.tanh,
}
for _name, _call in _FUNCTIONS.items():
    member("Math", _name)(_guarded(_call))
member("Math", "Log", "double")(_guarded(_logarithm))
member("Math", "Log", "double, double")(_guarded(_logarithm_of))


def _whole(rounding: Callable[[float], int]) -> Callable[[float], float]:
    def rounded(value: float) -> float:
        if value - value != 0:  # infinite or no number; an operator that a draw has too
            return value
        found = float(rounding(value))
        return found if found or value > 0 else math.copysign(0.0, value)

    return rounded


member("Math", "Floor", "double")(_whole(math.floor))
member("Math", "Ceiling", "double")(_whole(math.ceil))
member("Math", "Truncate", "double")(_whole(math.trunc))
member("Math", "Floor", "decimal")(decimals.floor)
member("Math", "Ceiling", "decimal")(decimals.ceiling)
member("Math", "Truncate", "decimal")(decimals.truncated)
member("Math", "Round", "decimal")(decimals.rounded)
member("Math", "Round", "decimal, int")(decimals.rounded)
member("Math", "Round", "decimal, int, MidpointRounding")(decimals.rounded)
member("Math", "Round", "decimal, MidpointRounding")(
    lambda value, mode: decimals.rounded(value, 0, mode)
)


@member("Math", "Round", "double")
@member("Math", "Round", "double, int")
@member("Math", "Round", "double, int, MidpointRounding")
def _round(value: float, digits: int = 0, mode: int = 0) -> float:
    if not 0 <= digits <= 15:
        raise out_of_range("digits", "Rounding digits must be between 0 and 15, inclusive.")
    if mode not in (0, 1):
        message = f"The value '{mode}' is not valid for this usage of the type MidpointRounding."
        raise argument(message, "mode")
    if value - value != 0 or abs(value) >= 1e16:  # see above
        return value
    power = 10.0**digits
    scaled = value * power
    if mode:
        whole = math.copysign(float(math.trunc(scaled)), scaled)
        if abs(scaled - whole) >= 0.5:
            whole += math.copysign(1.0, scaled)
    else:
        whole = float(round(scaled))
        if not whole and scaled < 0:
            whole = -0.0
    return whole / power


member("Math", "Round", "double, MidpointRounding")(lambda value, mode: _round(value, 0, mode))


def _extreme(keyword: str, name: str) -> None:
    more = name == "Max"

    def pick(one: Any, two: Any) -> Any:
        return (two if two > one else one) if more else (two if two < one else one)

    def pick_float(one: float, two: float) -> float:
        if math.isnan(one):
            return one
        if math.isnan(two):
            return two
        found: float = pick(one, two)
        return found

    floating = keyword in ("double", "float")
    member("Math", name, f"{keyword}, {keyword}")(pick_float if floating else pick)


for _keyword in (*_INTEGERS, "float", "double", "decimal"):
    _extreme(_keyword, "Max")
    _extreme(_keyword, "Min")


def _absolute(keyword: str) -> Callable[[int], int]:
    low = range_of(BY_KEYWORD[keyword])[0]

    def absolute(value: int) -> int:
        if value == low:
            raise overflow("Negating the minimum value of a twos complement number is invalid.")
        return -value if value < 0 else value

    return absolute


for _keyword in ("sbyte", "short", "int", "long"):
    member("Math", "Abs", _keyword)(_absolute(_keyword))
for _keyword in ("float", "double", "decimal"):
    member("Math", "Abs", _keyword)(abs)


@member("Math", "Sign")
def _sign(value: Any) -> int:
    if isinstance(value, float) and math.isnan(value):
        raise Thrown("System.ArithmeticException", _NOT_A_NUMBER)
    return int(value > 0) - int(value < 0)


@member("Math", "DivRem")
def _divide(one: int, two: int) -> tuple[int, int]:
    if two == 0:
        raise Thrown("System.DivideByZeroException", "Attempted to divide by zero.")
    quotient = abs(one) // abs(two)
    quotient = quotient if (one < 0) == (two < 0) else -quotient
    return quotient, one - quotient * two


@member("Math", "BigMul")
def _multiply(one: int, two: int) -> int:
    return one * two
