"""Local functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.assigning.references import by_reference
from apimgen.csharp.bind.lambdas.alone import stands_alone
from apimgen.csharp.bind.scope import Frame, Scope
from apimgen.csharp.bind.statements.declarations import misplaced
from apimgen.csharp.bind.types.convert import convert
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.members import ABSENT, Constraint, Method, Parameter
from apimgen.csharp.model.types import OBJECT, UNKNOWN, VOID, Type, parameter
from apimgen.csharp.syntax.version import too_new
from apimgen.csharp.tree import expressions as values
from apimgen.csharp.tree import statements as tree
from apimgen.csharp.tree.locals import Local, LocalFunction

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def function_of(binder: Binder, node: Node) -> LocalFunction | None:
    """A local function before its body is bound; the same one each time."""
    name = node.child_by_field_name("name")
    type_node = node.child_by_field_name("type")
    if name is None or type_node is None:
        return None
    start, end = binder.source.span(name)
    word = binder.source.text(name)
    known = binder.scope.names.get(word)
    if isinstance(known, LocalFunction) and known.start == start:
        return known
    for child in node.children:
        if child.type == "modifier" and child.text == b"static":
            message = too_new("a static local function", "8", "it without static")
            binder.wrong_at(child, "expression-version", message)
        elif child.type == "modifier" and child.text != b"async":
            misplaced(binder, child, "function")
    generics = _generics(binder, node)
    by_reference = type_node.type == "ref_type"
    if by_reference:
        if any(child.type == "readonly" for child in type_node.children):
            message = too_new("a ref readonly result", "7.2", "ref")
            binder.wrong_at(type_node, "expression-version", message)
        type_node = type_node.named_children[-1]
    with binder.block() as scope:
        around = binder.generics()
        scope.generics = _known(around, generics, ())
        rules = _constraints(binder, node)
        scope.generics = _known(around, generics, rules)
        result = binder.type(type_node)
        parameters = _parameters(binder, node)
    method = Method(word, OBJECT, result, parameters, generics, rules, static=True)
    function = LocalFunction(method, start, end, by_reference)
    if word in binder.scope.names:
        binder.wrong(start, end, "duplicate-local", f"{word} is declared in this block already")
    elif binder.scope.find(word) is not None:
        binder.wrong(
            start, end, "duplicate-local", f"{word} is declared already, around this block"
        )
    binder.scope.names[word] = function
    return function


def _generics(binder: Binder, node: Node) -> tuple[str, ...]:
    given = node.child_by_field_name("type_parameters")
    if given is None:
        return ()
    return tuple(
        binder.source.type_text(one) for one in given.named_children if one.type == "type_parameter"
    )


def _known(
    around: frozenset[Type], names: tuple[str, ...], rules: tuple[tuple[str, Constraint], ...]
) -> frozenset[Type]:
    """The type parameters that a function has, and those of the functions around it."""
    found = {one.name: one for one in around} | {one: parameter(one) for one in names}
    for name, rule in rules:
        said = (rule.kind,) if rule.kind else ()
        new = ("new",) if rule.has_new or rule.kind == "struct" else ()
        found[name] = parameter(name, rule.bases, (*said, *new))
    return frozenset(found.values())


def _constraints(binder: Binder, node: Node) -> tuple[tuple[str, Constraint], ...]:
    """What is written after ``where``."""
    found = []
    for clause in node.named_children:
        if clause.type != "type_parameter_constraints_clause":
            continue
        kind, has_new, bases = "", False, []
        for one in clause.named_children[1:]:
            type_node = one.child_by_field_name("type")
            word = binder.source.text(one)
            if word in ("class", "struct"):
                kind = word
            elif type_node is not None:
                bases.append(binder.value_type(type_node))
            elif word.startswith("new"):
                has_new = True
        name = binder.source.type_text(clause.named_children[0])
        found.append((name, Constraint(kind, tuple(bases), has_new)))
    return tuple(found)


def _parameters(binder: Binder, node: Node) -> tuple[Parameter, ...]:
    given = node.child_by_field_name("parameters")
    found: list[Parameter] = []
    mode = ""
    pending: Type | None = None
    for child in given.children if given is not None else ():
        if child.type == "parameter":
            found.append(_parameter(binder, child))
        elif child.type == "params":
            mode = "params"
        elif mode and child.type == "array_type":
            pending = binder.value_type(child)
        elif mode and child.type == "identifier":
            found.append(Parameter(binder.source.text(child), pending or UNKNOWN, mode))
    return tuple(found)


def _parameter(binder: Binder, node: Node) -> Parameter:
    type_node, name = node.child_by_field_name("type"), node.child_by_field_name("name")
    of = binder.value_type(type_node) if type_node is not None else UNKNOWN
    mode, default = "", ABSENT
    after = False
    for child in node.children:
        if child.type in ("ref", "out") or (
            child.type in ("modifier", "parameter_modifier") and child.text in (b"ref", b"out")
        ):
            mode = (child.text or b"").decode()
        elif child.type == "=":
            after = True
        elif after and child.is_named:
            value = binder.value(child)
            default = convert(binder, value, of).constant if of is not UNKNOWN else None
            default = None if default is ABSENT else default
    word = binder.source.text(name) if name is not None else ""
    return Parameter(word, of, mode, default)


def local_function(binder: Binder, node: Node) -> tree.Statement:
    """A local function, with its body."""
    start, end = binder.source.span(node)
    function = function_of(binder, node)
    body_node = node.child_by_field_name("body")
    if function is None or body_node is None:
        return tree.NotUnderstood(start, end)
    method = function.method
    frame = Frame("function", method.result, by_reference=function.by_reference)
    generics = _known(binder.generics(), method.generics, method.constraints)
    scope = Scope(binder.scope, generics=generics)
    names = _names(node)
    with binder.function(frame, scope):
        locals_ = []
        for one, name in zip(method.parameters, names, strict=False):
            at, to = binder.source.span(name)
            mode = one.mode if one.mode in ("ref", "out") else ""
            local = Local(one.name, one.type, at, to, assigned=mode != "out", reference=mode)
            binder.enter(local)
            locals_.append(local)
        body: tree.Statement | values.Expression
        if body_node.type == "block":
            body = binder.statement(body_node)
            if body.ends and method.result not in (VOID, UNKNOWN):
                at, to = function.start, function.end
                message = f"the end of {method.name} is reached without a return"
                binder.findings.append(Problem(at, to, "expression-return", message))
        else:
            value_node = body_node.named_children[-1]
            value = binder.value(value_node)
            if by_reference(binder, value_node, value):
                pass
            elif method.result is VOID:
                if not stands_alone(value):
                    message = "only a call, an assignment or ++ is done here"
                    binder.wrong(value.start, value.end, "expression-syntax", message)
            else:
                value = convert(binder, value, method.result)
            body = value
    return tree.Function(start, end, function=function, parameters=tuple(locals_), body=body)


def _names(node: Node) -> list[Node]:
    given = node.child_by_field_name("parameters")
    found: list[Node] = []
    for child in given.children if given is not None else ():
        if child.type == "parameter":
            name = child.child_by_field_name("name")
            if name is not None:
                found.append(name)
        elif child.type == "identifier":
            found.append(child)
    return found
