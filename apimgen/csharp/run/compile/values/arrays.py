"""New arrays and anonymous objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.errors import LimitError, NotModelledError, Thrown
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.values import Array
from apimgen.csharp.run.values.anonymous import Anonymous
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    import ast

    from apimgen.csharp.model.types import Type
    from apimgen.csharp.run.compile.emitter import Emitter
    from apimgen.csharp.run.host import Host

_MOST_ITEMS = 50_000_000


def new_array(emitter: Emitter, node: tree.NewArray) -> ast.expr:
    """``new int[3]``, ``new[] { 1, 2 }``."""
    of = node.type
    if of.rank != 1:
        raise NotModelledError("an array of several dimensions", node.start)
    element = emitter.keep(of.arguments[0])
    if node.items is not None:
        items = py.listed([emitter.value(one) for one in node.items])
        return py.call(emitter.keep(Array), element, items)
    size = emitter.value(node.sizes[0])
    value = emitter.keep_constant(default_of(of.arguments[0]))
    return py.call(emitter.keep(sized), emitter.host(), element, size, value)


def sized(host: Host, element: Type, size: int, value: Any) -> Array:
    """A new array of a size."""
    if size < 0:
        raise Thrown("System.OverflowException", "Arithmetic operation resulted in an overflow.")
    if size > _MOST_ITEMS:
        what = f"an array of {size:,} items"
        raise LimitError(what)
    host.spend(size >> 2)
    return Array(element, [value] * size)


def new_anonymous(emitter: Emitter, node: tree.NewAnonymous) -> ast.expr:
    """``new { A = 1 }``."""
    values = py.row([emitter.value(one) for one in node.values])
    return py.call(emitter.keep(Anonymous), emitter.keep(node.type), values)


HANDLERS: dict[type, Any] = {tree.NewArray: new_array, tree.NewAnonymous: new_anonymous}
