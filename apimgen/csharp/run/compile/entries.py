"""The functions of the library that members are, and their calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.run.library.registry import Entry, find

if TYPE_CHECKING:
    import ast

    from apimgen.csharp.model.members import Method, Value
    from apimgen.csharp.model.types import Type
    from apimgen.csharp.run.compile.emitter import Emitter


def entry_of(member: Method | Value, at: int, *, write: bool = False) -> Entry:
    """The function of a member.

    Raises:
        NotModelledError: where nothing implements it.
    """
    found = find(member, write=write)
    if found is None:
        raise NotModelledError(shown(member), at)
    return found


def shown(member: Method | Value) -> str:
    """A member as C# spells it, for a message."""
    of = member.owner
    if member.name == "new":
        return f"new {of}"
    if member.name == "this":
        return f"{of}[]"
    return member.name if of.name == "(extensions)" else f"{of}.{member.name}"


def applied(
    emitter: Emitter,
    entry: Entry,
    arguments: list[ast.expr],
    types: tuple[Type, ...],
    at: int,
) -> ast.expr:
    """A call of a function of the library."""
    function = entry.call
    if entry.maker:
        function = entry.call(types)
    given = list(arguments)
    if entry.types:
        given.insert(0, emitter.keep(types))
    if entry.host:
        given.insert(0, emitter.host())
    return emitter.at(py.call(emitter.keep(function), *given), at)


def called(emitter: Emitter, method: Method, arguments: list[ast.expr], at: int) -> ast.expr:
    """A call of an operator."""
    return applied(emitter, entry_of(method, at), arguments, method.owner.arguments, at)
