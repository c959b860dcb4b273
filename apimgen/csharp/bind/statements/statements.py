"""Blocks, and the statements in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.lambdas.alone import stands_alone
from apimgen.csharp.bind.statements.declarations import declaration
from apimgen.csharp.bind.statements.functions import function_of, local_function
from apimgen.csharp.bind.statements.reach import of_branches, of_row
from apimgen.csharp.bind.types.convert import convert
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.types import BOOL
from apimgen.csharp.tree import expressions as values
from apimgen.csharp.tree import statements as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


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


def plain_block(binder: Binder, node: Node) -> tree.Block:
    """As :func:`block`, for what only takes one."""
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


def checked_statement(binder: Binder, node: Node) -> tree.Statement:
    """``checked { }`` and ``unchecked { }``."""
    before = binder.checked
    binder.checked = node.children[0].type == "checked"
    binder.overflows.add((*binder.source.span(node), binder.checked))
    found = block(binder, node.named_children[-1])
    binder.checked = before
    return found


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
    "checked_statement": checked_statement,
    "empty_statement": empty,
    "yield_statement": not_here,
    "fixed_statement": not_here,
    "unsafe_statement": not_here,
}
