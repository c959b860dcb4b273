"""Assignments: the target is evaluated once."""

from __future__ import annotations

import ast
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apimgen.csharp.bind.types.conversions import cast as conversion_of
from apimgen.csharp.model.lookup import element, is_enum, underlying
from apimgen.csharp.model.types import CHAR, DECIMAL, INT, Form, Type, is_nullable, without_null
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.entries import applied, entry_of
from apimgen.csharp.run.compile.members.members import checked, item_of, never_null, out_of_bounds
from apimgen.csharp.run.compile.values.conversions import converted, number
from apimgen.csharp.run.compile.values.operations import operation
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.compile.emitter import Emitter


class Place:
    """Something that is read and assigned to.

    Attributes:
        before: what is evaluated first, once.
        read: its value, after that.
        write: assigns a value; what it gives is the value.
    """

    def __init__(
        self,
        before: list[ast.expr],
        read: Callable[[], ast.expr],
        write: Callable[[ast.expr], ast.expr],
    ) -> None:
        self.before = before
        self.read = read
        self.write = write


def place(emitter: Emitter, target: tree.Expression) -> Place:
    """What a node is as a place."""
    if isinstance(target, tree.LocalRead):
        local = target.local
        return Place([], lambda: emitter.read(local), lambda value: emitter.write(local, value))
    if isinstance(target, tree.Declared):
        declared = target.local
        if declared is None:
            return Place([], py.none, lambda value: value)
        return Place([], py.none, lambda value: emitter.write(declared, value))
    if isinstance(target, tree.Index):
        return _index(emitter, target)
    if isinstance(target, tree.Access):
        if target.receiver.type.form is Form.TUPLE:
            return _part(emitter, target)
        return _member(emitter, target)
    raise NotModelledError("an assignment to this", target.start)


def _kept(emitter: Emitter, values: list[ast.expr]) -> tuple[list[ast.expr], list[str]]:
    words = [emitter.temporary() for _ in values]
    before: list[ast.expr] = [
        py.walrus(word, value) for word, value in zip(words, values, strict=True)
    ]
    return before, words


def _of(emitter: Emitter, node: tree.Expression, word: str, at: int) -> ast.expr:
    """What a member is set on: whether it is null is seen last, when all else is evaluated."""
    return py.name(word) if never_null(node) else checked(emitter, word, at)


def _index(emitter: Emitter, target: tree.Index) -> Place:
    given = [emitter.value(one) for one in target.arguments]
    before, words = _kept(emitter, [emitter.value(target.receiver), *given])

    def names() -> list[ast.expr]:
        first = _of(emitter, target.receiver, words[0], target.receiver.end)
        return [first, *(py.name(one) for one in words[1:])]

    member = target.member
    if member is None:
        if len(given) != 1:
            raise NotModelledError("an array of several dimensions", target.start)
        return Place(
            before,
            lambda: py.call(emitter.keep(item_of), *names()),
            lambda value: py.call(emitter.keep(item_write), value, *names()),
        )
    types, at = member.owner.arguments, target.receiver.end
    return Place(
        before,
        lambda: applied(emitter, entry_of(member, at), names(), types, at),
        lambda value: _given(
            emitter,
            value,
            lambda one: applied(
                emitter, entry_of(member, at, write=True), [*names(), one], types, at
            ),
        ),
    )


def _given(emitter: Emitter, value: ast.expr, done: Callable[[ast.expr], ast.expr]) -> ast.expr:
    """What a setter does with a value that is evaluated before; gives that value."""
    first, again = emitter.twice(value)
    before = [first] if isinstance(first, ast.NamedExpr) else []
    return py.last_of(*before, done(again()), again())


def _member(emitter: Emitter, target: tree.Access) -> Place:
    member, at = target.member, target.at
    types = member.owner.arguments
    if member.static or isinstance(target.receiver, tree.TypeName):
        raise NotModelledError(f"an assignment to {member.owner}.{member.name}", at)
    before, words = _kept(emitter, [emitter.value(target.receiver)])

    def of() -> ast.expr:
        return _of(emitter, target.receiver, words[0], at)

    def read() -> ast.expr:
        entry = entry_of(member, at)
        if entry.attribute:
            return py.attribute(of(), entry.attribute)
        return applied(emitter, entry, [of()], types, at)

    def write(value: ast.expr) -> ast.expr:
        entry = entry_of(member, at, write=True)
        return _given(
            emitter,
            value,
            lambda one: applied(emitter, entry, [of(), one], types, at),
        )

    return Place(before, read, write)


