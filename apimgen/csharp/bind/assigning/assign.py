"""Assignments, ``++`` and ``--``, and what they may be done to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apimgen.csharp.bind.operators.operators import apply_operator, unary
from apimgen.csharp.bind.types.convert import convert, explicit, implicit, mismatch, with_article
from apimgen.csharp.model.lookup import is_enum, is_value
from apimgen.csharp.model.types import (
    FUNCTION,
    GROUP,
    NULL,
    NUMBERS,
    STRING,
    UNKNOWN,
    VOID,
    Form,
    Type,
    tuple_of,
    without_null,
)
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder

_RULE: Final = "not-assignable"


def assignable(binder: Binder, target: tree.Expression, how: str = "assigned") -> bool:
    """Whether something can be assigned to a node; if not, that is noted."""
    wrong = _why_not(target, how)
    if wrong is None:
        return True
    if wrong and _of_context(target):
        written = binder.source.code[target.start : target.end]
        advice = "; the set-variable policy sets it" if "context.Variables" in written else ""
        wrong = f"{written} can't be {how}: everything in context is read-only{advice}"
        if how == "assigned":
            wrong = wrong.replace("assigned", "assigned to", 1)
        binder.wrong(target.start, target.end, "context-write", wrong)
    elif wrong:
        binder.wrong(target.start, target.end, _RULE, wrong)
    return False


def _of_context(target: tree.Expression) -> bool:
    while isinstance(target, tree.Access | tree.Index):
        target = target.receiver
    return isinstance(target, tree.LocalRead) and target.local.name == "context"


def _why_not(target: tree.Expression, how: str) -> str | None:
    if isinstance(target, tree.LocalRead):
        if target.local.fixed and target.local.name != "context":
            return f"{target.local.name} is {target.local.fixed}, and can't be {how}"
        return None
    if isinstance(target, tree.Index):
        if target.member is None:
            return None
        if not target.member.writable:
            return f"[ ] of {target.receiver.type} only reads; nothing can be {how} there"
        return None
    if isinstance(target, tree.Access):
        member = target.member
        if member.writable:
            of = target.receiver.type
            if is_value(of) and isinstance(target.receiver, tree.Access | tree.Call | tree.Index):
                if isinstance(target.receiver, tree.Index) and target.receiver.member is None:
                    return None
                return f"this is a copy of {with_article(of)}: set it in a local first"
            return None
        return f"{member.name} of {member.owner} only reads; it can't be {how}"
    if isinstance(target, tree.Unknown) or target.type is UNKNOWN:
        return None
    if isinstance(target, tree.LocalCall) and target.function.by_reference:
        return None
    return f"only a variable, a property or an element can be {how}"


def assignment(binder: Binder, node: Node) -> tree.Expression:
    """``a = b`` and its kin."""
    left_node, right_node = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator_node = node.child_by_field_name("operator") or node.children[1]
    if left_node is None or right_node is None:
        return binder.unknown(node)
    operator = operator_node.type[:-1]
    if operator == "??":
        message = "??= is C# 8, and policy expressions are C# 7; write a = a ?? b"
        return binder.wrong_at(operator_node, "expression-version", message)
    if not operator:
        if left_node.type in ("tuple_expression", "tuple_pattern", "declaration_expression"):
            return deconstruction(binder, left_node, right_node, node)
        if left_node.type == "identifier" and left_node.text == b"_" and not _known(binder, "_"):
            value = binder.value(right_node)
            start, end = binder.source.span(node)
            if value.type in (VOID, FUNCTION, GROUP, NULL):
                message = f"this is {with_article(value.type)}, which _ can't take"
                return binder.wrong(value.start, value.end, "wrong-conversion", message, value)
            nothing = tree.Declared(start, start + 1, value.type, local=None)
            return tree.Assign(start, end, value.type, target=nothing, value=value)
    target = binder.value(left_node)
    value = binder.value(right_node)
    start, end = binder.source.span(node)
    if not assignable(binder, target) or target.type is UNKNOWN:
        if target.type is UNKNOWN and value.type is FUNCTION:
            return tree.Unknown(start, end, UNKNOWN, parts=(target,))
        return tree.Unknown(start, end, target.type, parts=(target, value))
    if not operator:
        moved = convert(binder, value, target.type)
        return tree.Assign(start, end, target.type, target=target, value=moved)
    before = len(binder.findings)
    result = apply_operator(binder, operator, target, value)
    if len(binder.findings) > before or result.type is UNKNOWN:
        return tree.Unknown(start, end, target.type, parts=(target, value))
    moved_result = _back(binder, operator, result, target.type, value)
    return tree.Assign(
        start, end, target.type, target=target, value=value, operator=operator, result=moved_result
    )


def _known(binder: Binder, name: str) -> bool:
    return binder.scope.find(name) is not None


def _back(
    binder: Binder, operator: str, result: tree.Expression, to: Type, value: tree.Expression
) -> tree.Expression:
    """The result of an operator, as a value of what it is assigned to."""
    if implicit(binder, result, to) is not None:
        return convert(binder, result, to)
    predefined = isinstance(result, tree.Binary) and result.method is None
    how = explicit(binder, result, to)
    narrow = operator in ("<<", ">>") or implicit(binder, value, to) is not None
    if predefined and how is not None and narrow and result.type is not STRING:
        return tree.Convert(result.start, result.end, to, operand=result, conversion=how)
    message = mismatch(binder, result, to)
    return binder.wrong(result.start, result.end, "wrong-conversion", message, result)


def step(binder: Binder, node: Node) -> tree.Expression:
    """``a++`` and ``--a``."""
    first = node.children[0]
    before = first.type in ("++", "--")
    operator = first.type if before else node.children[-1].type
    start, end = binder.source.span(node)
    if operator == "!":
        message = "! after a value is C# 8, and policy expressions are C# 7; leave it out"
        return binder.wrong(end - 1, end, "expression-version", message)
    operand = binder.value(node.children[-1] if before else first)
    if not assignable(binder, operand, "changed") or operand.type is UNKNOWN:
        return tree.Unknown(start, end, operand.type, parts=(operand,))
    of = without_null(operand.type)
    if of not in NUMBERS and not is_enum(of):
        message = f"{operator} does not take {with_article(operand.type)}"
        binder.wrong(start, end, "wrong-operator", message)
        return tree.Unknown(start, end, operand.type, parts=(operand,))
    return tree.Step(start, end, operand.type, operator=operator, operand=operand, before=before)


def prefix(binder: Binder, node: Node) -> tree.Expression:
    """An operator before a value."""
    return step(binder, node) if node.children[0].type in ("++", "--") else unary(binder, node)


def deconstruction(binder: Binder, left: Node, right: Node, node: Node) -> tree.Expression:
    """``(a, b) = c`` and ``var (a, b) = c``."""
    value = binder.value(right)
    start, end = binder.source.span(node)
    targets = targets_of(binder, left, value)
    if targets is None:
        return tree.Unknown(start, end, UNKNOWN, parts=(value,))
    if {isinstance(one, tree.Declared) for one in _leaves(targets)} == {True, False}:
        message = "names are declared here, or set that exist: not both in one"
        return binder.wrong_at(left, "wrong-conversion", message, value)
    return tree.Deconstruct(start, end, value.type, targets=targets, value=value)


def _leaves(targets: tree.Expression) -> Iterator[tree.Expression]:
    """The targets that are no row of others, without discards."""
    if isinstance(targets, tree.TupleOf):
        for one in targets.values:
            yield from _leaves(one)
    elif not (isinstance(targets, tree.Declared) and targets.local is None):
        yield targets


def targets_of(
    binder: Binder, left: Node, value: tree.Expression, *, fixed: str = "", declares: bool = False
) -> tree.Expression | None:
    """What the parts of a value are assigned to; None where they are not known.

    Args:
        binder: the state.
        left: the targets.
        value: what falls into parts.
        fixed: why nothing can be assigned to a local that is declared among them.
        declares: whether a name alone declares a local, as in ``var (a, b)``.
    """
    start, end = binder.source.span(left)
    if left.type == "declaration_expression":
        inner = left.child_by_field_name("name")
        if inner is None or inner.type not in (
            "tuple_pattern",
            "parenthesized_variable_designation",
        ):
            return None
        left = inner
    if left.type in _DECLARING:
        declares = True
    items = [one for one in left.named_children if one.type not in ("comment", "implicit_type")]
    parts = _parts(value, len(items))
    if parts is None:
        message = f"{with_article(value.type)} does not fall into {len(items)} parts"
        binder.wrong(value.start, value.end, "wrong-conversion", message, value)
    for part in parts or ():
        if part.type in (NULL, FUNCTION, GROUP, VOID):
            binder.wrong(part.start, part.end, "wrong-conversion", "the type of this is not clear")
    found = []
    for at, one in enumerate(items):
        part = parts[at] if parts else tree.Unknown(start, end, UNKNOWN)
        target = _target(binder, one, part, fixed, declares=declares)
        if target is None:
            return None
        found.append(target)
    types = tuple(one.type for one in found)
    whole = tuple_of(types, ("",) * len(types))
    return tree.TupleOf(start, end, whole, values=tuple(found))


_DECLARING = frozenset(["tuple_pattern", "parenthesized_variable_designation"])


def _target(
    binder: Binder, one: Node, part: tree.Expression, fixed: str, *, declares: bool
) -> tree.Expression | None:
    node = one.named_children[-1] if one.type == "argument" and one.named_children else one
    if node.type in _DECLARING or node.type == "tuple_expression":
        return targets_of(binder, node, part, fixed=fixed, declares=declares)
    if (inside := designation(binder, node)) is not None:
        return targets_of(binder, inside, part, fixed=fixed, declares=True)
    if node.type in ("identifier", "discard") and node.text == b"_":
        if declares or not _known(binder, "_"):
            return tree.Declared(*binder.source.span(node), part.type, local=None)
    elif declares and node.type == "identifier":
        of = UNKNOWN if part.type in (NULL, FUNCTION, GROUP, VOID) else part.type
        local = binder.declare(node, of, fixed=fixed)
        return tree.Declared(local.start, local.end, of, local=local)
    if node.type == "declaration_expression":
        type_node, name = node.child_by_field_name("type"), node.child_by_field_name("name")
        if type_node is None or name is None or name.type != "identifier":
            return targets_of(binder, node, part, fixed=fixed)
        is_var = type_node.type == "implicit_type"
        type_ = part.type if is_var else binder.value_type(type_node)
        if not is_var:
            convert(binder, part, type_)
        local = binder.declare(name, type_, fixed=fixed)
        return tree.Declared(local.start, local.end, type_, local=local)
    target = binder.value(node)
    if assignable(binder, target) and target.type is not UNKNOWN:
        convert(binder, part, target.type)
    return target


def designation(binder: Binder, node: Node) -> Node | None:
    """The names in ``var (a, b)`` within brackets, which the grammar takes for a call."""
    if node.type != "invocation_expression" or _known(binder, "var"):
        return None
    called = node.child_by_field_name("function")
    if called is None or called.text != b"var":
        return None
    return node.child_by_field_name("arguments")


def _parts(value: tree.Expression, count: int) -> list[tree.Expression] | None:
    if isinstance(value, tree.TupleOf):
        return list(value.values) if len(value.values) == count else None
    if value.type.form is Form.TUPLE:
        if len(value.type.arguments) != count:
            return None
        return [tree.Unknown(value.start, value.end, one) for one in value.type.arguments]
    if value.type.name.startswith("Tuple`") and len(value.type.arguments) == count < 8:
        return [tree.Unknown(value.start, value.end, one) for one in value.type.arguments]
    if value.type is UNKNOWN:
        return [tree.Unknown(value.start, value.end, UNKNOWN)] * count
    return None


HANDLERS = {
    "assignment_expression": assignment,
    "postfix_unary_expression": step,
    "prefix_unary_expression": prefix,
}
