"""Handlers of expressions other than chains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp import reads
from apimgen.csharp.allowed import allow_list
from apimgen.csharp.guards import implied
from apimgen.csharp.members import is_context_type
from apimgen.csharp.placeholders import is_filler
from apimgen.csharp.reads import literal_type
from apimgen.csharp.typenames import FULL, arithmetic, either, normal, parts
from apimgen.csharp.version import NEWER, too_new
from apimgen.csharp.walk import Walk, on, text

if TYPE_CHECKING:
    from tree_sitter import Node

_LITERALS = {
    "string_literal": "string",
    "verbatim_string_literal": "string",
    "boolean_literal": "bool",
    "character_literal": "char",
    "null_literal": "null",
}
_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">="})
_MOMENTS = frozenset({"DateTime", "DateTimeOffset"})


@on("identifier")
def _identifier(walk: Walk, node: Node) -> str | None:
    return walk.name(node)


@on(*_LITERALS)
def _literal(walk: Walk, node: Node) -> str | None:
    if node.type == "string_literal" and node.children[-1].type == "string_literal_encoding":
        newer(walk, node, "a UTF-8 string", "11", "Encoding.UTF8.GetBytes")
    return _LITERALS[node.type]


@on("integer_literal", "real_literal")
def _number(_walk: Walk, node: Node) -> str | None:
    return literal_type(text(node))


@on("comment")
def _comment(_walk: Walk, _node: Node) -> str | None:
    return None


@on(*NEWER)
def _newer(walk: Walk, node: Node) -> str | None:
    before = len(walk.problems)
    walk.inside(node)
    inner = [one for one in walk.problems[before:] if one.rule != "expression-version"]
    walk.problems[before:] = inner  # what is new inside of something new is said with it
    newer(walk, node, *NEWER[node.type])
    return None


def newer(walk: Walk, node: Node, what: str, version: str, instead: str) -> None:
    """Notes that something is newer than C# 7."""
    walk.problem("expression-version", node, too_new(what, version, instead))


@on(
    "argument",
    "arrow_expression_clause",
    "array_rank_specifier",
    "conditional_access_expression",
    "catch_filter_clause",
    "constant_pattern",
    "element_binding_expression",
    "group_clause",
    "interpolation",
    "order_by_clause",
    "select_clause",
    "when_clause",
    "where_clause",
)
def values(walk: Walk, node: Node) -> str | None:
    """Walks all that stands below a node, bare names among it; the type of the last."""
    result = None
    for child in node.named_children:
        if child.type != "comment":
            result = walk.visit(child)
    return result


@on("parenthesized_expression", "checked_expression", "ref_expression")
def _parenthesized(walk: Walk, node: Node) -> str | None:
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    return values(walk, node) if node.type.endswith(_BRACKETS) else walk.visit(node)


_BRACKETS = ("parenthesized_expression", "checked_expression", "ref_expression")


@on("interpolated_string_expression")
def _interpolated(walk: Walk, node: Node) -> str | None:
    start = node.children[0]
    if node.children[1].type == "interpolation_quote" or start.end_byte - start.start_byte > 2:
        newer(walk, node, "a raw string", "11", '$@"..."')
    elif start.text == b"@$":
        newer(walk, start, '@$"..."', "8", '$@"..."')
    for child in node.named_children:
        if child.type == "interpolation":
            values(walk, child)
    return "string"


@on("binary_expression")
def _binary(walk: Walk, node: Node) -> str | None:
    spine: list[tuple[Node, Node, Node, Node]] = []
    while node.type == "binary_expression":
        operands = [child for child in node.children if child.type != "comment"]
        if len(operands) != 3:  # only in a broken tree
            values(walk, node)
            break
        spine.append((node, operands[0], operands[1], operands[2]))
        node = operands[0]
    result = walk.visit(node) if spine else None
    for whole, left, operator, right in reversed(spine):
        result = _operation(walk, (whole, left, right), operator.type, result)
    return result


def _operation(
    walk: Walk, nodes: tuple[Node, Node, Node], operator: str, left_type: str | None
) -> str | None:
    whole, left, right = nodes
    if operator in ("&&", "||"):
        safe = walk.response_safe
        walk.response_safe = safe or implied(walk, left)[operator == "||"]
        walk.visit(right)
        walk.response_safe = safe
        return "bool"
    right_type = walk.visit(right)
    if operator in _COMPARISONS:
        if walk.status:
            reads.compared(walk, whole, left, operator, right)
        return "bool"
    if operator == "??":
        inner = left_type[:-1] if left_type and left_type.endswith("?") else left_type
        return inner if right_type == inner else either(left_type, right_type)
    return _calculated(operator, left_type, right_type)


