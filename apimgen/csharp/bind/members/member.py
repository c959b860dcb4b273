"""The members after a dot."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from apimgen.csharp.bind.members.missing import missing
from apimgen.csharp.bind.members.names import NOT_ALLOWED, type_arguments
from apimgen.csharp.bind.types.conversions import standard
from apimgen.csharp.bind.types.typenames import find_type, with_arguments
from apimgen.csharp.model.library import AmbiguousError, extensions, namespaces
from apimgen.csharp.model.library import names as type_names
from apimgen.csharp.model.lookup import info, invoked, is_open, members
from apimgen.csharp.model.members import Method, Value
from apimgen.csharp.model.types import FUNCTION, GROUP, NULL, UNKNOWN, VOID, Form, Type
from apimgen.csharp.syntax.placeholders import is_filler
from apimgen.csharp.tree import expressions as tree
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def member(
    binder: Binder, receiver: tree.Expression, node: Node, *, called: bool
) -> tree.Expression:
    """What a name after a dot means.

    Args:
        binder: the state.
        receiver: what is before the dot.
        node: the name, with its type arguments.
        called: whether ``(`` follows.
    """
    arguments: tuple[Type, ...] = ()
    name_node = node
    if node.type == "generic_name":
        name_node = node.named_children[0]
        arguments = type_arguments(binder, node)
    at, end = binder.source.span(name_node)
    word = binder.source.filled[at:end].lstrip("@")
    if isinstance(receiver, tree.NamespaceName):
        return _in_namespace(binder, receiver, word, arguments, at, end)
    of = receiver.named if isinstance(receiver, tree.TypeName) else receiver.type
    if of is UNKNOWN or is_filler(word):
        binder.gaps += of is not UNKNOWN
        return tree.Unknown(receiver.start, end, UNKNOWN, parts=(receiver,))
    if of in _NO_MEMBERS:
        return _no_members(binder, receiver, of, word, at, end)
    if of.form is Form.TUPLE and not _NO_MEMBERS.isdisjoint(of.arguments):
        message = "the type of this tuple is not clear: cast its null"
        return binder.wrong(receiver.start, receiver.end, "wrong-conversion", message, receiver)
    if isinstance(receiver, tree.TypeName):
        return _static(binder, receiver, word, arguments, at, end, called=called)
    return _instance(binder, receiver, word, arguments, at, end, called=called)


_NO_MEMBERS = frozenset([VOID, NULL, FUNCTION, GROUP])


def _no_members(
    binder: Binder, receiver: tree.Expression, of: Type, word: str, at: int, end: int
) -> tree.Expression:
    if of is GROUP:
        called = getattr(receiver, "name", "this")
        message = f"{called} is a method: call it with () before .{word}"
        return binder.wrong(receiver.start, receiver.end, "wrong-operator", message, receiver)
    what = {VOID: "gives nothing", NULL: "is null"}.get(of, "is a lambda")
    return binder.wrong(at, end, "unknown-member", f"what is before .{word} {what}", receiver)


def _in_namespace(
    binder: Binder,
    receiver: tree.NamespaceName,
    word: str,
    arguments: tuple[Type, ...],
    at: int,
    end: int,
) -> tree.Expression:
    full = f"{receiver.name}.{word}"
    if is_filler(word):
        binder.gaps += 1
        return tree.Unknown(receiver.start, end, UNKNOWN)
    if full in namespaces() and not arguments:
        return tree.NamespaceName(receiver.start, end, UNKNOWN, name=full)
    found = find_type(full, len(arguments))
    if found is None:
        message = f"there is no {word} in {receiver.name}" + did_you_mean(word, type_names())
        return binder.wrong(at, end, NOT_ALLOWED, message)
    filled = with_arguments(found, arguments)
    if filled is UNKNOWN:
        binder.gaps += 1
        return tree.Unknown(receiver.start, end, UNKNOWN)
    return tree.TypeName(receiver.start, end, filled, named=filled)


def _static(
    binder: Binder,
    receiver: tree.TypeName,
    word: str,
    arguments: tuple[Type, ...],
    at: int,
    end: int,
    *,
    called: bool,
) -> tree.Expression:
    of = receiver.named
    found = members(of, word)
    fitting = [one for one in found if one.static and (not called or _callable(one))]
    if not fitting:
        if not found and (nested := _nested(of, word, len(arguments))) is not None:
            if nested is UNKNOWN:
                return tree.Unknown(receiver.start, end, UNKNOWN)
            return tree.TypeName(receiver.start, end, nested, named=nested)
        if is_open(of):
            binder.gaps += 1
            return tree.Unknown(receiver.start, end, UNKNOWN, parts=(receiver,))
        if found and not any(one.static for one in found):
            what = f"{of}.{word} belongs to a value of {of}, not to the type itself"
            return binder.wrong(at, end, "unknown-member", what, receiver)
        return missing(binder, receiver, of, word, at, end, called=called)
    return _found(receiver, tuple(fitting), word, arguments, at, end)


def _nested(of: Type, word: str, count: int) -> Type | None:
    row = info(of)
    if row is None or of.arguments:
        return None
    try:
        return find_type(f"{of.name}.{word}", count)
    except AmbiguousError:
        return UNKNOWN


def _instance(
    binder: Binder,
    receiver: tree.Expression,
    word: str,
    arguments: tuple[Type, ...],
    at: int,
    end: int,
    *,
    called: bool,
) -> tree.Expression:
    of = receiver.type
    found = members(of, word)
    fitting = [one for one in found if not called or _callable(one)]
    methods = _extending(of, word) if called or not fitting else ()
    if not fitting:
        if methods and not (found and not called):
            return tree.MethodGroup(
                receiver.start,
                end,
                GROUP,
                name=word,
                receiver=receiver,
                methods=(),
                extensions=methods,
                arguments=arguments,
                at=at,
            )
        if is_open(of):
            binder.gaps += 1
            return tree.Unknown(receiver.start, end, UNKNOWN, parts=(receiver,))
        return missing(binder, receiver, of, word, at, end, called=called)
    if isinstance(fitting[0], Value) and fitting[0].static and not _same_name(receiver, of):
        message = f"{of}.{word} belongs to the type: write {of} before the dot"
        return binder.wrong(at, end, "unknown-member", message, receiver)
    return _found(receiver, tuple(fitting), word, arguments, at, end, methods)


@lru_cache(maxsize=4096)
def _extending(of: Type, word: str) -> tuple[Method, ...]:
    """The extension methods of a name that may be for a type."""
    return tuple(
        one
        for one in extensions(word)
        if isinstance(one, Method)
        and (one.generics or standard(of, one.parameters[0].type) is not None)
    )


def _same_name(receiver: tree.Expression, of: Type) -> bool:
    return isinstance(receiver, tree.LocalRead) and receiver.local.name == str(of)


def _found(
    receiver: tree.Expression,
    found: tuple[Method | Value, ...],
    word: str,
    arguments: tuple[Type, ...],
    at: int,
    end: int,
    extending: tuple[Method, ...] = (),
) -> tree.Expression:
    first = found[0]
    if isinstance(first, Value):
        return tree.Access(
            receiver.start,
            end,
            first.type,
            first.constant,
            receiver=receiver,
            member=first,
            at=at,
        )
    methods = tuple([one for one in found if isinstance(one, Method)])
    return tree.MethodGroup(
        receiver.start,
        end,
        GROUP,
        name=word,
        receiver=receiver,
        methods=methods,
        extensions=extending,
        arguments=arguments,
        at=at,
    )


def _callable(one: Method | Value) -> bool:
    return isinstance(one, Method) or invoked(one.type) is not None or is_open(one.type)
