"""Casts of variables that fail, for they hold something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.rules.variable_types.stored import start_of

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.catalog.ids import RuleId
    from apimgen.csharp import VariableRead
    from apimgen.document.reader import Document, Expression
    from apimgen.rules.variable_types.stored import Held


def check_cast(
    document: Document, report: Reporter, expression: Expression, read: VariableRead, held: Held
) -> None:
    """Reports a read that asks for another type than the variable was stored with.

    Args:
        document: that sets it.
        report: takes the finding.
        expression: that reads it.
        read: where it does.
        held: what is known of the variable there.
    """
    from apimgen.csharp import cast_fails  # noqa: PLC0415 - there is C# now

    asked, setters = read.type, held.fact.setters
    if asked is None or held.foreign:
        return
    failing = [(stored, at) for stored, at in setters.items() if cast_fails(stored, asked)]
    if not failing:
        return
    always = len(failing) == len(setters)
    stored, setter = max(failing, key=lambda one: start_of(document, one[1]))
    latest = max(start_of(document, at) for at in setters.values())
    if not always and start_of(document, setter) < latest:
        return  # what was set before is a default, which the last one replaces
    start = read.start if read.cast_start is None else read.cast_start
    line = document.place(setter).line
    holds = f'"{read.name}" {"holds" if always else "may hold"} {stored} (line {line})'
    converts = "write .ToString() after it" if str(asked) == "string" else f"cast it to {stored}"
    if read.mode == "index" and read.cast_start is None:
        if always:
            message = f'{holds}, and "as {asked}" makes null of it; {converts}'
            report.code("wrong-type-asked", message, expression, start, read.end)
        return
    if read.mode == "get":
        if always:
            message = f"{holds}, which is never given as {asked}; ask for {stored}"
            report.code("wrong-type-asked", message, expression, start, read.end)
        return
    rule: RuleId = "wrong-cast" if always else "cast-may-fail"
    message = f"{holds}, which can't be cast to {asked}; {converts}"
    report.code(rule, message, expression, start, read.end)
