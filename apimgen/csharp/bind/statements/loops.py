"""``while``, ``do`` and ``for``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.lambdas.alone import stands_alone
from apimgen.csharp.bind.statements.declarations import declaration
from apimgen.csharp.bind.statements.reach import of_for, of_while
from apimgen.csharp.bind.statements.statements import body_of, condition
from apimgen.csharp.facts import Problem
from apimgen.csharp.tree import statements as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


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


HANDLERS = {
    "while_statement": while_statement,
    "do_statement": do_statement,
    "for_statement": for_statement,
}