def _calculated(operator: str, left: str | None, right: str | None) -> str | None:
    if operator == "+" and "string" in (left, right):
        return "string"
    if left is None or right is None:
        return None
    if left in _MOMENTS or left == "TimeSpan":
        same = "TimeSpan" if operator == "-" and left == right else None
        return left if right == "TimeSpan" and operator in "+-" else same
    if left == right == "bool":
        return "bool" if operator in "&|^" else None
    return arithmetic(left, "int" if operator in ("<<", ">>") else right)


@on("prefix_unary_expression")
def _prefix(walk: Walk, node: Node) -> str | None:
    operator = node.children[0].type
    if operator == "^":
        newer(walk, node, "an index from the end (^)", "8", "Length - 1, or Last()")
    result = walk.visit(node.children[-1])
    if operator == "!":
        return "bool"
    if operator in "+-~" and result:
        return arithmetic(result, "int") if result != "uint" or operator != "-" else "long"
    return result


@on("postfix_unary_expression")
def _postfix(walk: Walk, node: Node) -> str | None:
    if node.children[-1].type == "!":
        newer(walk, node.children[-1], "the mark ! behind a value", "8", "nothing in its place")
    return walk.visit(node.children[0])


@on("conditional_expression")
def _conditional(walk: Walk, node: Node) -> str | None:
    results: list[str | None] = []
    outer = walk.response_safe
    last: Node | None = node
    while last is not None and last.type == "conditional_expression":
        condition = last.child_by_field_name("condition")
        consequence = last.child_by_field_name("consequence")
        if condition is None or consequence is None:  # only in a broken tree
            break
        walk.visit(condition)
        safe = walk.response_safe
        when_true, when_false = implied(walk, condition)
        walk.response_safe = safe or when_true
        results.append(walk.visit(consequence))
        walk.response_safe = safe or when_false
        last = last.child_by_field_name("alternative")
    result = walk.visit(last) if last is not None else None
    walk.response_safe = outer
    for one in reversed(results):
        result = either(one, result)
    return result


@on("assignment_expression")
def _assignment(walk: Walk, node: Node) -> str | None:
    target = node.child_by_field_name("left")
    value = node.child_by_field_name("right")
    if target is None or value is None:
        return values(walk, node)
    before = len(walk.mentions)
    result = walk.visit(value)
    headers = tuple(walk.mentions[before:])
    operator = node.children[1]
    if operator.type == "??=":
        newer(walk, operator, "the operator ??=", "8", "x = x ?? y")
    walk.visit(target)
    if target.type == "identifier":
        if headers:
            walk.header_locals[text(target)] = headers
    elif text(_beginning(target)) == "context":
        _context_write(walk, target)
    return result


def _beginning(target: Node) -> Node:
    while target.type in ("member_access_expression", "element_access_expression"):
        target = target.named_children[0]
    return target


def _context_write(walk: Walk, target: Node) -> None:
    from apimgen.csharp.facts import ContextWrite  # noqa: PLC0415 - seldom

    written = walk.source.given(target)
    variable = reads.assigned(walk, target)
    walk.writes.append(ContextWrite(written, variable, *walk.source.span(target)))
    advice = "; the set-variable policy sets it" if "context.Variables" in written else ""
    message = f"{written} cannot be assigned to: all behind context is read-only{advice}"
    walk.problem("context-write", target, message)


@on("cast_expression")
def _cast(walk: Walk, node: Node) -> str | None:
    result = walk.type(node.child_by_field_name("type"))
    value = node.child_by_field_name("value")
    if value is not None:
        walk.visit(value)
        if walk.reads and result:
            reads.cast(walk, value, result, walk.source.at(node.start_byte))
    return result


@on("as_expression")
def _as(walk: Walk, node: Node) -> str | None:
    result = walk.type(node.child_by_field_name("right"))
    value = node.child_by_field_name("left")
    if value is not None:
        walk.visit(value)
        if walk.reads and result:
            reads.cast(walk, value, result, None)
    return result


@on("is_expression", "is_pattern_expression")
def _is(walk: Walk, node: Node) -> str | None:
    subject = node.named_children[0]
    walk.visit(subject)
    pattern = node.named_children[-1]
    if node.type == "is_expression":
        walk.type(pattern)
    elif pattern.type == "constant_pattern" and pattern.named_children[0].type == "identifier":
        if text(pattern) not in walk.locals:
            walk.type(pattern.named_children[0])
    else:
        walk.visit(pattern)
    return "bool"


