"""What is said where an operator does not take its operands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.operators.numeric import COMPARISONS, EQUALITIES
from apimgen.csharp.bind.types.convert import with_article
from apimgen.csharp.model.types import (
    BOOL,
    GROUP,
    NULL,
    NUMBERS,
    OBJECT,
    STRING,
    VOID,
    Form,
    Type,
    is_nullable,
)

if TYPE_CHECKING:
    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.tree import expressions as tree


def no_operator(
    binder: Binder, operator: str, left: tree.Expression, right: tree.Expression
) -> tree.Expression:
    """Notes that an operator does not take its operands."""
    one, other = left.type, right.type
    verb = "compare" if operator in EQUALITIES or operator in COMPARISONS else "take"
    between = "with" if verb == "compare" else "and"
    message = f"{operator} does not {verb} {with_article(one)} {between} {with_article(other)}"
    message += _advice(operator, one, other)
    return binder.wrong(left.start, right.end, "wrong-operator", message, left, right)


def _advice(operator: str, one: Type, other: Type) -> str:
    both = {one, other}
    if VOID in both:
        return ": one of them gives nothing"
    for side, against in ((one, other), (other, one)):
        if side.form is Form.ARRAY and side.arguments[0] is STRING and against is STRING:
            return '; a header has many values: GetValueOrDefault("...", "") gives them as one text'
        if side is STRING and (against in NUMBERS or against is BOOL):
            return f"; {against}.Parse reads one from text"
        if side is OBJECT and against is not OBJECT and against is not NULL:
            return f"; cast the object first: ({against})"
        if side.name == "JToken" and (against in NUMBERS or against in (STRING, BOOL)):
            return f"; cast the JToken first: ({against})"
        if is_nullable(side) and side.arguments[0] is BOOL and operator in ("&&", "||"):
            return "; write == true after the bool?"
    if GROUP in both:
        return "; a method is called with ()"
    if both == {STRING} and operator in COMPARISONS:
        return "; string.Compare(a, b) tells which comes first"
    if NULL in both:
        return ": it is never null"
    return ""
