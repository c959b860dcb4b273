"""Calls, in the order in which their arguments are written."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.types import OBJECT, STRING, Type, is_nullable, without_null
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.entries import applied, entry_of
from apimgen.csharp.run.compile.members.assign import stored
from apimgen.csharp.run.compile.members.draws import draw
from apimgen.csharp.run.compile.members.members import (
    as_receiver,
    fail_on_null,
    receiver,
    receiver_and,
)
from apimgen.csharp.run.compile.values.conversions import boxed
from apimgen.csharp.run.compile.values.expressions import default
from apimgen.csharp.run.compile.values.texts import counted, text_of
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence

    from apimgen.csharp.run.compile.emitter import Emitter
    from apimgen.csharp.run.host import Host


def call(emitter: Emitter, node: tree.Call) -> ast.expr:
    """A call of a method."""
    method = node.method
    before: list[ast.expr] = []
    found: list[ast.expr] = []
    given = node.receiver

    def values() -> list[ast.expr]:
        return arguments(emitter, node.arguments, node.order)

    kept: list[ast.expr] | None = None
    if given is not None and not isinstance(given, tree.TypeName) and not method.static:
        simple = _of_object(emitter, node) or draw(emitter, node)
        if simple is not None:
            return simple
        if method.name == "Invoke" and _is_delegate(method.owner):
            before, target, kept = receiver_and(emitter, given, node.at, values, node.arguments)
            return py.last_of(*before, py.call(target, *kept))
        if is_nullable(given.type):
            if method.owner is given.type:
                return _of_nullable(emitter, node)
            # A T? without a value has a text, a hash and an Equals of its own.
            found.append(boxed(emitter, emitter.value(given), given.type))
        else:
            before, one, kept = receiver_and(emitter, given, node.at, values, node.arguments)
            one = as_receiver(emitter, one, given.type, method.owner)
            # each goes through the text; the functions of the library count what they make
            found.append(counted(emitter, one) if given.type is STRING else one)
    entry = entry_of(method, node.at)
    if kept is None:
        kept = values()
    values_given = [*found, *kept]
    if emitter.grows and not entry.host and _goes_through(node):
        values_given[0] = py.call(emitter.keep(gone_through), emitter.host(), values_given[0])
    types = node.type_arguments or method.owner.arguments
    made = py.last_of(*before, applied(emitter, entry, values_given, types, node.at))
    if method.name == "ToString" and not entry.host:
        made = counted(emitter, made)
    return with_outputs(emitter, made, node.arguments)


# The members of a list that look at all its items.
_WHOLE_LIST = frozenset(
    [
        *("AddRange", "Contains", "CopyTo", "GetRange", "IndexOf", "Insert", "InsertRange"),
        *("LastIndexOf", "Remove", "RemoveAt", "RemoveRange", "Reverse", "Sort", "ToArray"),
    ]
)
# From this length on, going through a collection counts as work.
_LONG = 1024


def _goes_through(node: tree.Call) -> bool:
    """Whether a call goes through all items of its first argument, or of what it is called on."""
    method = node.method
    if method.owner.name in ("Enumerable", "Array"):
        return bool(node.arguments)
    return method.owner.name == "List`1" and method.name in _WHOLE_LIST


def gone_through(host: Host, collection: Any) -> Any:
    """Counts the items of a long collection."""
    items = getattr(collection, "items", None)
    if isinstance(items, Sized) and len(items) >= _LONG:
        host.spend(len(items) >> 3)
    return collection


def _of_nullable(emitter: Emitter, node: tree.Call) -> ast.expr:
    """``GetValueOrDefault()`` of a ``T?``."""
    given = node.receiver
    assert given is not None  # noqa: S101
    first, again = emitter.twice(emitter.value(given))
    if not node.arguments:
        return py.choice(py.is_set(first), again(), default(emitter, without_null(given.type)))
    other = emitter.temporary()
    both = py.row([first, py.walrus(other, emitter.value(node.arguments[0]))])
    return py.choice(py.is_set(py.item(both, 0)), again(), py.name(other))


def _is_delegate(of: Type) -> bool:
    from apimgen.csharp.model.lookup import kind  # noqa: PLC0415

    return kind(of) == "delegate"


def _of_object(emitter: Emitter, node: tree.Call) -> ast.expr | None:
    """``ToString()`` of a type that is known, which needs no function of the library."""
    given, method = node.receiver, node.method
    assert given is not None  # noqa: S101
    if method.name != "ToString" or node.arguments or method.owner is not OBJECT:
        return None
    of = given.type
    if is_nullable(of):
        first, again = emitter.twice(emitter.value(given))
        inner = text_of(emitter, again(), without_null(of))
        return py.choice(py.is_set(first), inner, py.constant(""))
    if of is STRING or is_value(of):
        return text_of(emitter, receiver(emitter, given, node.at), of, null=False)
    return None


def arguments(
    emitter: Emitter, nodes: Sequence[tree.Expression], order: Sequence[int]
) -> list[ast.expr]:
    """The values of arguments, evaluated as they are written."""
    before = list(order)
    if before != sorted(before):
        return _reordered(emitter, nodes, before)
    return [_argument(emitter, one) for one in nodes if not _is_out(one)]


def _reordered(
    emitter: Emitter, nodes: Sequence[tree.Expression], order: list[int]
) -> list[ast.expr]:
    """Arguments by name: those written before the first are kept until it is their turn."""
    words = {at: emitter.temporary() for at in dict.fromkeys(order)}
    settings = [
        py.walrus(words[at], _argument(emitter, nodes[at]))
        for at in dict.fromkeys(order)
        if not _is_out(nodes[at])
    ]
    values: list[ast.expr] = []
    for at, one in enumerate(nodes):
        if not _is_out(one):
            values.append(py.name(words[at]) if at in words else _argument(emitter, one))
    values[0] = py.last_of(*settings, values[0])
    return values


def _is_out(node: tree.Expression) -> bool:
    return isinstance(node, tree.OutArgument) and node.mode == "out"


def _argument(emitter: Emitter, node: tree.Expression) -> ast.expr:
    if isinstance(node, tree.OutArgument):
        if node.target is None:
            raise NotModelledError("a ref argument", node.start)
        return emitter.value(node.target)
    return emitter.value(node)


def with_outputs(emitter: Emitter, made: ast.expr, nodes: Sequence[tree.Expression]) -> ast.expr:
    """A call whose function gives a tuple where arguments are ``out`` or ``ref``."""
    outputs = [one for one in nodes if isinstance(one, tree.OutArgument)]
    if not outputs:
        return made
    word = emitter.temporary()
    after: list[ast.expr] = []
    for at, one in enumerate(outputs):
        value = py.item(py.name(word), at + 1)
        if one.declares is not None:
            after.append(emitter.write(one.declares, value))
        elif one.target is not None:
            after.append(stored(emitter, one.target, value))
    return py.first_of(py.item(py.walrus(word, made), 0), *after)


def local_call(emitter: Emitter, node: tree.LocalCall) -> ast.expr:
    """A call of a local function."""
    function = py.name(emitter.call_of(node.function))
    values = arguments(emitter, node.arguments, node.order)
    return with_outputs(emitter, py.call(function, *values), node.arguments)


def invoke(emitter: Emitter, node: tree.Invoke) -> ast.expr:
    """A call of a delegate."""
    first, again = emitter.twice(emitter.value(node.target))
    function: ast.expr = again()
    if not isinstance(node.target, tree.Lambda):
        nothing = py.call(emitter.keep(fail_on_null))
        function = py.choice(py.is_set(first), function, nothing)
    values = [emitter.value(one) for one in node.arguments if not _is_out(one)]
    return with_outputs(emitter, py.call(function, *values), node.arguments)


def new(emitter: Emitter, node: tree.New) -> ast.expr:
    """``new T(...)``."""
    if node.method is None:
        if len(node.arguments) == 1:  # a delegate
            return emitter.value(node.arguments[0])
        made = default(emitter, node.type)
    elif is_nullable(node.type):
        made = emitter.value(node.arguments[0]) if node.arguments else py.none()
    else:
        entry = entry_of(node.method, node.start)
        values = arguments(emitter, node.arguments, node.order)
        made = applied(emitter, entry, values, node.type.arguments, node.start)
    return filled(emitter, made, node.filled)


def filled(emitter: Emitter, made: ast.expr, nodes: Sequence[tree.Expression]) -> ast.expr:
    """An object with what its initializer does to it."""
    if not nodes:
        return made
    word = emitter.temporary()
    emitter.created.append(word)
    steps = [emitter.value(one) for one in nodes]
    emitter.created.pop()
    return py.last_of(py.walrus(word, made), *steps, py.name(word))


HANDLERS: dict[type, Any] = {
    tree.Call: call,
    tree.LocalCall: local_call,
    tree.Invoke: invoke,
    tree.New: new,
}
