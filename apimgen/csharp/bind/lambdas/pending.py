"""Lambdas and methods without a call: they have a type only where they are converted to one.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/conversions#107-anonymous-function-conversions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument
from apimgen.csharp.bind.calls.better import best
from apimgen.csharp.bind.calls.inference import common_type
from apimgen.csharp.bind.calls.overloads import applicable
from apimgen.csharp.bind.scope import Frame, Scope
from apimgen.csharp.bind.types.conversions import by_reference, same
from apimgen.csharp.bind.types.convert import convert, implicit, with_article
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.lookup import invoked, is_open
from apimgen.csharp.model.records import record
from apimgen.csharp.model.types import (
    FUNCTION,
    GROUP,
    UNKNOWN,
    VOID,
    Form,
    Type,
    has_unknown,
)
from apimgen.csharp.syntax.version import too_new
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.locals import Local

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.model.members import Method


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


class Pending:
    """What overload resolution and conversions ask of lambdas and methods without a call."""

    def explicit_types(self, value: tree.Expression) -> tuple[Type, ...] | None:
        """The types of a lambda's parameters, where they are written."""
        return value.types if isinstance(value, PendingLambda) else None

    def count(self, value: tree.Expression) -> int | None:
        """How many parameters a lambda has; None for one that takes any, or a method."""
        if isinstance(value, PendingLambda) and value.names is not None:
            return len(value.names)
        return None

    def gives(self, binder: Binder, value: tree.Expression, types: tuple[Type, ...]) -> Type | None:
        """What a lambda or a method gives for these types of parameters; None if it fails."""
        if isinstance(value, PendingLambda):
            if value.names is not None and len(value.names) != len(types):
                return None
            found = bound(binder, value, types)
            return UNKNOWN if found.findings else found.gives
        if isinstance(value, tree.MethodGroup):
            method = _group_method(binder, value, types)
            return UNKNOWN if method is UNKNOWN else getattr(method, "result", None)
        return None

    def fits(self, binder: Binder, value: tree.Expression, to: Type) -> bool:
        """Whether a lambda or a method may become one of a type."""
        method = invoked(to)
        if method is None:
            return is_open(to)
        types = tuple(one.type for one in method.parameters)
        if isinstance(value, tree.MethodGroup):
            found = _group_method(binder, value, types)
            if found is None or found is UNKNOWN:
                return found is UNKNOWN
            return _returns(getattr(found, "result", UNKNOWN), method.result)
        if not isinstance(value, PendingLambda):
            return False
        if any(one.mode in ("ref", "out") for one in method.parameters):
            return value.names is not None and len(value.names) == len(types)
        if value.names is not None and len(value.names) != len(types):
            return False
        if value.types is not None and not all(
            same(one, other) for one, other in zip(value.types, types, strict=True)
        ):
            return False
        found_lambda = bound(binder, value, types)
        if found_lambda.findings:
            return has_unknown(method.result)
        return self._result_fits(binder, value, found_lambda, types, method.result)

    def _result_fits(
        self,
        binder: Binder,
        value: PendingLambda,
        found: BoundLambda,
        types: tuple[Type, ...],
        result: Type,
    ) -> bool:
        body = found.body
        if isinstance(body, tree.Expression):
            if result is VOID:
                return stands_alone(body)
            return body.type is UNKNOWN or implicit(binder, body, result) is not None
        if result is VOID:
            return all(one is None for one in found.returned)
        if body.ends or any(one is None for one in found.returned):
            return False
        return not bound(binder, value, types, result).findings

    def become(self, binder: Binder, value: tree.Expression, to: Type) -> tree.Expression:
        """A lambda or a method as one of a type that it fits."""
        method = invoked(to)
        if method is None:
            binder.gaps += 1
            return tree.Unknown(value.start, value.end, UNKNOWN, parts=(value,))
        types = tuple(one.type for one in method.parameters)
        if isinstance(value, tree.MethodGroup):
            found = _group_method(binder, value, types)
            if found is None or found is UNKNOWN or isinstance(found, Type):
                binder.gaps += 1
                return tree.Unknown(value.start, value.end, UNKNOWN, parts=(value,))
            return tree.MethodDelegate(value.start, value.end, to, group=value, method=found)
        assert isinstance(value, PendingLambda)  # noqa: S101
        made = bound(binder, value, types, method.result)
        binder.findings.extend(made.findings)
        binder.gaps += made.gaps
        body = made.body
        if isinstance(body, tree.Expression) and method.result is not VOID:
            body = convert(binder, body, method.result)
        return tree.Lambda(value.start, value.end, to, parameters=made.parameters, body=body)

    def explain(self, binder: Binder, value: tree.Expression, to: Type) -> tree.Expression:
        """Says why a lambda or a method is not one of a type."""
        start, end = place_of(value)
        method = invoked(to)
        if method is None:
            what = with_article(value.type)
            message = f"{with_article(to)} is wanted here, and this is {what}"
            if value.type is GROUP:
                message += "; a method is called with ()"
            return binder.wrong(start, end, "wrong-conversion", message)
        if isinstance(value, PendingLambda):
            if wrong := self.wrong_inside(binder, value, to):
                binder.findings.extend(wrong)
                return tree.Unknown(start, end, UNKNOWN)
            if value.names is not None and len(value.names) != len(method.parameters):
                count = len(method.parameters)
                plural = "parameters" if count != 1 else "parameter"
                message = f"{to} has {count} {plural}, this lambda {len(value.names)}"
                return binder.wrong(start, end, "wrong-arguments", message)
        message = f"this is no {to}"
        if isinstance(value, tree.MethodGroup):
            message = f"no {value.name} is a {to}"
        return binder.wrong(start, end, "wrong-conversion", message)

    def wrong_inside(self, binder: Binder, value: tree.Expression, to: Type) -> list[Problem]:
        """What is wrong in a lambda when it is one of a type; none where that is not the reason."""
        method = invoked(to)
        if not isinstance(value, PendingLambda) or method is None:
            return []
        types = tuple(one.type for one in method.parameters)
        if value.names is not None and len(value.names) != len(types):
            return []
        plain = bound(binder, value, types)
        if plain.findings:
            return list(plain.findings)
        body, result = plain.body, method.result
        if isinstance(body, tree.Expression):
            if result is VOID:
                message = "only a call, an assignment, ++ or -- can be done without its value"
                return [Problem(body.start, body.end, "wrong-conversion", message)]
            before, binder.findings = binder.findings, []
            convert(binder, body, result)
            found, binder.findings = binder.findings, before
            return found
        if body.ends and result is not VOID:
            message = "the end of this lambda is reached without a return"
            return [Problem(value.start, value.end, "expression-return", message)]
        return list(bound(binder, value, types, result).findings)


