"""Query expressions, as the calls of LINQ that C# makes of them.

Where more than one name is known, what goes from call to call is a tuple of their values.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/expressions#12203-query-expression-translation
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.library import extensions
from apimgen.csharp.model.lookup import enumerated
from apimgen.csharp.model.members import Method
from apimgen.csharp.model.types import Type, named, tuple_of
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.entries import applied, entry_of
from apimgen.csharp.run.compile.frames import placed_statement
from apimgen.csharp.run.compile.lambdas.functions import inner, spent
from apimgen.csharp.run.compile.members.members import receiver
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apimgen.csharp.run.compile.emitter import Emitter
    from apimgen.csharp.tree.locals import Local

_ONE = "IEnumerable<TSource>, Func<TSource, {}>"
_TWO = "IEnumerable<TOuter>, IEnumerable<TInner>, Func<TOuter, TKey>, Func<TInner, TKey>, "
_SIGNATURES = {
    "Cast": "IEnumerable",
    "Where": _ONE.format("bool"),
    "Select": _ONE.format("TResult"),
    "SelectMany": "IEnumerable<TSource>, Func<TSource, IEnumerable<TCollection>>, "
    "Func<TSource, TCollection, TResult>",
    "OrderBy": _ONE.format("TKey"),
    "OrderByDescending": _ONE.format("TKey"),
    "ThenBy": "IOrderedEnumerable<TSource>, Func<TSource, TKey>",
    "ThenByDescending": "IOrderedEnumerable<TSource>, Func<TSource, TKey>",
    "GroupBy": "IEnumerable<TSource>, Func<TSource, TKey>, Func<TSource, TElement>",
    "Join": _TWO + "Func<TOuter, TInner, TResult>",
    "GroupJoin": _TWO + "Func<TOuter, IEnumerable<TInner>, TResult>",
}


class _Row:
    """What goes from one clause to the next.

    Attributes:
        source: the sequence so far.
        locals: the names that are known of each item.
        of: the type of its items, where no names are known.
        orders: whether the last clause put it in order.
    """

    def __init__(self) -> None:
        self.source: ast.expr = py.none()
        self.locals: list[Local] = []
        self.of: Type | None = None
        self.orders = False

    @property
    def type(self) -> Type:
        """The type of an item."""
        if len(self.locals) == 1:
            return self.locals[0].type
        if not self.locals and self.of is not None:
            return self.of
        return tuple_of(tuple(one.type for one in self.locals), ("",) * len(self.locals))


def query(emitter: Emitter, node: tree.Query) -> ast.expr:
    """A query."""
    row = _Row()
    for clause in node.clauses:
        handler = _CLAUSES.get(clause.what)
        if handler is None:
            raise NotModelledError(f"{clause.what} in a query", node.start)
        orders = clause.what in ("orderby", "descending")
        handler(emitter, row, clause, node.start)
        row.orders = orders
    return row.source


def _linq(
    emitter: Emitter, name: str, start: int, types: tuple[Type, ...], *arguments: ast.expr
) -> ast.expr:
    wanted = _SIGNATURES[name]
    for one in extensions(name):
        if isinstance(one, Method) and one.owner.name == "Enumerable":
            signature = ", ".join(str(parameter.type) for parameter in one.parameters)
            if signature == wanted:
                return applied(emitter, entry_of(one, start), list(arguments), types, start)
    raise NotModelledError(name, start)


def _function(
    emitter: Emitter,
    parameters: Sequence[Sequence[Local]],
    value: Callable[[], ast.expr],
    start: int,
) -> ast.expr:
    """A function of items; each parameter is one name, or a tuple of several."""
    word = emitter.fresh("f")
    words: list[str] = []
    with inner(emitter, emitter.function.node) as made:
        out = made.out
        out.append(spent(emitter))
        for given in parameters:
            item = emitter.fresh("v")
            words.append(item)
            if len(given) == 1:
                emitter.bind(given[0], item)
                continue
            for at, one in enumerate(given):
                part = emitter.fresh("v")
                emitter.bind(one, part)
                out.append(py.assign(part, py.item(py.name(item), at)))
        out.append(py.given(value()))
        body = [*([ast.Nonlocal(sorted(made.nonlocals))] if made.nonlocals else []), *out]
    emitter.function.nonlocals.update(made.nonlocals - emitter.function.own)
    for statement in body:
        placed_statement(statement, start)
    function = py.function(word, words, body, emitter.cells_now())
    placed_statement(function, start)
    emitter.function.out.append(function)
    return py.name(word)


def _source(emitter: Emitter, value: tree.Expression, local: Local, start: int) -> ast.expr:
    """A sequence; with ``from T x`` its items are cast."""
    found = receiver(emitter, value, value.start)
    if enumerated(value.type) is not local.type:
        return _linq(emitter, "Cast", start, (local.type,), found)
    return found


def _from(emitter: Emitter, row: _Row, clause: tree.Clause, start: int) -> None:
    local, value = clause.local, clause.values[0]
    assert local is not None  # noqa: S101
    if not row.locals:
        row.source = _source(emitter, value, local, start)
        row.locals = [local]
        return
    before, item = list(row.locals), row.type
    found = _function(emitter, [before], lambda: _source(emitter, value, local, start), start)
    made = _joined(emitter, before, local, start)
    row.locals.append(local)
    types = (item, local.type, row.type)
    row.source = _linq(emitter, "SelectMany", start, types, row.source, found, made)


def _joined(emitter: Emitter, before: list[Local], local: Local, start: int) -> ast.expr:
    """The function that puts one more value to those that are known."""

    def value() -> ast.expr:
        return py.row([emitter.read(one) for one in (*before, local)])

    return _function(emitter, [before, [local]], value, start)


def _where(emitter: Emitter, row: _Row, clause: tree.Clause, start: int) -> None:
    test = _function(emitter, [row.locals], lambda: emitter.value(clause.values[0]), start)
    row.source = _linq(emitter, "Where", start, (row.type,), row.source, test)


def _let(emitter: Emitter, row: _Row, clause: tree.Clause, start: int) -> None:
    local, before, item = clause.local, list(row.locals), row.type
    assert local is not None  # noqa: S101

    def value() -> ast.expr:
        known = [emitter.read(one) for one in before]
        return py.row([*known, emitter.value(clause.values[0])])

    made = _function(emitter, [before], value, start)
    row.locals.append(local)
    row.source = _linq(emitter, "Select", start, (item, row.type), row.source, made)


def _order(emitter: Emitter, row: _Row, clause: tree.Clause, start: int) -> None:
    key = _function(emitter, [row.locals], lambda: emitter.value(clause.values[0]), start)
    name = "ThenBy" if row.orders else "OrderBy"
    if clause.what == "descending":
        name += "Descending"
    types = (row.type, clause.values[0].type)
    row.source = _linq(emitter, name, start, types, row.source, key)


def _join(emitter: Emitter, row: _Row, clause: tree.Clause, start: int) -> None:
    local, before, item = clause.local, list(row.locals), row.type
    assert local is not None  # noqa: S101
    sequence, left, right = clause.values
    groups = clause.what == "join into"
    element = enumerated(sequence.type) or named("object")
    each = clause.each or local
    source = _source(emitter, sequence, each, start)
    one = _function(emitter, [before], lambda: emitter.value(left), start)
    other = _function(emitter, [[each]], lambda: emitter.value(right), start)
    made = _joined(emitter, before, local, start)
    row.locals.append(local)
    types = (item, each.type if groups else element, left.type, row.type)
    name = "GroupJoin" if groups else "Join"
    row.source = _linq(emitter, name, start, types, row.source, source, one, other, made)


def _select(emitter: Emitter, row: _Row, clause: tree.Clause, start: int) -> None:
    value = clause.values[0]
    made = _function(emitter, [row.locals], lambda: emitter.value(value), start)
    row.source = _linq(emitter, "Select", start, (row.type, value.type), row.source, made)
    row.locals, row.of = [], value.type


def _group(emitter: Emitter, row: _Row, clause: tree.Clause, start: int) -> None:
    element, key = clause.values
    one = _function(emitter, [row.locals], lambda: emitter.value(key), start)
    other = _function(emitter, [row.locals], lambda: emitter.value(element), start)
    types = (row.type, key.type, element.type)
    row.source = _linq(emitter, "GroupBy", start, types, row.source, one, other)
    row.locals, row.of = [], named("IGrouping`2", key.type, element.type)


def _into(_emitter: Emitter, row: _Row, clause: tree.Clause, _start: int) -> None:
    assert clause.local is not None  # noqa: S101
    row.locals = [clause.local]


_CLAUSES: dict[str, Callable[[Emitter, _Row, tree.Clause, int], None]] = {
    "from": _from,
    "where": _where,
    "let": _let,
    "orderby": _order,
    "descending": _order,
    "join": _join,
    "join into": _join,
    "select": _select,
    "group": _group,
    "into": _into,
}
HANDLERS: dict[type, Any] = {tree.Query: query}
