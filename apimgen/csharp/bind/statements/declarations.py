"""Declarations of locals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.assigning.deconstruct import targets_of
from apimgen.csharp.bind.calls.given import is_variable
from apimgen.csharp.bind.types.conversions import same
from apimgen.csharp.bind.types.convert import convert, with_article
from apimgen.csharp.bind.values.arrays import filled_array
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import FUNCTION, GROUP, NULL, THROW, UNKNOWN, VOID, Form, Type
from apimgen.csharp.syntax.version import too_new
from apimgen.csharp.tree import expressions as values
from apimgen.csharp.tree import statements as tree
from apimgen.csharp.tree.locals import Local

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
                misplaced(binder, child, "variable")
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
    assigned = not reads_itself and not binder.scope.sections
    local = binder.declare(name, of, fixed=why, constant=constant_value, assigned=assigned)
    return [(local, value)]


def misplaced(binder: Binder, node: Node, what: str) -> None:
    """Notes a modifier that no local takes."""
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
