"""Comparisons of variables as objects, judged by what the variables hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.rules.variable_types.stored import start_of

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.csharp import Comparison
    from apimgen.csharp.model.types import Type
    from apimgen.document.reader import Document, Expression
    from apimgen.rules.variable_types.stored import Held, Stored

_STRING, _BOOL = "string", "bool"


def check_comparison(
    document: Document,
    report: Reporter,
    expression: Expression,
    comparison: Comparison,
    held: Held,
    other: Held | None,
) -> None:
    """Reports a comparison that is never true, or that looks at references.

    Nothing is said where what is stored is not known, or may come from another document: then the
    general warning is all that there is.

    Args:
        document: that sets the variable.
        report: takes the finding.
        expression: that compares it.
        comparison: the comparison.
        held: what is known of the variable there.
        other: what is known of the variable that it is compared with, where it is one.
    """
    types = None if held.foreign else _known(held.fact)
    if types is None:
        return
    if comparison.type is not None:
        message = _with_value(document, comparison, held, types, comparison.type)
    else:
        message = _with_variable(document, comparison, held, other)
    if message is not None:
        report.code("variable-comparison", message, expression, comparison.start, comparison.end)


def _with_value(
    document: Document, comparison: Comparison, held: Held, types: tuple[Type, ...], other: Type
) -> str | None:
    from apimgen.csharp import may_be  # noqa: PLC0415 - there is C# now

    holds = _holds(document, held)
    how = "Equals" if comparison.how == "Equals" else f"{comparison.how} with"
    if not any(may_be(stored, other) for stored in types):
        if not held.fact.sure:
            return None  # a default may be what is compared
        always = "true" if comparison.how == "!=" else "false"
        return f"{holds}, so that {how} a {other} is always {always}; {_advice(types, other)}"
    if comparison.how == "Equals" or str(other) != _STRING:
        return None
    return (
        f"{holds}, but {how} a string compares an object by reference, so that equal texts may "
        f"differ; {_advice(types, other)}"
    )


def _with_variable(
    document: Document, comparison: Comparison, held: Held, other: Held | None
) -> str | None:
    """Two objects: what is in boxes is never the same object, and texts need not be."""
    from apimgen.csharp.model.lookup import is_value  # noqa: PLC0415 - there is C# now

    if comparison.how == "Equals" or other is None or other.foreign:
        return None
    types, against = _known(held.fact), _known(other.fact)
    if types is None or against is None:
        return None
    if not all(is_value(one) or str(one) == _STRING for one in (*types, *against)):
        return None
    return (
        f"{_holds(document, held)} and {_holds(document, other)}, but {comparison.how} compares "
        "two objects by reference, so that equal values differ; cast both"
    )


def _known(fact: Stored) -> tuple[Type, ...] | None:
    """The types that may be stored; None where one of them is not known."""
    from apimgen.csharp.model.types import OBJECT, has_unknown  # noqa: PLC0415 - there is C# now

    known = [one for one in fact.setters if one is not None and one is not OBJECT]
    if len(known) < len(fact.setters) or any(has_unknown(one) for one in known):
        return None
    return tuple(known)


def _holds(document: Document, held: Held) -> str:
    setters = sorted(held.fact.setters.items(), key=lambda one: start_of(document, one[1]))
    sure = held.fact.sure and len(setters) == 1
    what = " or ".join(f"{stored} (line {document.place(at).line})" for stored, at in setters)
    return f'"{held.name}" {"holds" if sure else "may hold"} {what}'


def _advice(types: tuple[Type, ...], other: Type) -> str:
    """What to write: the cast that fits, or a text, which everything has."""
    only = str(types[0]) if len(types) == 1 else ""
    if only in (_STRING, _BOOL):
        return f"write ({only}) before it"
    if str(other) == _STRING:
        return "write .ToString() after it"
    return f"compare it with a value of type {only}" if only else "compare values of one type"
