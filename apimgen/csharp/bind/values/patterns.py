"""Patterns of ``is`` and ``case``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.conversions import cast, standard
from apimgen.csharp.bind.types.convert import convert, implicit, with_article
from apimgen.csharp.bind.types.typenames import written_type
from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import NULL, UNKNOWN, Type, is_nullable, without_null
from apimgen.csharp.syntax.version import NEWER, too_new
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.patterns import ConstantPattern, Pattern, TypePattern, VarPattern

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def pattern(binder: Binder, node: Node, of: tree.Expression, *, tests: bool) -> Pattern | None:
    """A pattern; None where nothing is known of it.

    Args:
        binder: the state.
        node: the pattern.
        of: what is looked at.
        tests: whether a type alone is a pattern, as after ``is``.
    """
    if node.type == "constant_pattern":
        return _constant(binder, node.named_children[-1], of, tests=tests)
    if node.type in ("declaration_pattern", "var_pattern"):
        return _declared(binder, node, of)
    if node.type == "discard":
        return VarPattern(None)
    if node.type in NEWER:
        what, version, instead = NEWER[node.type]
        binder.wrong_at(node, "expression-version", too_new(what, version, instead))
        return None
    if node.type.endswith("_pattern"):
        binder.unknown(node)
        return None
    return _constant(binder, node, of, tests=tests)


def _declared(binder: Binder, node: Node, of: tree.Expression) -> Pattern | None:
    type_node, name = node.child_by_field_name("type"), node.child_by_field_name("name")
    if node.type == "var_pattern" or (type_node and type_node.type == "implicit_type"):
        name = name or node.named_children[-1]
        if name.type not in ("identifier", "discard"):
            binder.unknown(node)
            return None
        if name.text == b"_":
            return VarPattern(None)
        known = of.type if of.type is not NULL else UNKNOWN
        return VarPattern(binder.declare(name, known))
    if type_node is None or name is None:
        binder.unknown(node)
        return None
    to = binder.value_type(type_node)
    local = None
    if name.text != b"_":
        local = binder.declare(name, to)
    if is_nullable(to):
        message = f"a pattern takes no {to}: write {without_null(to)}, which null is not"
        binder.wrong_at(type_node, "wrong-conversion", message)
    elif not may_match(of.type, to):
        message = f"{with_article(of.type)} is never {with_article(to)}"
        binder.wrong_at(type_node, "wrong-conversion", message)
    return TypePattern(to, local)


def may_match(of: Type, to: Type) -> bool:
    """Whether a value of one type may be one of another."""
    if UNKNOWN in (of, to):
        return True
    if of is NULL:
        return False
    found = cast(of, to) or cast(without_null(of), to)
    if found is None:
        return False
    return found.how not in ("numeric", "enum", "user") or standard(of, to) is not None


def _constant(binder: Binder, node: Node, of: tree.Expression, *, tests: bool) -> Pattern | None:
    if tests and node.type in ("identifier", "generic_name", "qualified_name", "array_type"):
        text = binder.source.type_text(node)
        if node.type != "identifier" or binder.scope.find(text) is None:
            written = written_type(text, binder.generics())
            if not written.wrong or node.type != "identifier":
                return TypePattern(binder.value_type(node), None)
            if text[:1].isupper() or written.wrong.startswith("dynamic"):
                return TypePattern(binder.type(node), None)
    if tests and node.type in ("predefined_type", "nullable_type", "tuple_type"):
        return TypePattern(binder.value_type(node), None)
    value = binder.value(node, may_be_type=True)
    if isinstance(value, tree.TypeName):
        if not tests:
            message = f"{value.named} is a type: give it a name, case {value.named} x:"
            binder.wrong(value.start, value.end, "wrong-conversion", message)
        return TypePattern(value.named, None)
    if isinstance(value, tree.NamespaceName):
        value = binder.name_unknown(value)
    if value.type is UNKNOWN or of.type is UNKNOWN:
        return ConstantPattern(value)
    if value.constant is ABSENT:
        message = "a constant is wanted here; compare with == or Equals"
        return ConstantPattern(binder.wrong(value.start, value.end, "wrong-conversion", message))
    if value.type is NULL:
        if is_value(of.type) and not is_nullable(of.type):
            message = f"{with_article(of.type)} is never null"
            value = binder.wrong(value.start, value.end, "wrong-conversion", message)
        return ConstantPattern(value)
    to = without_null(of.type)
    if implicit(binder, value, to) is not None or is_value(to) or to.name == "string":
        return ConstantPattern(convert(binder, value, to))
    if not may_match(of.type, value.type):
        message = f"{with_article(of.type)} is never {with_article(value.type)}"
        value = binder.wrong(value.start, value.end, "wrong-conversion", message)
    return ConstantPattern(value)