def place_of(value: tree.Expression) -> tuple[int, int]:
    """Where a value is blamed: of a method without a call, its name."""
    return (value.at if isinstance(value, tree.MethodGroup) else value.start), value.end


def stands_alone(value: tree.Expression) -> bool:
    """Whether an expression may be a statement."""
    if isinstance(value, tree.IfNotNull):
        return stands_alone(value.then)
    if isinstance(value, tree.Unknown):
        return True
    kinds = (
        tree.Call,
        tree.LocalCall,
        tree.Invoke,
        tree.New,
        tree.Assign,
        tree.Step,
        tree.Deconstruct,
    )
    return isinstance(value, kinds)


def _returns(given: Type, wanted: Type) -> bool:
    if wanted is VOID or given is VOID:
        return given is wanted
    return same(given, wanted) or (given.form is not Form.PARAMETER and by_reference(given, wanted))


def _group_method(
    binder: Binder, value: tree.MethodGroup, types: tuple[Type, ...]
) -> Method | Type | None:
    """The method of a group for these types of parameters."""
    if any(one is UNKNOWN for one in types):
        return UNKNOWN
    given = tuple(
        Argument(tree.Expression(value.start, value.end, one), "", "", value.start, value.end)
        for one in types
    )
    found, _ = applicable(binder, value.methods, given, value.arguments)
    chosen = best(binder, found, given) if found else None
    if chosen is None and value.extensions and value.receiver is not None:
        first = Argument(value.receiver, "", "", value.receiver.start, value.receiver.end)
        found, _ = applicable(binder, value.extensions, (first, *given), value.arguments)
        chosen = best(binder, found, (first, *given)) if found else None
    if chosen is None or chosen.placed.expanded:
        return None
    return chosen.method


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


HANDLERS = {"lambda_expression": lambda_value, "anonymous_method_expression": lambda_value}
