"""Statements that leave others: ``return``, ``throw``, ``break``, ``goto``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.assigning.references import by_reference
from apimgen.csharp.bind.lambdas.alone import place_of
from apimgen.csharp.bind.statements.reach import STOPS, Reach
from apimgen.csharp.bind.types.convert import convert
from apimgen.csharp.bind.values.values import thrown
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.types import FUNCTION, GROUP, NULL, OBJECT, UNKNOWN, VOID
from apimgen.csharp.tree import expressions as values
from apimgen.csharp.tree import statements as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.bind.scope import Frame


def return_statement(binder: Binder, node: Node) -> tree.Statement:
    """``return``."""
    start, end = binder.source.span(node)
    inside = [one for one in node.named_children if one.type != "comment"]
    frame = binder.frame
    value: values.Expression | None = None
    if frame.finals:
        message = "nothing may leave a finally"
        binder.findings.append(Problem(start, start + 6, "expression-return", message))
    if inside:
        value = binder.value(inside[0])
        frame.returned.append(value)
        if not by_reference(binder, inside[0], value):
            value = _returned(binder, frame, value, start)
    else:
        frame.returned.append(None)
        if frame.kind == "expression" or (frame.result not in (None, VOID)):
            message = "a value is missing after return"
            binder.findings.append(Problem(start, end, "expression-return", message))
    return tree.Return(start, end, STOPS.ends, value=value)


def _returned(
    binder: Binder, frame: Frame, value: values.Expression, start: int
) -> values.Expression:
    wanted = frame.result
    if frame.kind == "expression":
        if value.type is VOID:
            message = "this gives nothing, and a policy expression must give a value"
            return binder.wrong(value.start, value.end, "expression-return", message, value)
        if value.type in (FUNCTION, GROUP):
            what = "a lambda" if value.type is FUNCTION else "a method that is not called"
            message = f"this is {what}, and a policy expression must give a value"
            return binder.wrong(*place_of(value), "expression-return", message, value)
        if value.type in (UNKNOWN, NULL):
            return value
        return convert(binder, value, wanted or OBJECT)
    if wanted is None:
        return value
    if wanted is VOID:
        message = "nothing is returned here: leave the value out"
        binder.findings.append(Problem(start, value.end, "expression-return", message))
        return value
    return convert(binder, value, wanted)


def throw_statement(binder: Binder, node: Node) -> tree.Statement:
    """``throw``."""
    start, end = binder.source.span(node)
    inside = [one for one in node.named_children if one.type != "comment"]
    if inside:
        value = thrown(binder, binder.value(inside[0]))
        return tree.Raise(start, end, STOPS.ends, value=value)
    if not binder.frame.catches:
        message = "throw without a value only works in a catch"
        binder.findings.append(Problem(start, end, "expression-syntax", message))
    return tree.Raise(start, end, STOPS.ends, value=None)


def leave(binder: Binder, node: Node) -> tree.Statement:
    """``break`` and ``continue``."""
    start, end = binder.source.span(node)
    frame = binder.frame
    breaks = node.type == "break_statement"
    if not frame.loops and not (breaks and frame.switches):
        around = "a loop or a switch" if breaks else "a loop"
        message = f"there is no {around} around this"
        binder.findings.append(Problem(start, end, "expression-syntax", message))
    if breaks:
        return tree.Break(start, end, STOPS.ends, breaks=True)
    return tree.Continue(start, end, STOPS.ends, continues=True)


def labelled(binder: Binder, node: Node) -> tree.Statement:
    """``label: statement``."""
    start, end = binder.source.span(node)
    inside = node.named_children
    label = binder.source.text(inside[0])
    binder.frame.labels.add(label)
    statement = binder.statement(inside[1]) if len(inside) > 1 else tree.Nothing(end, end)
    way = Reach(statement.ends, statement.breaks, statement.continues)
    return tree.Labelled(
        start, end, way.ends, way.breaks, way.continues, label=label, statement=statement
    )


def goto(binder: Binder, node: Node) -> tree.Statement:
    """``goto``."""
    start, end = binder.source.span(node)
    words = [child.type for child in node.children]
    if "default" in words:
        binder.frame.jumps.append((None, start, end))
        return tree.Goto(start, end, STOPS.ends, what="default")
    target = node.named_children[-1] if node.named_children else None
    if "case" in words and not binder.frame.switches:
        message = "goto case only works in a switch"
        binder.findings.append(Problem(start, end, "expression-syntax", message))
    if "case" in words and target is not None:
        value = binder.value(target)
        binder.frame.jumps.append((value, start, end))
        return tree.Goto(start, end, STOPS.ends, what="case", value=value)
    label = binder.source.text(target) if target is not None else ""
    binder.frame.gotos.append((label, start, end))
    return tree.Goto(start, end, STOPS.ends, what="label", label=label)


HANDLERS = {
    "return_statement": return_statement,
    "throw_statement": throw_statement,
    "break_statement": leave,
    "continue_statement": leave,
    "labeled_statement": labelled,
    "goto_statement": goto,
}
