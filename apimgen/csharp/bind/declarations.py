"""Declarations: locals and local functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.arrays import filled_array
from apimgen.csharp.bind.assign import targets_of
from apimgen.csharp.bind.calls import is_variable
from apimgen.csharp.bind.conversions import same
from apimgen.csharp.bind.convert import convert, with_article
from apimgen.csharp.bind.pending import stands_alone
from apimgen.csharp.bind.scope import Frame, Scope
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.members import ABSENT, Method, Parameter
from apimgen.csharp.model.types import (
    FUNCTION,
    GROUP,
    NULL,
    OBJECT,
    THROW,
    UNKNOWN,
    VOID,
    Form,
    Type,
)
from apimgen.csharp.syntax.version import too_new
from apimgen.csharp.tree import expressions as values
from apimgen.csharp.tree import statements as tree
from apimgen.csharp.tree.locals import Local, LocalFunction

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def declaration(binder: Binder, node: Node, *, fixed: str = "") -> tree.Declare:
    """``var a = 1;``, ``int a, b = 2;``, ``const string c = "x";``."""
    start, end = binder.source.span(node)
    constant = False
    inside = node
    if node.type == "local_declaration_statement":
        for child in node.children:
            if child.type == "using":
                message = too_new("a using declaration", "8", "using (...) { ... }")
                binder.findings.append(Problem(start, start + 5, "expression-version", message))
            elif child.type == "modifier" and child.text == b"const":
                constant = True
            elif child.type == "modifier":
                _misplaced(binder, child, "variable")
            elif child.type == "variable_declaration":
                inside = child
    type_node = inside.child_by_field_name("type")
    if type_node is None:
        return tree.Declare(start, end, locals=())
    is_var = type_node.type == "implicit_type"
    by_reference = type_node.type == "ref_type"
    if by_reference:
        type_node = type_node.named_children[-1]
        is_var = type_node.type == "implicit_type"
    of = UNKNOWN if is_var else binder.value_type(type_node)
    found: list[tuple[Local, values.Expression | None]] = []
    for one in inside.named_children:
        if one.type == "variable_declarator" and by_reference:
            found.append(_reference(binder, one, of, is_var=is_var))
        elif one.type == "variable_declarator":
            found += _declarator(binder, one, of, is_var=is_var, constant=constant, fixed=fixed)
    return tree.Declare(start, end, locals=tuple(found))


def _declarator(
    binder: Binder, node: Node, of: Type, *, is_var: bool, constant: bool, fixed: str
) -> list[tuple[Local, values.Expression | None]]:
    inside = [one for one in node.named_children if one.type != "comment"]
    name = inside[0]
    for one in inside[1:]:
        if one.type == "bracketed_argument_list":
            message = "brackets go after the type, not after the name"
            binder.wrong_at(one, "expression-syntax", message)
            return [(binder.declare(name, UNKNOWN), None)]
    value_node = inside[-1] if len(inside) > 1 else None
    if name.type == "tuple_pattern":
        if value_node is None:
            return []
        value: values.Expression = binder.value(value_node)
        targets = targets_of(binder, name, value)
        start, end = binder.source.span(node)
        if targets is None:
            return []
        local = Local("(...)", value.type, start, start, assigned=True)
        whole = values.Deconstruct(start, end, value.type, targets=targets, value=value)
        return [(local, whole)]
    if value_node is None:
        if is_var or constant:
            what = "var" if is_var else "const"
            message = f"{what} needs a value: {binder.source.text(name)} = ..."
            binder.wrong_at(name, "wrong-conversion", message)
            of = UNKNOWN if is_var else of
        return [(binder.declare(name, of, assigned=is_var), None)]
    if value_node.type == "initializer_expression":
        start, end = binder.source.span(value_node)
        if (of.form is not Form.ARRAY and of is not UNKNOWN) or is_var:
            message = "{ } alone makes an array: write new and the type before it"
            value = binder.wrong(start, end, "wrong-conversion", message)
        else:
            value = filled_array(binder, value_node, of, start, end)
    else:
        value = binder.value(value_node)
        if value_node.type == "ref_expression":
            message = "ref gives another name to a variable: write ref before the type too"
            value = binder.wrong(value.start, value.end, "wrong-conversion", message, value)
        if is_var:
            of = _natural(binder, value)
        elif of is not UNKNOWN:
            value = convert(binder, value, of)
    constant_value = ABSENT
    if constant:
        constant_value = value.constant
        if constant_value is ABSENT and value.type is not UNKNOWN:
            message = "a const takes a constant: a literal, or made of literals"
            binder.wrong(value.start, value.end, "wrong-conversion", message)
    why = "a const" if constant else fixed
    word = binder.source.text(name).lstrip("@")
    reads_itself = value_node is not None and word in binder.source.text(value_node)
    assigned = not reads_itself
    local = binder.declare(name, of, fixed=why, constant=constant_value, assigned=assigned)
    return [(local, value)]


def _misplaced(binder: Binder, node: Node, what: str) -> None:
    word = binder.source.text(node)
    message = f"{word} can't be used on a local {what}; leave it out"
    binder.wrong_at(node, "expression-syntax", message)


def _reference(
    binder: Binder, node: Node, of: Type, *, is_var: bool
) -> tuple[Local, values.Expression | None]:
    """``ref int a = ref b``: another name for a variable, or for an element of an array."""
    inside = [one for one in node.named_children if one.type != "comment"]
    word = binder.source.text(inside[0])
    start, end = binder.source.span(inside[0])
    value: values.Expression | None = None
    if len(inside) < 2 or inside[-1].type != "ref_expression":
        message = f"a ref local is another name for a variable: {word} = ref ..."
        binder.wrong(start, end, "wrong-conversion", message)
    else:
        target = binder.value(inside[-1])
        at, to = binder.source.span(inside[-1])
        of = target.type if is_var else of
        if target.type is not UNKNOWN and not is_variable(target):
            message = "only a variable or an element of an array is given with ref"
            binder.wrong(target.start, target.end, "not-assignable", message, target)
        elif UNKNOWN not in (of, target.type) and not same(of, target.type):
            message = f"ref takes a variable of the same type: this is {with_article(target.type)}"
            binder.wrong(target.start, target.end, "wrong-conversion", message, target)
        value = values.OutArgument(at, to, of, target=target, mode="ref")
    local = Local(word.lstrip("@"), of, start, end, assigned=True, reference="ref")
    binder.enter(local)
    return local, value


def _natural(binder: Binder, value: values.Expression) -> Type:
    """The type that ``var`` takes from a value."""
    if value.type not in (NULL, FUNCTION, GROUP, VOID, THROW):
        if isinstance(value, values.TupleOf) and any(
            one in (NULL, FUNCTION, GROUP) for one in value.type.arguments
        ):
            message = "the type of this tuple is not clear: cast its null"
            binder.wrong(value.start, value.end, "wrong-conversion", message)
            return UNKNOWN
        return value.type
    if value.type is FUNCTION:
        message = too_new("var for a lambda", "10", "its type, such as Func<int, int>")
        binder.wrong(value.start, value.end, "expression-version", message)
        return UNKNOWN
    what = {NULL: "null", VOID: "nothing"}.get(value.type) or with_article(value.type)
    message = f"var takes its type from the value, and this is {what}; write the type"
    if value.type is VOID:
        message = "this gives nothing that a variable could hold"
    binder.wrong(value.start, value.end, "wrong-conversion", message)
    return UNKNOWN


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
            _misplaced(binder, child, "function")
    generics = _generics(binder, node)
    if type_node.type == "ref_type":  # it returns a variable, which is not followed
        binder.gaps += 1
        type_node = type_node.named_children[-1]
    with binder.block() as scope:
        scope.generics = frozenset(generics) | binder.generics()
        result = binder.type(type_node)
        parameters = _parameters(binder, node)
    method = Method(word, OBJECT, result, parameters, generics, static=True)
    function = LocalFunction(method, start, end)
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
    frame = Frame("function", method.result)
    scope = Scope(binder.scope, generics=frozenset(method.generics) | binder.generics())
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
            value = binder.value(body_node.named_children[-1])
            if method.result is VOID:
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
