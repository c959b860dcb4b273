"""Values that fall into parts: ``(a, b) = c``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.assigning.assignable import assignable
from apimgen.csharp.bind.types.convert import convert, with_article
from apimgen.csharp.model.types import FUNCTION, GROUP, NULL, UNKNOWN, VOID, Form, tuple_of
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def is_known(binder: Binder, name: str) -> bool:
    """Whether something is called so here."""
    return binder.scope.find(name) is not None


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
        if declares or not is_known(binder, "_"):
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
    if node.type != "invocation_expression" or is_known(binder, "var"):
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
