"""Binds an expression: from its syntax tree to typed nodes, and to what a compiler refuses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from apimgen.csharp.bind.assigning import assign
from apimgen.csharp.bind.binder import (
    MAX_DEPTH,
    Binder,
    ExpressionHandler,
    NotFollowedError,
    StatementHandler,
)
from apimgen.csharp.bind.calls import chains
from apimgen.csharp.bind.lambdas import lambdas
from apimgen.csharp.bind.lambdas.pending import Pending
from apimgen.csharp.bind.members import names
from apimgen.csharp.bind.operators import binary, choices
from apimgen.csharp.bind.statements import foreach, leaving, loops, statements, switches, tries
from apimgen.csharp.bind.values import casts, creation, interpolation, literals, queries, values
from apimgen.csharp.facts import Kind, Problem
from apimgen.csharp.model.records import record
from apimgen.csharp.model.types import UNKNOWN
from apimgen.csharp.tree.statements import Block, Function

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.model.types import Type
    from apimgen.csharp.readers.nodes import Nodes
    from apimgen.csharp.syntax.parse import Source
    from apimgen.csharp.tree.expressions import Expression
    from apimgen.csharp.tree.statements import Statement


@record()
class Bound:
    """One expression, understood as far as it can be.

    Attributes:
        body: what it does: a block, or one ``return``; None where nothing is known.
        findings: what a compiler refuses, in the order of the text.
        warnings: what compiles, and does not do what it seems to.
        results: the types of what it returns.
        gaps: how many nodes are not understood.
        checked: where ``checked`` and ``unchecked`` are, the outermost first: from, to, and which.
    """

    body: Statement | None
    findings: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    results: tuple[Type, ...]
    gaps: int
    checked: tuple[tuple[int, int, bool], ...] = ()


@cache
def _expressions() -> dict[str, ExpressionHandler]:
    found: dict[str, ExpressionHandler] = {}
    modules = (
        *(assign, binary, casts, chains, choices, creation, interpolation, lambdas, literals),
        *(names, queries, values),
    )
    for module in modules:
        found.update(module.HANDLERS)
    return found


@cache
def _statements() -> dict[str, StatementHandler]:
    found: dict[str, StatementHandler] = {}
    for module in (foreach, leaving, loops, statements, switches, tries):
        found.update(module.HANDLERS)
    return found


_NOTHING = Bound(None, (), (), (), 1)


def bind(source: Source, wanted: Type | None = None) -> Bound:
    """Binds an expression whose syntax is right.

    Args:
        source: the expression.
        wanted: the type that its value must have; None for any.
    """
    binder = Binder(source, _expressions(), _statements(), Pending())
    binder.frame.result = wanted
    inside = source.root.named_children
    if not inside or not inside[0].named_children:
        return _NOTHING
    node = inside[0].named_children[0]
    try:
        body = binder.statement(node)
    except NotFollowedError as error:
        return _too_deep(source.span(error.node)) if error.deep else _NOTHING
    except RecursionError:
        return _too_deep((0, len(source.code)))
    for label, start, end in binder.frame.gotos:
        if label not in binder.frame.labels:
            message = f"there is no label {label} here"
            binder.findings.append(Problem(start, end, "unknown-name", message))
    findings = binder.findings
    if not findings:
        findings = _flow(source, body, watch=binder.open_locals)
    results = tuple(UNKNOWN if one is None else one.type for one in binder.frame.returned)
    warnings = tuple(dict.fromkeys(binder.warnings)) if not findings else ()
    return Bound(
        body,
        tuple(sorted(set(findings))),
        warnings,
        results,
        binder.gaps,
        tuple(sorted(binder.overflows, key=lambda one: (one[0], -one[1]))),
    )


def _too_deep(place: tuple[int, int]) -> Bound:
    message = f"nested deeper than {MAX_DEPTH} levels, which is not followed"
    return Bound(None, (Problem(*place, "expression-syntax", message),), (), (), 1)


def parts_of(source: Source, nodes: Nodes) -> tuple[Expression, ...]:
    """The reads of the context that can be made out where not all is understood.

    Args:
        source: the expression, whose syntax may be wrong.
        nodes: what is bound of it already.

    Returns:
        The beginning of each chain from ``context`` to its first call or index, bound on its own.
    """
    if "context" not in source.code:
        return ()
    found = []
    waiting = [source.root]
    while waiting:
        node = waiting.pop()
        used = chains.first_use(node)
        waiting += node.named_children
        if used is None or used.has_error or nodes.has_place(*source.span(used)):
            continue
        found.append(_alone(source, used))
    return tuple(one for one in found if one is not None)


def _alone(source: Source, node: Node) -> Expression | None:
    binder = Binder(source, _expressions(), _statements(), Pending())
    try:
        return binder.value(node, may_be_type=True)
    except (NotFollowedError, RecursionError):
        return None


def _flow(source: Source, body: Statement, *, watch: bool) -> list[Problem]:
    from apimgen.csharp.bind.flow.unassigned import unassigned  # noqa: PLC0415

    found = unassigned(body) if watch else []
    if not found and source.kind is Kind.BLOCK and body.ends:
        message = "the end is reached without a return; every path of @{ } must return a value"
        rows = body.statements if isinstance(body, Block) else ()
        last = next((one for one in reversed(rows) if not isinstance(one, Function)), None)
        place = (last.start, last.end) if last else (0, len(source.code))
        found = [Problem(*place, "expression-return", message)]
    return found