@on("declaration_pattern", "declaration_expression")
def _declaration(walk: Walk, node: Node) -> str | None:
    named = walk.type(node.child_by_field_name("type"))
    result = named or (walk.out_type if node.type == "declaration_expression" else None)
    name = node.child_by_field_name("name")
    if name is not None and name.type == "identifier":
        walk.declare(name, result)
    else:
        declare_all(walk, node)
    return result


def declare_all(walk: Walk, node: Node) -> None:
    """Makes every name below a node known, as in ``var (a, b)``."""
    for child in node.named_children:
        if child.type == "identifier":
            walk.declare(child, None)
        else:
            declare_all(walk, child)


@on("throw_expression")
def _throw(walk: Walk, node: Node) -> str | None:
    values(walk, node)
    return "throw"


@on("await_expression")
def _await(walk: Walk, node: Node) -> str | None:
    if not walk.function_depth:
        walk.problem("expression-syntax", node, "await cannot stand in a policy expression")
    return values(walk, node) and None


@on("typeof_expression", "sizeof_expression", "default_expression")
def _of_type(walk: Walk, node: Node) -> str | None:
    named = walk.type(node.child_by_field_name("type"))
    if node.type == "default_expression":
        return named or "null"
    return "int" if node.type == "sizeof_expression" else None


@on("object_creation_expression")
def _new(walk: Walk, node: Node) -> str | None:
    type_node = node.child_by_field_name("type")
    arguments = node.child_by_field_name("arguments")
    initializer = node.child_by_field_name("initializer")
    if type_node is None:
        return values(walk, node)
    result = normal(walk.source.text(type_node))
    name = parts(result)[0]
    _check_new(walk, type_node, name)
    if arguments is None and initializer is None:
        message = f"new {text(type_node)} lacks its brackets: new {text(type_node)}()"
        walk.problem("expression-syntax", node, message)
    if arguments is not None:
        walk.visit(arguments)
    if initializer is not None:
        walk.visit(initializer)
    if name == "Random":
        reads.new_random(walk, node, arguments)
    return result


def _check_new(walk: Walk, type_node: Node, name: str) -> None:
    allowed = allow_list()
    full = FULL.get(name, name)
    if full in allowed.members:
        if problem := allowed.member_problem(name, "(Constructor)"):
            walk.problem("expression-member-not-allowed", type_node, problem)
        for part in type_node.named_children:
            if part.type == "type_argument_list":
                walk.type(part)
    elif not is_context_type(name) and not is_filler(name):
        walk.unknown_type(type_node, name)


@on("initializer_expression")
def _initializer(walk: Walk, node: Node) -> str | None:
    found: list[str | None] = []
    for child in node.named_children:
        if child.type == "assignment_expression":
            target = child.child_by_field_name("left")
            if target is not None and target.type != "identifier":  # ["key"] = value
                walk.visit(target)
            if (value := child.child_by_field_name("right")) is not None:
                walk.visit(value)
        elif child.type != "comment":
            found.append(walk.visit(child))
    return found[0] if found and all(one == found[0] for one in found) else None


@on("array_creation_expression")
def _new_array(walk: Walk, node: Node) -> str | None:
    result = None
    for child in node.named_children:
        if child.type == "array_type":
            walk.type(child.child_by_field_name("type"))
            result = normal(walk.source.text(child)).partition("[")[0]
            values(walk, child.named_children[-1])
        else:
            walk.visit(child)
    return f"{result}[]" if result else None


@on("implicit_array_creation_expression")
def _new_implicit_array(walk: Walk, node: Node) -> str | None:
    result = values(walk, node)
    return f"{result}[]" if result and result != "null" else None


@on("anonymous_object_creation_expression")
def _anonymous(walk: Walk, node: Node) -> str | None:
    children = node.children
    for at, child in enumerate(children):
        is_name = at + 1 < len(children) and children[at + 1].type == "="
        if child.is_named and not is_name:
            walk.visit(child)
    return None


@on("query_expression", "from_clause", "let_clause", "join_clause", "join_into_clause")
def _query(walk: Walk, node: Node) -> str | None:
    introduces = node.type != "query_expression"
    for child in node.children:
        if child.type == "into":
            introduces = True
        elif child.type == "identifier" and introduces:
            walk.declare(child, None)
            introduces = False
        elif child.is_named:
            walk.visit(child)
    return None
