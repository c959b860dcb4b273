"""Which of C#'s own operators two operands choose: the type they are both converted to.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/expressions#1247-numeric-promotions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.convert import implicit
from apimgen.csharp.model.lookup import is_enum, underlying
from apimgen.csharp.model.types import (
    BOOL,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    NULL,
    NUMBERS,
    UINT,
    ULONG,
    Type,
    is_nullable,
    nullable,
    without_null,
)

if TYPE_CHECKING:
    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.tree.expressions import Expression

_ORDER = (INT, UINT, LONG, ULONG, FLOAT, DOUBLE, DECIMAL)
_WHOLE = (INT, UINT, LONG, ULONG)
ARITHMETIC = frozenset(["+", "-", "*", "/", "%"])
BITS = frozenset(["&", "|", "^"])
COMPARISONS = frozenset(["<", ">", "<=", ">="])
EQUALITIES = frozenset(["==", "!="])
SHIFTS = frozenset(["<<", ">>"])


class Chosen:
    """A predefined operator: what its operands are converted to, and what it gives."""

    __slots__ = ("left", "lifted", "result", "right")

    def __init__(self, left: Type, right: Type, result: Type, *, lifted: bool = False) -> None:
        self.left = left
        self.right = right
        self.result = result
        self.lifted = lifted


def predefined(binder: Binder, operator: str, left: Expression, right: Expression) -> Chosen | None:
    """The predefined operator for numbers, truth values and enums; None where there is none."""
    one, other = without_null(left.type), without_null(right.type)
    lifted = is_nullable(left.type) or is_nullable(right.type) or NULL in (one, other)
    if one is NULL:
        one = other
    elif other is NULL:
        other = one
    if one is NULL:
        return None
    found = None
    if is_enum(one) or is_enum(other):
        found = _enums(binder, operator, left, right, one, other)
    elif one is BOOL and other is BOOL:
        if operator in BITS or operator in EQUALITIES:
            found = Chosen(BOOL, BOOL, BOOL)
    elif one in NUMBERS and other in NUMBERS:
        found = _numbers(binder, operator, left, right, one, other)
    if found is None or not lifted:
        return found
    compared = operator in COMPARISONS or operator in EQUALITIES
    result = found.result if compared else nullable(found.result)
    return Chosen(nullable(found.left), nullable(found.right), result, lifted=True)


def _numbers(
    binder: Binder, operator: str, left: Expression, right: Expression, one: Type, other: Type
) -> Chosen | None:
    if operator in SHIFTS:
        whole = _first(binder, left, left, _WHOLE, one, one)
        if whole is None or not _goes(binder, right, INT, other):
            return None
        return Chosen(whole, INT, whole)
    order = _WHOLE if operator in BITS else _ORDER
    both = _first(binder, left, right, order, one, other)
    if both is None:
        return None
    if operator in COMPARISONS or operator in EQUALITIES:
        return Chosen(both, both, BOOL)
    return Chosen(both, both, both)


def _first(
    binder: Binder,
    left: Expression,
    right: Expression,
    order: tuple[Type, ...],
    one: Type,
    other: Type,
) -> Type | None:
    for type_ in order:
        if _goes(binder, left, type_, one) and _goes(binder, right, type_, other):
            if type_ is FLOAT and not {one, other} & {FLOAT, DOUBLE}:
                return None  # ulong with a signed number: float and decimal would do both
            return type_
    return None


def _goes(binder: Binder, value: Expression, to: Type, plain: Type) -> bool:
    if plain is to:
        return True
    wanted = nullable(to) if is_nullable(value.type) or value.type is NULL else to
    found = implicit(binder, value, wanted)
    return found is not None


def _enums(
    binder: Binder, operator: str, left: Expression, right: Expression, one: Type, other: Type
) -> Chosen | None:
    enum = one if is_enum(one) else other
    whole = underlying(enum)
    alike = (one is enum or implicit(binder, left, enum) is not None) and (
        other is enum or implicit(binder, right, enum) is not None
    )
    if alike and (operator in COMPARISONS or operator in EQUALITIES):
        return Chosen(enum, enum, BOOL)
    if alike and operator in BITS:
        return Chosen(enum, enum, enum)
    if operator == "-" and one is enum and other is enum:
        return Chosen(enum, enum, whole)
    if operator in ("+", "-") and one is enum and _goes(binder, right, whole, other):
        return Chosen(enum, whole, enum)
    if operator == "+" and other is enum and _goes(binder, left, whole, one):
        return Chosen(whole, enum, enum)
    return None


def negated(of: Type) -> Type | None:
    """What a minus before a number gives."""
    plain = without_null(of)
    if plain is ULONG or plain not in NUMBERS:
        return None
    found = (
        plain if plain in (INT, LONG, FLOAT, DOUBLE, DECIMAL) else LONG if plain is UINT else INT
    )
    return nullable(found) if is_nullable(of) else found


def promoted(of: Type) -> Type | None:
    """What a number becomes after a plus or a ``~``."""
    plain = without_null(of)
    if plain not in NUMBERS:
        return None
    found = plain if plain in _ORDER else INT
    return nullable(found) if is_nullable(of) else found
