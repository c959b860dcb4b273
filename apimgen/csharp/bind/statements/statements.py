"""Statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.assigning.references import by_reference
from apimgen.csharp.bind.lambdas.alone import place_of, stands_alone
from apimgen.csharp.bind.statements.declarations import declaration, function_of, local_function
from apimgen.csharp.bind.statements.reach import (
    STOPS,
    Reach,
    of_branches,
    of_for,
    of_row,
    of_try,
    of_while,
)
from apimgen.csharp.bind.types.conversions import standard
from apimgen.csharp.bind.types.convert import convert, with_article
from apimgen.csharp.bind.values.values import thrown
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.lookup import all_bases, is_value
from apimgen.csharp.model.types import (
    BOOL,
    FUNCTION,
    GROUP,
    NULL,
    OBJECT,
    UNKNOWN,
    VOID,
    named,
)
from apimgen.csharp.tree import expressions as values
from apimgen.csharp.tree import statements as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.bind.scope import Frame

_EXCEPTION = named("Exception")


def rows(binder: Binder, nodes: list[Node]) -> tuple[tree.Statement, ...]:
    """Statements that follow each other; their local functions are known in all of them."""
    for one in nodes:
        if one.type == "local_function_statement":
            function_of(binder, one)
    return tuple([binder.statement(one) for one in nodes if one.type != "comment"])


def block(binder: Binder, node: Node) -> tree.Statement:
    """``{ ... }``."""
    start, end = binder.source.span(node)
    with binder.block():
        inside = rows(binder, node.named_children)
    way = of_row(inside)
    return tree.Block(start, end, way.ends, way.breaks, way.continues, statements=inside)


def _block(binder: Binder, node: Node) -> tree.Block:
    found = block(binder, node)
    assert isinstance(found, tree.Block)  # noqa: S101
    return found


def body_of(binder: Binder, node: Node | None, start: int) -> tree.Statement:
    """A statement that belongs to another, with names of its own."""
    if node is None:
        return tree.Nothing(start, start)
    if node.type == "block":
        return block(binder, node)
    with binder.block():
        if node.type in ("local_declaration_statement", "local_function_statement"):
            at, end = binder.source.span(node)
            message = "a declaration needs { } around it here"
            binder.findings.append(Problem(at, end, "expression-syntax", message))
        return binder.statement(node)


def expression_statement(binder: Binder, node: Node) -> tree.Statement:
    """An expression whose value nobody takes."""
    start, end = binder.source.span(node)
    inside = [one for one in node.named_children if one.type != "comment"]
    if not inside:
        return tree.Nothing(start, end)
    found = binder.value(inside[0])
    if not stands_alone(found):
        message = "this gives a value that nobody takes; only a call, an assignment or ++ is done"
        binder.findings.append(Problem(found.start, found.end, "expression-syntax", message))
    return tree.Do(start, end, expression=found)


def condition(binder: Binder, node: Node | None, start: int) -> values.Expression:
    """A condition, which must be a bool."""
    if node is None:
        return values.Unknown(start, start, BOOL)
    return convert(binder, binder.value(node), BOOL)


def if_statement(binder: Binder, node: Node) -> tree.Statement:
    """``if``, with all its ``else if``."""
    start, end = binder.source.span(node)
    branches: list[tuple[values.Expression | None, tree.Statement]] = []
    outer = binder.scope
    one: Node | None = node
    while one is not None and one.type == "if_statement":
        asked = condition(binder, one.child_by_field_name("condition"), start)
        branches.append((asked, body_of(binder, one.child_by_field_name("consequence"), end)))
        one = one.child_by_field_name("alternative")
        if one is not None and one.type == "if_statement":
            binder.scope = type(outer)(outer)
    if one is not None:
        branches.append((None, body_of(binder, one, end)))
    binder.scope = outer
    way = of_branches(branches)
    return tree.If(start, end, way.ends, way.breaks, way.continues, branches=tuple(branches))


def while_statement(binder: Binder, node: Node) -> tree.Statement:
    """``while``."""
    start, end = binder.source.span(node)
    with binder.block():
        asked = condition(binder, node.child_by_field_name("condition"), start)
        body = _looped(binder, node)
    way = of_while(asked, body, first=False)
    return tree.While(start, end, way.ends, condition=asked, body=body)


def do_statement(binder: Binder, node: Node) -> tree.Statement:
    """``do ... while``."""
    start, end = binder.source.span(node)
    with binder.block():
        body = _looped(binder, node)
        asked = condition(binder, node.child_by_field_name("condition"), start)
    way = of_while(asked, body, first=True)
    return tree.While(start, end, way.ends, condition=asked, body=body, first=True)


def _looped(binder: Binder, node: Node) -> tree.Statement:
    frame = binder.frame
    frame.loops += 1
    body = body_of(binder, node.child_by_field_name("body"), binder.source.at(node.end_byte))
    frame.loops -= 1
    return body


def for_statement(binder: Binder, node: Node) -> tree.Statement:
    """``for``."""
    start, end = binder.source.span(node)
    with binder.block():
        begin: list[tree.Statement] = []
        # The grammar has the commas under the same names.
        for one in _named(node, "initializer"):
            if one.type == "variable_declaration":
                begin.append(declaration(binder, one))
            else:
                begin.append(_step(binder, one))
        asked_node = node.child_by_field_name("condition")
        asked = None if asked_node is None else condition(binder, asked_node, start)
        body = _looped(binder, node)
        steps = [_step(binder, one) for one in _named(node, "update")]
    way = of_for(asked, body)
    return tree.For(
        start,
        end,
        way.ends,
        begin=tuple(begin),
        condition=asked,
        step=tuple(one.expression for one in steps),
        body=body,
    )


def _named(node: Node, field: str) -> list[Node]:
    return [one for one in node.children_by_field_name(field) if one.is_named]


def _step(binder: Binder, node: Node) -> tree.Do:
    found = binder.value(node)
    if not stands_alone(found):
        message = "only a call, an assignment or ++ is done here"
        binder.findings.append(Problem(found.start, found.end, "expression-syntax", message))
    return tree.Do(found.start, found.end, expression=found)


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


def try_statement(binder: Binder, node: Node) -> tree.Statement:
    """``try``."""
    start, end = binder.source.span(node)
    body: tree.Block | None = None
    last: tree.Block | None = None
    catches = []
    for child in node.named_children:
        if child.type == "block":
            body = _block(binder, child)
        elif child.type == "catch_clause":
            catches.append(_catch(binder, child))
        elif child.type == "finally_clause":
            last = _final(binder, child.named_children[-1])
    if body is None:
        return tree.NotUnderstood(start, end)
    if not catches and last is None:
        message = "try without catch or finally; write catch { ... } after it"
        binder.findings.append(Problem(start, start + 3, "expression-syntax", message))
    for at, one in enumerate(catches):
        _covered(binder, one, catches[:at], node)
    way = of_try(body, catches, last)
    return tree.Try(
        start,
        end,
        way.ends,
        way.breaks,
        way.continues,
        body=body,
        catches=tuple(catches),
        last=last,
    )


def _final(binder: Binder, node: Node) -> tree.Block:
    """A ``finally``, which nothing in it may leave."""
    frame = binder.frame
    before = frame.loops, frame.switches
    frame.loops = frame.switches = 0
    frame.finals += 1
    found = _block(binder, node)
    frame.finals -= 1
    frame.loops, frame.switches = before
    return found


def _covered(binder: Binder, one: tree.Catch, before: list[tree.Catch], node: Node) -> None:
    for other in before:
        if other.when is None and one.type is not UNKNOWN and other.type in all_bases(one.type):
            place = binder.source.span(node)
            start = one.local.start if one.local else one.body.start
            message = f"the catch of {other.type} before this one takes all of {one.type}"
            binder.findings.append(
                Problem(
                    start, max(start, min(one.body.start, place[1])), "unreachable-case", message
                )
            )
            return


def _catch(binder: Binder, node: Node) -> tree.Catch:
    of, local, when = _EXCEPTION, None, None
    body: tree.Block | None = None
    frame = binder.frame
    with binder.block():
        for child in node.named_children:
            if child.type == "catch_declaration":
                type_node = child.child_by_field_name("type")
                name = child.child_by_field_name("name")
                if type_node is not None:
                    of = binder.value_type(type_node)
                    thrown(binder, values.Expression(*binder.source.span(type_node), of))
                if name is not None:
                    local = binder.declare(name, of, assigned=True)
            elif child.type == "catch_filter_clause":
                when = condition(binder, child.named_children[-1], 0)
            elif child.type == "block":
                frame.catches += 1
                body = _block(binder, child)
                frame.catches -= 1
    if body is None:
        body = tree.Block(*binder.source.span(node), statements=())
    return tree.Catch(type=of, local=local, when=when, body=body)


def using_statement(binder: Binder, node: Node) -> tree.Statement:
    """``using`` and ``lock``."""
    start, end = binder.source.span(node)
    locks = node.type == "lock_statement"
    declared: tree.Declare | None = None
    value: values.Expression | None = None
    inside = [one for one in node.named_children if one.type != "comment"]
    with binder.block():
        for one in inside[:-1]:
            if one.type == "variable_declaration":
                declared = declaration(binder, one, fixed="a using variable")
            else:
                value = binder.value(one)
        body = body_of(binder, inside[-1], end)
    disposable = named("IDisposable")
    given = [local.type for local, _ in declared.locals] if declared else []
    given += [value.type] if value is not None else []
    if locks and value is not None and is_value(value.type):
        message = f"lock takes a reference type, and this is {with_article(value.type)}"
        binder.wrong(value.start, value.end, "wrong-conversion", message)
    for of in given:
        if not locks and of not in (UNKNOWN, NULL) and standard(of, disposable) is None:
            place = (declared.start, declared.end) if declared else (start, end)
            message = f"using takes what is disposable, and {of} is not"
            binder.findings.append(Problem(*place, "wrong-conversion", message))
    return tree.Using(
        start,
        end,
        body.ends,
        body.breaks,
        body.continues,
        declared=declared,
        value=value,
        body=body,
        locks=locks,
    )


def checked_statement(binder: Binder, node: Node) -> tree.Statement:
    """``checked { }`` and ``unchecked { }``."""
    before = binder.checked
    binder.checked = node.children[0].type == "checked"
    binder.overflows.add((*binder.source.span(node), binder.checked))
    found = block(binder, node.named_children[-1])
    binder.checked = before
    return found


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


def empty(binder: Binder, node: Node) -> tree.Statement:
    """``;``."""
    return tree.Nothing(*binder.source.span(node))


def not_here(binder: Binder, node: Node) -> tree.Statement:
    """What C# has, and a policy expression cannot have."""
    start, end = binder.source.span(node)
    word = binder.source.given(node.children[0])
    message = f"{word} can't be used in a policy expression"
    binder.findings.append(Problem(start, end, "expression-syntax", message))
    return tree.NotUnderstood(start, end)


HANDLERS = {
    "block": block,
    "expression_statement": expression_statement,
    "local_declaration_statement": declaration,
    "local_function_statement": local_function,
    "if_statement": if_statement,
    "while_statement": while_statement,
    "do_statement": do_statement,
    "for_statement": for_statement,
    "return_statement": return_statement,
    "throw_statement": throw_statement,
    "break_statement": leave,
    "continue_statement": leave,
    "try_statement": try_statement,
    "using_statement": using_statement,
    "lock_statement": using_statement,
    "checked_statement": checked_statement,
    "labeled_statement": labelled,
    "goto_statement": goto,
    "empty_statement": empty,
    "yield_statement": not_here,
    "fixed_statement": not_here,
    "unsafe_statement": not_here,
}
