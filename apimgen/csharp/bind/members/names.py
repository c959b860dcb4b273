"""Names: locals, types, namespaces, and the members after a dot."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from apimgen.csharp.bind.types.conversions import standard
from apimgen.csharp.bind.types.convert import with_article
from apimgen.csharp.bind.types.typenames import find_type, is_type_name, with_arguments
from apimgen.csharp.model.context import CONTEXT, rows
from apimgen.csharp.model.library import (
    AmbiguousError,
    arities,
    extension_names,
    extensions,
    namespaces,
)
from apimgen.csharp.model.library import names as type_names
from apimgen.csharp.model.lookup import info, invoked, is_open, member_names, members
from apimgen.csharp.model.members import Method, Value
from apimgen.csharp.model.types import (
    BY_KEYWORD,
    FUNCTION,
    GROUP,
    NULL,
    UNKNOWN,
    VOID,
    Form,
    Type,
    is_nullable,
)
from apimgen.csharp.syntax.placeholders import is_filler
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.locals import Local, LocalFunction
from apimgen.csharp.types.allowed import allow_list
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.catalog.ids import RuleId
    from apimgen.csharp.bind.binder import Binder

_MOST_NEAR = 20  # findings of an expression for which the nearest name is looked for
_NOT_ALLOWED: Final = "expression-type-not-allowed"


def identifier(binder: Binder, node: Node) -> tree.Expression:
    """A name that stands alone, or first before a dot."""
    start, end = binder.source.span(node)
    return name(binder, binder.source.filled[start:end], (), start, end)


def generic_name(binder: Binder, node: Node) -> tree.Expression:
    """A name with type arguments."""
    first = node.named_children[0]
    start, end = binder.source.span(first)
    arguments = type_arguments(binder, node)
    return name(binder, binder.source.filled[start:end], arguments, start, end)


def type_arguments(binder: Binder, node: Node) -> tuple[Type, ...]:
    """The type arguments of a name."""
    for child in node.named_children:
        if child.type == "type_argument_list":
            given = [one for one in child.named_children if one.type != "comment"]
            if not given:
                message = "the types between < and > are missing"
                binder.wrong_at(child, "wrong-arguments", message)
            return tuple(binder.value_type(one) for one in given)
    return ()


def first_of_chain(binder: Binder, node: Node) -> tree.Expression:
    """A name before a dot or ``[``, which may be a type."""
    start, end = binder.source.span(node)
    return name(binder, binder.source.filled[start:end], (), start, end, dotted=True)


def name(
    binder: Binder,
    word: str,
    arguments: tuple[Type, ...],
    start: int,
    end: int,
    *,
    dotted: bool = False,
) -> tree.Expression:
    """What a name means where it is.

    Args:
        binder: the state.
        word: the name.
        arguments: its type arguments.
        start: where it begins.
        end: where it ends.
        dotted: whether a member is taken from it.
    """
    word = word.lstrip("@")
    found = binder.scope.find(word)
    if found is not None and (not arguments or isinstance(found, LocalFunction)):
        if isinstance(found, Local):
            return tree.LocalRead(start, end, found.type, found.constant, local=found)
        return tree.MethodGroup(
            start,
            end,
            GROUP,
            name=word,
            receiver=None,
            methods=(found.method,),
            arguments=arguments,
            at=start,
        )
    if is_filler(word):
        binder.gaps += 1
        return tree.Unknown(start, end, UNKNOWN)
    try:
        of = BY_KEYWORD.get(word) if not arguments else None
        of = of or find_type(word, len(arguments))
    except AmbiguousError as both:
        message = f"{word} may be {both.first} or {both.second}; write the full name"
        return binder.wrong(start, end, _NOT_ALLOWED, message)
    if of is not None:
        filled = with_arguments(of, arguments)
        if filled is UNKNOWN:
            binder.gaps += 1
            return tree.Unknown(start, end, UNKNOWN)
        return tree.TypeName(start, end, filled, named=filled)
    if word in namespaces() and not arguments:
        return tree.NamespaceName(start, end, UNKNOWN, name=word)
    if word in ("this", "base"):
        message = f"{word} means nothing in a policy expression; context is what there is"
        return binder.wrong(start, end, "unknown-name", message)
    if dotted and word[:1].isupper() and not arities(word):
        refusal = allow_list().type_problem(word)
        if refusal is not None and not did_you_mean(word, binder.scope.all_names()):
            return binder.wrong(start, end, _NOT_ALLOWED, refusal)
    return _nothing(binder, word, len(arguments), start, end)


def _nothing(binder: Binder, word: str, count: int, start: int, end: int) -> tree.Expression:
    counts = arities(word)
    if counts and not count:
        message = f"{word} takes {' or '.join(map(str, counts))} type arguments: {word}<...>"
        return binder.wrong(start, end, _NOT_ALLOWED, message)
    near = ""
    if len(binder.findings) < _MOST_NEAR:
        near = did_you_mean(word, ["context", *binder.scope.all_names()])
        if not near and word[:1].isupper():
            near = did_you_mean(word, type_names())
    return binder.wrong(start, end, "unknown-name", f"nothing here is called {word}{near}")


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
        return binder.wrong(at, end, _NOT_ALLOWED, message)
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


def missing(
    binder: Binder,
    receiver: tree.Expression,
    of: Type,
    word: str,
    at: int,
    end: int,
    *,
    called: bool,
) -> tree.Expression:
    """Notes that a type has no member of a name."""
    found = members(of, word)
    if called and found:
        message = f"{word} is no method: leave the () out"
        return binder.wrong(at, end, "unknown-member", message, receiver)
    rule: RuleId = "unknown-context-member" if _from_context(receiver, of) else "unknown-member"
    few = len(binder.findings) < _MOST_NEAR
    near = did_you_mean(word, member_names(of)) if few else ""
    if few and not near and called and word not in extension_names():
        near = did_you_mean(word, extension_names())
    what = str(of) if of.form is not Form.ANONYMOUS else "this anonymous type"
    if of.name == CONTEXT:
        what = "context"
    message = f"{what} has no member {word}{near}"
    if is_nullable(of) and members(of.arguments[0], word):
        message = f"{of} may be null: write .Value.{word}, or ?.{word}"
    elif of.form is Form.ARRAY and word == "Count" and not called:
        message = f"{of} has no Count; write Length"
    elif (
        of.form is Form.ARRAY
        and of.arguments[0].name == "string"
        and members(of.arguments[0], word)
    ):
        message = (
            f"{of} has no member {word}, only each text in it does; a header has many values: "
            'GetValueOrDefault("...", "") gives them as one text'
        )
    elif of is _OBJECT:
        message = f"object has no member {word}; cast it first: ((...)value).{word}"
    return binder.wrong(at, end, rule, message, receiver)


def _from_context(receiver: tree.Expression, of: Type) -> bool:
    """Whether a type is one that only the context has."""
    if of.name in rows():
        return True
    while isinstance(receiver, tree.Access | tree.Index):
        receiver = receiver.receiver
    is_context = isinstance(receiver, tree.LocalRead) and receiver.local.name == "context"
    return is_context and of.name in ("object", "IReadOnlyDictionary`2")


_OBJECT = BY_KEYWORD["object"]


def predefined_type(binder: Binder, node: Node) -> tree.Expression:
    """A keyword such as ``string`` before a dot."""
    start, end = binder.source.span(node)
    found = BY_KEYWORD.get(binder.source.filled[start:end])
    if found is None:
        return binder.unknown(node)
    return tree.TypeName(start, end, found, named=found)


def written_type_name(binder: Binder, node: Node) -> tree.Expression:
    """A type before a dot, with ``?`` or a namespace alias."""
    found = binder.type(node)
    start, end = binder.source.span(node)
    if found is UNKNOWN:
        return tree.Unknown(start, end, UNKNOWN)
    return tree.TypeName(start, end, found, named=found)


def alias(binder: Binder, node: Node) -> tree.Expression:
    """``global::System``."""
    start, _end = binder.source.span(node)
    last = node.child_by_field_name("name")
    if last is None or binder.source.filled[start : start + 6] != "global":
        return binder.unknown(node)
    return identifier(binder, last)


HANDLERS = {
    "identifier": identifier,
    "generic_name": generic_name,
    "predefined_type": predefined_type,
    "alias_qualified_name": alias,
    "qualified_name": written_type_name,
    "nullable_type": written_type_name,
    "array_type": written_type_name,
    "this": identifier,
    "base": identifier,
    "this_expression": identifier,
    "base_expression": identifier,
}


def describe(value: tree.Expression) -> str:
    """What a value is, for a message."""
    return with_article(value.type)


def may_be_type(word: str) -> bool:
    """Whether a word may be a type."""
    return is_type_name(word)
