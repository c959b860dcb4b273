"""Query expressions: ``from x in list where x > 1 select x``.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/expressions#1220-query-expressions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.inference import common_type
from apimgen.csharp.bind.types.conversions import standard
from apimgen.csharp.bind.types.convert import convert, with_article
from apimgen.csharp.model.lookup import all_bases
from apimgen.csharp.model.types import (
    BOOL,
    FUNCTION,
    GROUP,
    NULL,
    UNKNOWN,
    VOID,
    Form,
    Type,
    named,
)
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.tree.locals import Local

_FIXED = "a name of the query"


def query(binder: Binder, node: Node) -> tree.Expression:
    """A query expression."""
    start, end = binder.source.span(node)
    clauses: list[tree.Clause] = []
    result = UNKNOWN
    outer = binder.scope
    with binder.block():
        children = [one for one in node.children if one.type != "comment"]
        at = 0
        while at < len(children):
            child = children[at]
            if child.type == "into" and at + 1 < len(children):
                element = result.arguments[0] if result.arguments else UNKNOWN
                binder.scope = type(outer)(outer)
                local = binder.declare(children[at + 1], element, fixed=_FIXED, assigned=True)
                clauses.append(tree.Clause(what="into", local=local, values=()))
                at += 2
                continue
            handler = _CLAUSES.get(child.type)
            if handler is None:
                return binder.unknown(node)
            made = handler(binder, child)
            clauses += made
            if child.type in ("select_clause", "group_clause"):
                result = _result(made[-1])
            at += 1
    return tree.Query(start, end, result, clauses=tuple(clauses))


def _result(last: tree.Clause) -> Type:
    first = last.values[0].type
    if last.what == "group":
        return named("IEnumerable`1", named("IGrouping`2", last.values[1].type, first))
    return named("IEnumerable`1", first)


def _parts(node: Node) -> list[Node]:
    return [one for one in node.named_children if one.type != "comment"]


def _source(binder: Binder, value: tree.Expression, of: Type | None) -> Type:
    """The type of what a sequence holds."""
    if value.type is UNKNOWN:
        return of or UNKNOWN
    element: Type | None = None
    if value.type.form is Form.ARRAY:
        element = value.type.arguments[0]
    elements = {
        base.arguments[0]: None for base in all_bases(value.type) if base.name == "IEnumerable`1"
    }
    if len(elements) == 1:
        element = next(iter(elements))
    plain = standard(value.type, named("IEnumerable")) is not None
    if element is None and not (of is not None and plain):
        message = f"from can't go through {with_article(value.type)}"
        if plain:
            message += "; write the type of its items: from T x in ..."
        binder.wrong(value.start, value.end, "wrong-conversion", message)
        return of or UNKNOWN
    if of is None:
        return element or UNKNOWN
    return of


def _from(binder: Binder, node: Node) -> list[tree.Clause]:
    type_node, name = node.child_by_field_name("type"), node.child_by_field_name("name")
    value = binder.value(_parts(node)[-1])
    of = binder.value_type(type_node) if type_node is not None else None
    if name is None:
        return []
    element = _source(binder, value, of)
    local = binder.declare(name, element, fixed=_FIXED, assigned=True)
    return [tree.Clause(what="from", local=local, values=(value,))]


def _where(binder: Binder, node: Node) -> list[tree.Clause]:
    value = convert(binder, binder.value(_parts(node)[-1]), BOOL)
    return [tree.Clause(what="where", local=None, values=(value,))]


def _let(binder: Binder, node: Node) -> list[tree.Clause]:
    name, value_node = _parts(node)[0], _parts(node)[-1]
    value = _plain(binder, binder.value(value_node))
    local = binder.declare(name, value.type, fixed=_FIXED, assigned=True)
    return [tree.Clause(what="let", local=local, values=(value,))]


def _plain(binder: Binder, value: tree.Expression) -> tree.Expression:
    """A value with a type of its own."""
    if value.type in (NULL, FUNCTION, GROUP, VOID):
        message = f"the type of this is not clear: it is {with_article(value.type)}"
        return binder.wrong(value.start, value.end, "wrong-conversion", message, value)
    return value


def _order(binder: Binder, node: Node) -> list[tree.Clause]:
    found: list[tree.Clause] = []
    for child in node.children:
        if child.type == "descending" and found:
            last = found.pop()
            found.append(tree.Clause(what="descending", local=None, values=last.values))
        elif child.is_named and child.type != "comment":
            value = _plain(binder, binder.value(child))
            found.append(tree.Clause(what="orderby", local=None, values=(value,)))
    return found


def _join(binder: Binder, node: Node) -> list[tree.Clause]:
    type_node = node.child_by_field_name("type")
    parts = [one for one in _parts(node) if one.type != "join_into_clause"]
    if type_node is not None:
        parts = [one for one in parts if one.id != type_node.id]
    if len(parts) != 4:
        binder.unknown(node)
        return []
    name, source_node, left_node, right_node = parts
    of = binder.value_type(type_node) if type_node is not None else None
    source = binder.value(source_node)
    element = _source(binder, source, of)
    left = _plain(binder, binder.value(left_node))
    with binder.block():
        local = binder.declare(name, element, fixed=_FIXED, assigned=True)
        right = _plain(binder, binder.value(right_node))
    binder.scope.inside.pop(local.name, None)
    if UNKNOWN not in (left.type, right.type) and common_type([left.type, right.type]) is None:
        one, other = with_article(left.type), with_article(right.type)
        message = f"join compares two of one type, and these are {one} and {other}"
        binder.wrong(left.start, right.end, "wrong-operator", message)
    into = next((one for one in node.named_children if one.type == "join_into_clause"), None)
    if into is not None:
        group = named("IEnumerable`1", element)
        each: Local | None = local
        local = binder.declare(into.named_children[-1], group, fixed=_FIXED, assigned=True)
        what = "join into"
    else:
        binder.scope.names[local.name] = local
        what, each = "join", None
    return [tree.Clause(what=what, local=local, values=(source, left, right), each=each)]


def _select(binder: Binder, node: Node) -> list[tree.Clause]:
    value = _plain(binder, binder.value(_parts(node)[-1]))
    return [tree.Clause(what="select", local=None, values=(value,))]


def _group(binder: Binder, node: Node) -> list[tree.Clause]:
    parts = _parts(node)
    values = tuple(_plain(binder, binder.value(one)) for one in parts[:2])
    if len(values) != 2:
        binder.unknown(node)
        values = (tree.Unknown(0, 0, UNKNOWN), tree.Unknown(0, 0, UNKNOWN))
    return [tree.Clause(what="group", local=None, values=values)]


_CLAUSES: dict[str, Callable[[Binder, Node], list[tree.Clause]]] = {
    "from_clause": _from,
    "where_clause": _where,
    "let_clause": _let,
    "order_by_clause": _order,
    "join_clause": _join,
    "select_clause": _select,
    "group_clause": _group,
}
HANDLERS = {"query_expression": query}