def _part(emitter: Emitter, target: tree.Access) -> Place:
    """An element of a tuple in a variable: the variable gets another tuple."""
    outer = place(emitter, target.receiver)
    at = element(target.receiver.type, target.member.name) or 0

    def write(value: ast.expr) -> ast.expr:
        first, again = emitter.twice(value)
        changed = py.call(emitter.keep(with_part), outer.read(), py.constant(at), first)
        return py.last_of(outer.write(changed), again())

    return Place(outer.before, lambda: py.item(outer.read(), at), write)


def with_part(whole: tuple[Any, ...], at: int, value: Any) -> tuple[Any, ...]:
    """A tuple with another element."""
    return (*whole[:at], value, *whole[at + 1 :])


def item_write(value: Any, array: Any, at: int) -> Any:
    """Sets an item of an array."""
    if not 0 <= at < len(array.items):
        raise out_of_bounds()
    array.items[at] = value
    return value


def stored(emitter: Emitter, target: tree.Expression, value: ast.expr) -> ast.expr:
    """Assigns a value that is known already to a target."""
    found = place(emitter, target)
    return py.last_of(*found.before, found.write(value))


def assign(emitter: Emitter, node: tree.Assign) -> ast.expr:
    """``a = b`` and ``a += b``."""
    found = place(emitter, node.target)
    if node.result is None:
        return py.last_of(*found.before, found.write(emitter.value(node.value)))
    emitter.places.append((node.target, found.read))
    made = emitter.value(node.result)
    emitter.places.pop()
    return py.last_of(*found.before, found.write(made))


def step(emitter: Emitter, node: tree.Step) -> ast.expr:
    """``a++`` and ``--a``."""
    found = place(emitter, node.operand)
    word = emitter.temporary()
    checked = emitter.is_checked(node)
    old = py.walrus(word, found.read())
    new = _stepped(emitter, node.operator[0], py.name(word), node.type, checked=checked)
    if node.before:
        return py.last_of(*found.before, old, found.write(new))
    return py.item(py.row([*found.before, old, found.write(new)]), len(found.before))


def _stepped(emitter: Emitter, sign: str, value: ast.expr, of: Type, *, checked: bool) -> ast.expr:
    inner = without_null(of)
    plain = underlying(inner) if is_enum(inner) else inner
    wide = plain
    one: ast.expr = py.constant(1)
    if plain is DECIMAL:
        one = emitter.keep(_ONE)
    elif plain is CHAR or plain.name in _SMALL:
        wide = INT
    moved = number(emitter, value, plain, wide, checked=checked)
    made = operation(emitter, sign, moved, one, wide, checked=checked)
    made = number(emitter, made, wide, plain, checked=checked)
    if is_nullable(of) and isinstance(value, ast.Name):
        return py.choice(py.is_set(py.name(value.id)), made, py.none())
    return made


_ONE = Decimal(1)
_SMALL = frozenset(["byte", "sbyte", "short", "ushort"])


def deconstruct(emitter: Emitter, node: tree.Deconstruct) -> ast.expr:
    """``(a, b) = c``: the targets first, then the value, then they are set."""
    targets = _places(emitter, node.targets)
    before = [one for found in targets for one in found.before]
    word = emitter.temporary()
    value = py.walrus(word, emitter.value(node.value))
    writes: list[ast.expr] = []
    _spread(emitter, node.targets, node.value.type, lambda: py.name(word), iter(targets), writes)
    return py.last_of(*before, value, *writes, py.name(word))


def _places(emitter: Emitter, targets: tree.Expression) -> list[Place]:
    if isinstance(targets, tree.TupleOf):
        return [found for one in targets.values for found in _places(emitter, one)]
    return [place(emitter, targets)]


def _spread(
    emitter: Emitter,
    targets: tree.Expression,
    of: Type,
    read: Callable[[], ast.expr],
    places: Any,
    writes: list[ast.expr],
) -> None:
    if not isinstance(targets, tree.TupleOf):
        value = read()
        to = targets.type
        if of is not to:
            how = conversion_of(of, to)
            if how is None:
                raise NotModelledError(f"a conversion from {of} to {to}", targets.start)
            value = converted(emitter, value, of, to, how, start=targets.start)
        writes.append(next(places).write(value))
        return
    if of.form is not Form.TUPLE:
        raise NotModelledError(f"the parts of {of}", targets.start)
    for at, one in enumerate(targets.values):
        _spread(emitter, one, of.arguments[at], _item(read, at), places, writes)


def _item(read: Callable[[], ast.expr], at: int) -> Callable[[], ast.expr]:
    return lambda: py.item(read(), at)


HANDLERS: dict[type, Any] = {
    tree.Assign: assign,
    tree.Step: step,
    tree.Deconstruct: deconstruct,
}
