"""Members: properties, indexers, methods and constructors, as the library has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from apimgen.csharp.model.lookup import element, is_value
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import STRING, Form, Type, is_nullable
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.entries import applied, entry_of
from apimgen.csharp.run.compile.values.conversions import boxed, no_value
from apimgen.csharp.run.errors import NotModelledError, Thrown, null_reference
from apimgen.csharp.run.values.casts import is_value_tuple
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.conversions import How

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence

    from apimgen.csharp.run.compile.emitter import Emitter

_PARTS_OF_NULLABLE = frozenset(["Value", "HasValue"])


def fail_on_null() -> NoReturn:
    """What a member of null throws."""
    raise null_reference()


def receiver(emitter: Emitter, node: tree.Expression, at: int) -> ast.expr:
    """What a member is taken from, which must not be null."""
    value = emitter.value(node)
    if never_null(node):
        return value
    first, again = emitter.twice(value)
    nothing = emitter.at(py.call(emitter.keep(fail_on_null)), at)
    return py.choice(py.is_set(first), again(), nothing)


def checked(emitter: Emitter, word: str, at: int) -> ast.expr:
    """A name that must not be null."""
    nothing = emitter.at(py.call(emitter.keep(fail_on_null)), at)
    return py.choice(py.is_set(py.name(word)), py.name(word), nothing)


def cannot_fail(node: tree.Expression) -> bool:
    """Whether evaluating an argument is sure to throw nothing and to do nothing."""
    if node.constant is not ABSENT:
        return True
    if isinstance(node, tree.Convert):
        return (
            node.conversion.how in _SAFE
            and not node.conversion.explicit
            and cannot_fail(node.operand)
        )
    if isinstance(node, tree.NewArray):
        return node.items is not None and all(cannot_fail(one) for one in node.items)
    if isinstance(node, tree.OutArgument):
        return node.target is None or isinstance(node.target, tree.LocalRead)
    kinds = tree.LocalRead | tree.Literal | tree.Lambda | tree.TypeOf | tree.NotNull
    return isinstance(node, kinds | tree.Created)


_SAFE = frozenset([How.IDENTITY, How.BOXING, How.REFERENCE, How.NULL, How.NUMERIC, How.NULLABLE])
_CONTEXT_PARTS = frozenset(["Variables", "Request", "Headers", "Url", "OriginalUrl", "Query"])


def never_null(node: tree.Expression) -> bool:
    """Whether a value is sure not to be null."""
    if is_value(node.type) and not is_nullable(node.type):
        return True
    if isinstance(node, tree.LocalRead):
        return node.local.name == "context" and node.local.fixed == "parameter"
    if isinstance(node, tree.Access):
        of = node.member.owner.name
        return of in ("IProxyRequestContext", "IRequest") and node.member.name in _CONTEXT_PARTS
    if isinstance(node, tree.Literal):
        return node.constant is not None
    if isinstance(node, tree.Binary):
        return node.type is STRING
    kinds = tree.New | tree.NewArray | tree.NewAnonymous | tree.NotNull | tree.Created
    return isinstance(node, kinds | tree.Interpolation | tree.TypeOf | tree.Lambda)


def access(emitter: Emitter, node: tree.Access) -> ast.expr:
    """A property or a field."""
    member, of = node.member, node.receiver.type
    if member.static or isinstance(node.receiver, tree.TypeName):
        return applied(emitter, entry_of(member, node.at), [], member.owner.arguments, node.at)
    if is_nullable(of) and member.name in _PARTS_OF_NULLABLE:
        return of_nullable(emitter, node)
    if of.form is Form.TUPLE and (at := element(of, member.name)) is not None:
        return py.item(emitter.value(node.receiver), at)
    if is_value_tuple(of) and member.name.startswith("Item"):
        return py.item(emitter.value(node.receiver), int(member.name[4:]) - 1)
    found = receiver(emitter, node.receiver, node.at)
    if of.form is Form.ANONYMOUS:
        values = py.attribute(found, "values")
        return py.item(values, of.labels.index(member.name))
    if member.name == "Length":
        if of is STRING:
            return py.call(emitter.keep(len), found)
        if of.form is Form.ARRAY and of.rank == 1:
            return py.call(emitter.keep(len), py.attribute(found, "items"))
    entry = entry_of(member, node.at)
    if entry.attribute:
        return py.attribute(found, entry.attribute)
    found = as_receiver(emitter, found, of, member.owner)
    return applied(emitter, entry, [found], member.owner.arguments, node.at)


def as_receiver(emitter: Emitter, value: ast.expr, of: Type, owner: Type) -> ast.expr:
    """A receiver as the type that declares the member holds it."""
    if is_value(of) and not is_value(owner):
        return boxed(emitter, value, of)
    return value


def of_nullable(emitter: Emitter, node: tree.Access) -> ast.expr:
    """``.Value`` and ``.HasValue``."""
    value = emitter.value(node.receiver)
    if node.member.name == "HasValue":
        return py.is_set(value)
    first, again = emitter.twice(value)
    return py.choice(py.is_set(first), again(), py.call(emitter.keep(no_value)))


def index(emitter: Emitter, node: tree.Index) -> ast.expr:
    """``a[i]``."""
    before, found, given = receiver_and(
        emitter,
        node.receiver,
        node.receiver.end,
        lambda: [emitter.value(one) for one in node.arguments],
        node.arguments,
    )
    return py.last_of(*before, _indexed(emitter, node, found, given))


def receiver_and(
    emitter: Emitter,
    given: tree.Expression,
    at: int,
    values: Callable[[], list[ast.expr]],
    nodes: Sequence[tree.Expression],
) -> tuple[list[ast.expr], ast.expr, list[ast.expr]]:
    """What a member is taken from, and its arguments.

    C# evaluates the arguments before it looks whether the receiver is null.

    Returns:
        What is evaluated before all else, the receiver, and the arguments.
    """
    if never_null(given) or all(cannot_fail(one) for one in nodes):
        found = receiver(emitter, given, at)
        return [], found, values()
    word = emitter.temporary()
    before: list[ast.expr] = [py.walrus(word, emitter.value(given))]
    kept: list[ast.expr] = []
    for one in values():
        argument = emitter.temporary()
        before.append(py.walrus(argument, one))
        kept.append(py.name(argument))
    return before, checked(emitter, word, at), kept


def _indexed(
    emitter: Emitter, node: tree.Index, found: ast.expr, given: list[ast.expr]
) -> ast.expr:
    of, at = node.receiver.type, node.receiver.end
    if node.member is None:
        if of.rank != 1:
            raise NotModelledError("an array of several dimensions", node.start)
        return emitter.at(py.call(emitter.keep(item_of), found, *given), at)
    if of is STRING:
        return emitter.at(py.call(emitter.keep(char_of), found, *given), at)
    entry = entry_of(node.member, node.start)
    return applied(emitter, entry, [found, *given], node.member.owner.arguments, at)


def out_of_bounds() -> Thrown:
    """What an index beyond an array throws."""
    message = "Index was outside the bounds of the array."
    return Thrown("System.IndexOutOfRangeException", message)


def item_of(array: Any, at: int) -> Any:
    """An item of an array."""
    if at >= 0:
        try:
            return array.items[at]
        except IndexError:
            pass
    raise out_of_bounds()


def char_of(string: str, at: int) -> str:
    """A character of a string."""
    if at >= 0:
        try:
            return string[at]
        except IndexError:
            pass
    raise out_of_bounds()


def created(emitter: Emitter, _node: tree.Created) -> ast.expr:
    """The object that an initializer fills."""
    return py.name(emitter.created[-1])


HANDLERS: dict[type, Any] = {
    tree.Access: access,
    tree.Index: index,
    tree.Created: created,
}
