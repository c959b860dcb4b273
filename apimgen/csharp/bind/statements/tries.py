"""``try``, ``using`` and ``lock``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.statements.declarations import declaration
from apimgen.csharp.bind.statements.reach import of_try
from apimgen.csharp.bind.statements.statements import body_of, condition, plain_block
from apimgen.csharp.bind.types.conversions import standard
from apimgen.csharp.bind.types.convert import with_article
from apimgen.csharp.bind.values.values import thrown
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.lookup import all_bases, is_value
from apimgen.csharp.model.types import NULL, UNKNOWN, named
from apimgen.csharp.tree import expressions as values
from apimgen.csharp.tree import statements as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


_EXCEPTION = named("Exception")


def try_statement(binder: Binder, node: Node) -> tree.Statement:
    """``try``."""
    start, end = binder.source.span(node)
    body: tree.Block | None = None
    last: tree.Block | None = None
    catches = []
    for child in node.named_children:
        if child.type == "block":
            body = plain_block(binder, child)
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
    found = plain_block(binder, node)
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
                body = plain_block(binder, child)
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


HANDLERS = {
    "try_statement": try_statement,
    "using_statement": using_statement,
    "lock_statement": using_statement,
}
