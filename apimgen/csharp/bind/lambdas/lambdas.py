"""Lambdas before anything has given them a type, and with the types of their parameters.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/conversions#107-anonymous-function-conversions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.inference import common_type
from apimgen.csharp.bind.scope import Frame, Scope
from apimgen.csharp.model.records import record
from apimgen.csharp.model.types import FUNCTION, UNKNOWN, VOID, Type
from apimgen.csharp.syntax.version import too_new
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.locals import Local

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.facts import Problem


@record(kw_only=True)
class PendingLambda(tree.Expression):
    """A lambda before anything has given it a type.

    Attributes:
        node: its syntax.
        body: the syntax of its body.
        scope: what is known around it.
        names: where the names of its parameters are; None for ``delegate { }``, which takes any.
        types: the types of its parameters, where they are written.
        modes: ``ref`` or ``out``.
    """

    node: Node
    body: Node
    scope: Scope
    names: tuple[tuple[str, int, int], ...] | None
    types: tuple[Type, ...] | None


@record()
class BoundLambda:
    """A lambda for certain types of parameters.

    Attributes:
        parameters: its parameters.
        body: its value, or its block.
        gives: the type of its value; None where there is none that is common, VOID without one.
        returned: what its block returns.
        findings: what is wrong in it.
        gaps: how many nodes in it are not understood.
    """

    parameters: tuple[Local, ...]
    body: tree.Expression | statements.Statement
    gives: Type | None
    returned: tuple[tree.Expression | None, ...]
    findings: tuple[Problem, ...]
    gaps: int


def bound(
    binder: Binder, value: PendingLambda, types: tuple[Type, ...], result: Type | None = None
) -> BoundLambda:
    """A lambda with these types of parameters; each is bound once."""
    is_block = value.body.type == "block"
    if not is_block and result is not VOID:
        result = None
    key = (value.node.id, types, result, value.scope)
    found = binder.lambdas.get(key)
    if found is None:
        found = binder.lambdas[key] = _bind(binder, value, types, result)
    assert isinstance(found, BoundLambda)  # noqa: S101
    return found


def _bind(
    binder: Binder, value: PendingLambda, types: tuple[Type, ...], result: Type | None
) -> BoundLambda:
    before, gaps = binder.findings, binder.gaps
    binder.findings = []
    frame = Frame("lambda", result)
    inside = value.scope.inside.copy()
    with binder.function(frame, Scope(value.scope)):
        parameters = []
        names = value.names if value.names is not None else ()
        for (name, start, end), type_ in zip(names, types, strict=False):
            local = Local(name, type_, start, end, assigned=True)
            binder.enter(local)
            parameters.append(local)
        body: tree.Expression | statements.Statement
        if value.body.type == "block":
            body = binder.statement(value.body)
            gives = _returned(frame, body)
        else:
            body = binder.value(value.body)
            gives = body.type
    value.scope.inside.update(inside)
    findings, binder.findings = tuple(binder.findings), before
    found = binder.gaps - gaps
    binder.gaps = gaps
    return BoundLambda(tuple(parameters), body, gives, tuple(frame.returned), findings, found)


def _returned(frame: Frame, body: statements.Statement) -> Type | None:
    values = [one for one in frame.returned if one is not None]
    if not values:
        return VOID if body.ends or len(values) < len(frame.returned) else None
    if any(one.type is UNKNOWN for one in values):
        return UNKNOWN
    return common_type([one.type for one in values])


def lambda_value(binder: Binder, node: Node) -> tree.Expression:
    """A lambda or an anonymous method."""
    start, end = binder.source.span(node)
    source = binder.source
    for child in node.children:
        if child.type == "modifier" and child.text == b"async":
            message = "async can't be used in policy expressions"
            return binder.wrong_at(child, "expression-syntax", message)
        if child.type == "modifier" and child.text == b"static":
            message = too_new("a static lambda", "9", "a lambda")
            return binder.wrong_at(child, "expression-version", message)
        if child.type == "attribute_list":
            message = too_new("an attribute of a lambda", "10", "a lambda without it")
            return binder.wrong_at(child, "expression-version", message)
    if (result := node.child_by_field_name("type")) is not None:
        message = too_new("a lambda with a result type", "10", "a lambda without it")
        return binder.wrong_at(result, "expression-version", message)
    given = node.child_by_field_name("parameters")
    body = node.child_by_field_name("body") or node.named_children[-1]
    names: list[tuple[str, int, int]] | None = None
    types: list[Type] = []
    if given is not None and given.type in ("implicit_parameter", "identifier"):
        names = [(source.text(given), *source.span(given))]
    elif given is not None:
        names = []
        for one in given.named_children:
            if one.type != "parameter":
                continue
            name = one.child_by_field_name("name")
            type_ = one.child_by_field_name("type")
            if name is None:
                continue
            names.append((source.text(name), *source.span(name)))
            if type_ is not None:
                types.append(binder.value_type(type_))
    if names is not None and len({one[0] for one in names}) < len(names):
        seen: set[str] = set()
        for word, at, to in names:
            if word in seen:
                if word == "_":
                    message = too_new("a second parameter called _", "9", "another name")
                    return binder.wrong(at, to, "expression-version", message)
                message = f"two parameters are called {word}"
                return binder.wrong(at, to, "duplicate-local", message)
            seen.add(word)
    explicit = tuple(types) if types and names and len(types) == len(names) else None
    if names is not None and not names:
        explicit = ()
    return PendingLambda(
        start,
        end,
        FUNCTION,
        node=node,
        body=body,
        scope=binder.scope,
        names=tuple(names) if names is not None else None,
        types=explicit,
    )


HANDLERS = {
    "lambda_expression": lambda_value,
    "anonymous_method_expression": lambda_value,
}
