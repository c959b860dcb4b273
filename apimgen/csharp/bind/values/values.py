"""Casts, tests of types, interpolation, and other values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument
from apimgen.csharp.bind.calls.chains import dotted
from apimgen.csharp.bind.calls.indexes import index
from apimgen.csharp.bind.operators.binary import apply_operator
from apimgen.csharp.bind.types.conversions import cast, standard
from apimgen.csharp.bind.types.convert import apply, convert, explicit, with_article
from apimgen.csharp.bind.values.literals import BadEscapeError, unescaped
from apimgen.csharp.bind.values.patterns import pattern
from apimgen.csharp.model.lookup import is_enum, is_reference, is_value
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import (
    BOOL,
    CHAR,
    DECIMAL,
    DOUBLE,
    FLOAT,
    FUNCTION,
    GROUP,
    INT,
    NULL,
    NUMBERS,
    STRING,
    THROW,
    UNKNOWN,
    VOID,
    Form,
    Type,
    is_nullable,
    named,
    tuple_of,
)
from apimgen.csharp.syntax.version import NEWER, too_new
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.patterns import TypePattern

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder

_EXCEPTION = named("Exception")


def parenthesized(binder: Binder, node: Node) -> tree.Expression:
    """Brackets, which mean nothing more than what is in them."""
    while node.type == "parenthesized_expression":
        inside = [one for one in node.named_children if one.type != "comment"]
        if len(inside) != 1:
            return binder.unknown(node)
        node = inside[0]
    return binder.value(node)


def cast_expression(binder: Binder, node: Node) -> tree.Expression:
    """``(T)value``."""
    type_node, value_node = node.child_by_field_name("type"), node.child_by_field_name("value")
    if type_node is None or value_node is None:
        return binder.unknown(node)
    if _is_sum(type_node, value_node):
        return _sum(binder, type_node, value_node)
    if value_node.type == "collection_expression":  # (a)[b], which the grammar takes for newer C#
        left = named_as_value(binder, type_node)
        items = [binder.value(one) for one in value_node.named_children if one.type != "comment"]
        given = tuple(Argument(one, "", "", one.start, one.end) for one in items)
        return index(binder, left, given, value_node)
    to = binder.value_type(type_node)
    value = binder.value(value_node)
    start, end = binder.source.span(node)
    if to is UNKNOWN or value.type is UNKNOWN:
        return tree.Unknown(start, end, to, parts=(value,))
    how = explicit(binder, value, to)
    if how is not None:
        found = apply(binder, value, to, how, written=True)
        if isinstance(found, tree.Convert):
            return tree.Convert(
                start, end, to, found.constant, operand=found.operand, conversion=how, written=True
            )
        return found
    if value.type in (FUNCTION, GROUP):
        return binder.pending.explain(binder, value, to)
    message = f"{with_article(value.type)} can't be cast to {to}"
    if value.type is NULL:
        message = f"null can't be cast to {to}, which is a value type; write ({to}?)"
    elif to is STRING:
        message += "; write .ToString()"
    elif value.type is STRING and (to in NUMBERS or to is BOOL):
        message += f"; {to}.Parse reads one from text"
    return binder.wrong(start, end, "wrong-conversion", message, value)


def as_expression(binder: Binder, node: Node) -> tree.Expression:
    """``value as T``."""
    value_node, type_node = node.child_by_field_name("left"), node.child_by_field_name("right")
    if value_node is None or type_node is None:
        return binder.unknown(node)
    value = binder.value(value_node)
    to = binder.value_type(type_node)
    start, end = binder.source.span(node)
    if to is UNKNOWN or value.type is UNKNOWN:
        return tree.Unknown(start, end, to, parts=(value,))
    if (is_value(to) and not is_nullable(to)) or (
        to.form is Form.PARAMETER and not is_reference(to)
    ):
        message = f"as takes a type that may be null, and {to} may not; write {to}? or a cast"
        binder.wrong_at(type_node, "wrong-conversion", message)
        return tree.Unknown(start, end, to, parts=(value,))
    if value.type in (FUNCTION, GROUP, VOID) or not _may_be(value.type, to):
        message = f"{with_article(value.type)} is never {with_article(to)}"
        binder.wrong(start, end, "wrong-conversion", message)
        return tree.Unknown(start, end, to, parts=(value,))
    return tree.As(start, end, to, operand=value)


def _sum(binder: Binder, type_node: Node, value_node: Node) -> tree.Expression:
    """``(a) + (b) + c``, which the grammar took for casts of ``+``."""
    left = named_as_value(binder, type_node)
    while True:
        sign, operand = value_node.children[0], value_node.children[-1]
        inner, rest = operand.child_by_field_name("type"), operand.child_by_field_name("value")
        more = operand.type == "cast_expression" and inner is not None and rest is not None
        if not more or inner is None or rest is None or not _is_sum(inner, rest):
            return apply_operator(binder, sign.type, left, binder.value(operand))
        left = apply_operator(binder, sign.type, left, named_as_value(binder, inner))
        value_node = rest


def _is_sum(type_node: Node, value_node: Node) -> bool:
    """Whether the grammar took ``(a) + b`` for a cast of ``+b``."""
    if value_node.type != "prefix_unary_expression" or value_node.children[0].type not in "+-":
        return False
    return type_node.type in ("identifier", "qualified_name", "array_type") and not (
        type_node.type == "array_type" and not type_node.named_children[-1].named_children
    )


def named_as_value(binder: Binder, node: Node) -> tree.Expression:
    """A value that the grammar took for a type."""
    if node.type == "identifier":
        return binder.value(node)
    if node.type == "qualified_name":
        return dotted(binder, node)
    if node.type == "array_type":
        parts = node.named_children
        first = named_as_value(binder, parts[0])
        items = [binder.value(one) for one in parts[-1].named_children]
        arguments = tuple(Argument(one, "", "", one.start, one.end) for one in items)
        return index(binder, first, arguments, node)
    return binder.value(node)


def _may_be(of: Type, to: Type) -> bool:
    if of is NULL:
        return True
    if is_nullable(to) and is_reference(of):
        return cast(of, to.arguments[0]) is not None
    return cast(of, to) is not None or standard(to, of) is not None


def is_expression(binder: Binder, node: Node) -> tree.Expression:
    """``value is T``, ``value is T name``, ``value is 1``."""
    inside = [one for one in node.named_children if one.type != "comment"]
    start, end = binder.source.span(node)
    if len(inside) != 2:
        return binder.unknown(node)
    value = binder.value(inside[0])
    if value.type in (FUNCTION, GROUP, VOID):
        message = f"this is {with_article(value.type)}, which is is not for"
        binder.wrong(value.start, value.end, "wrong-operator", message)
        value = tree.Unknown(value.start, value.end, UNKNOWN, parts=(value,))
    if node.type == "is_expression":
        of = binder.value_type(inside[1])
        return tree.Is(start, end, BOOL, operand=value, pattern=TypePattern(of, None))
    row = _row_after_type(inside[1])
    if value.type is NULL and not row:
        message = "is looks at a value, and this is null"
        binder.wrong(value.start, value.end, "wrong-operator", message)
    found = pattern(binder, row[0] if row else inside[1], value, tests=True)
    if found is None:
        return tree.Unknown(start, end, BOOL, parts=(value,))
    if not row:
        return tree.Is(start, end, BOOL, operand=value, pattern=found)
    end = binder.source.at(row[0].end_byte)
    result: tree.Expression = tree.Is(start, end, BOOL, operand=value, pattern=found)
    for one in row[1:]:
        right, sign = one.child_by_field_name("right"), one.child_by_field_name("operator")
        if right is None or sign is None:
            return binder.unknown(node, result)
        result = apply_operator(binder, sign.type, result, binder.value(right))
    return result


def _row_after_type(node: Node) -> list[Node]:
    """The type, and the rows of operators, where the grammar took ``x is T && y`` for one pattern.

    Empty where it did not.
    """
    inner: Node | None = node
    if inner is not None and inner.type == "constant_pattern":
        inner = inner.named_children[-1]
    row: list[Node] = []
    while inner is not None and inner.type == "binary_expression":
        row.append(inner)
        inner = inner.child_by_field_name("left")
    if not row or inner is None or inner.type not in _TYPES:
        return []
    return [inner, *reversed(row)]


_TYPES = frozenset(
    ["identifier", "generic_name", "qualified_name", "array_type", "member_access_expression"]
)


def interpolation(binder: Binder, node: Node) -> tree.Expression:
    """``$"text {value,5:N2}"``."""
    source = binder.source
    start, end = source.span(node)
    opening = source.given(node.children[0])
    verbatim = "@" in opening
    if '"""' in opening or (len(node.children) > 1 and node.children[1].text == b'"""'):
        message = too_new("a raw string", "11", '$@"..."')
        return binder.wrong(start, end, "expression-version", message)
    if opening.startswith("@$"):
        message = too_new('@$"..."', "8", '$@"..."')
        binder.wrong(start, start + 2, "expression-version", message)
    parts: list[str | tree.Hole] = []
    at = start + len(opening) + (0 if opening.endswith('"') else 1)
    for child in node.named_children:
        if child.type != "interpolation":
            continue
        here, after = source.span(child)
        parts.append(_plain(binder, at, here, verbatim=verbatim))
        parts.append(_hole(binder, child, verbatim=verbatim))
        if not verbatim and "\n" in source.code[here:after]:
            message = too_new('a line break in the hole of $"..."', "11", '$@"..."')
            binder.wrong(here, after, "expression-version", message)
        at = after
    parts.append(_plain(binder, at, end - 1, verbatim=verbatim))
    return tree.Interpolation(start, end, STRING, parts=tuple(one for one in parts if one != ""))


def _plain(binder: Binder, start: int, end: int, *, verbatim: bool) -> str:
    text = binder.source.code[start:end]
    if verbatim:
        text = text.replace('""', '"')
    else:
        try:
            text = unescaped(text)
        except BadEscapeError as error:
            at = start + error.at
            message = f"{error.text} is no escape; write \\{error.text} for a backslash"
            binder.wrong(at, at + len(error.text), "expression-syntax", message)
    return text.replace("{{", "{").replace("}}", "}")


def _hole(binder: Binder, node: Node, *, verbatim: bool) -> tree.Hole:
    start, end = binder.source.span(node)
    value: tree.Expression | None = None
    alignment: tree.Expression | None = None
    shape: str | None = None
    for child in node.named_children:
        if child.type == "interpolation_alignment_clause":
            alignment = convert(binder, binder.value(child.named_children[-1]), INT)
            if alignment.constant is ABSENT and alignment.type is INT:
                message = "the width in an interpolation must be a constant"
                binder.wrong(alignment.start, alignment.end, "wrong-conversion", message)
        elif child.type == "interpolation_format_clause":
            at, after = binder.source.span(child)
            shape = _plain(binder, at + 1, after, verbatim=verbatim)
        elif child.type not in ("interpolation_brace", "comment"):
            value = binder.value(child)
            if child.type == "conditional_expression":
                message = "the : of ? : ends the hole of an interpolation; put brackets around it"
                value = binder.wrong_at(child, "expression-syntax", message, value)
    if value is None:
        value = binder.unknown(node)
    if value.type in (VOID, FUNCTION, GROUP):
        message = f"this is {with_article(value.type)}, which has no text"
        if value.type is VOID:
            message = "this gives nothing, and so has no text"
        binder.wrong(value.start, value.end, "wrong-conversion", message)
    return tree.Hole(start, end, STRING, value=value, alignment=alignment, format=shape)


def throw(binder: Binder, node: Node) -> tree.Expression:
    """``throw new Exception()`` as a value."""
    operand = binder.value(node.named_children[-1])
    start, end = binder.source.span(node)
    parent = node.parent
    if parent is not None and not _may_throw(parent, node):
        message = "throw is a value only after ??, ? : and =>"
        return binder.wrong(start, end, "expression-syntax", message, operand)
    return tree.Throw(start, end, THROW, operand=thrown(binder, operand))


def _may_throw(parent: Node, node: Node) -> bool:
    """Whether a ``throw`` is a value in this place."""
    if parent.type == "binary_expression":
        sign = parent.child_by_field_name("operator")
        return sign is not None and sign.type == "??" and parent.children[-1].id == node.id
    if parent.type == "conditional_expression":
        return parent.children[0].id != node.id
    return parent.type in ("lambda_expression", "arrow_expression_clause")


def thrown(binder: Binder, value: tree.Expression) -> tree.Expression:
    """What is thrown, which must be an exception."""
    if value.type not in (UNKNOWN, NULL) and standard(value.type, _EXCEPTION) is None:
        message = f"only an exception can be thrown, and this is {with_article(value.type)}"
        return binder.wrong(value.start, value.end, "wrong-conversion", message, value)
    return value


def type_of(binder: Binder, node: Node) -> tree.Expression:
    """``typeof(T)``."""
    type_node = node.child_by_field_name("type")
    start, end = binder.source.span(node)
    if type_node is None:
        return binder.unknown(node)
    of = binder.type(type_node)
    return tree.TypeOf(start, end, named("Type"), named=of)


def default(binder: Binder, node: Node) -> tree.Expression:
    """``default(T)``."""
    type_node = node.child_by_field_name("type")
    start, end = binder.source.span(node)
    if type_node is None:
        message = too_new("default without a type", "7.1", "default(...) with the type")
        return binder.wrong(start, end, "expression-version", message)
    of = binder.value_type(type_node)
    return tree.Literal(start, end, of, default_of(of))


def default_of(of: Type) -> object:
    """The constant that ``default`` of a type is; ABSENT where it is none."""
    if of is BOOL:
        return False
    if of is CHAR:
        return "\0"
    if of in (FLOAT, DOUBLE):
        return 0.0
    if of is DECIMAL or of in NUMBERS:
        return 0
    if is_enum(of):
        return 0
    return None if is_reference(of) else ABSENT


def size_of(binder: Binder, node: Node) -> tree.Expression:
    """``sizeof(T)``."""
    type_node = node.child_by_field_name("type")
    sizes = {"bool": 1, "char": 2, "sbyte": 1, "byte": 1, "short": 2, "ushort": 2, "decimal": 16}
    sizes |= {"int": 4, "uint": 4, "float": 4, "long": 8, "ulong": 8, "double": 8}
    start, end = binder.source.span(node)
    size = sizes.get(binder.source.text(type_node)) if type_node is not None else None
    if size is None:
        message = "sizeof takes a number type here"
        return binder.wrong(start, end, "wrong-operator", message)
    return tree.Literal(start, end, INT, size)


def checked(binder: Binder, node: Node) -> tree.Expression:
    """``checked(value)`` and ``unchecked(value)``."""
    before = binder.checked
    binder.checked = node.children[0].type == "checked"
    binder.overflows.add((*binder.source.span(node), binder.checked))
    found = binder.value(node.named_children[-1])
    binder.checked = before
    return found


def tuple_expression(binder: Binder, node: Node) -> tree.Expression:
    """``(1, "a")``."""
    values, labels = [], []
    for one in node.named_children:
        if one.type != "argument":
            continue
        inside = [child for child in one.named_children if child.type != "comment"]
        has_name = len(inside) > 1
        labels.append(binder.source.text(inside[0]) if has_name else "")
        values.append(binder.value(inside[-1]))
    start, end = binder.source.span(node)
    types = tuple(one.type for one in values)
    if VOID in types:
        at = types.index(VOID)
        message = "this gives nothing, and an element of a tuple is wanted"
        return binder.wrong(values[at].start, values[at].end, "wrong-conversion", message)
    if UNKNOWN in types:
        return tree.Unknown(start, end, UNKNOWN, parts=tuple(values))
    return tree.TupleOf(start, end, tuple_of(types, tuple(labels)), values=tuple(values))


def newer(binder: Binder, node: Node) -> tree.Expression:
    """What C# has only had since a later version."""
    what, version, instead = NEWER[node.type]
    return binder.wrong_at(node, "expression-version", too_new(what, version, instead))


def by_reference(binder: Binder, node: Node) -> tree.Expression:
    """``ref a``, for a local that is another name for it."""
    return binder.value(node.named_children[-1])


def not_here(binder: Binder, node: Node) -> tree.Expression:
    """What C# has, and a policy expression cannot have."""
    word = binder.source.given(node.children[0])
    message = f"{word} can't be used in a policy expression"
    return binder.wrong_at(node, "expression-syntax", message)


HANDLERS = {
    "parenthesized_expression": parenthesized,
    "cast_expression": cast_expression,
    "as_expression": as_expression,
    "is_expression": is_expression,
    "is_pattern_expression": is_expression,
    "interpolated_string_expression": interpolation,
    "throw_expression": throw,
    "typeof_expression": type_of,
    "default_expression": default,
    "sizeof_expression": size_of,
    "checked_expression": checked,
    "tuple_expression": tuple_expression,
    "await_expression": not_here,
    "ref_expression": by_reference,
    "makeref_expression": not_here,
    "stackalloc_expression": not_here,
    "stack_alloc_array_creation_expression": not_here,
    **dict.fromkeys(NEWER, newer),
}
