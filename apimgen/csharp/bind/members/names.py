"""Names: locals, types and namespaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apimgen.csharp.bind.members.missing import MOST_NEAR
from apimgen.csharp.bind.types.typenames import find_type, with_arguments
from apimgen.csharp.model.library import AmbiguousError, arities, namespaces
from apimgen.csharp.model.library import names as type_names
from apimgen.csharp.model.lookup import members
from apimgen.csharp.model.members import Method
from apimgen.csharp.model.types import BY_KEYWORD, GROUP, OBJECT, UNKNOWN, Type
from apimgen.csharp.syntax.placeholders import is_filler
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.locals import Local, LocalFunction
from apimgen.csharp.types.allowed import allow_list
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


NOT_ALLOWED: Final = "expression-type-not-allowed"


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
        return binder.wrong(start, end, NOT_ALLOWED, message)
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
    of_object = tuple(
        one for one in members(OBJECT, word) if one.static and isinstance(one, Method)
    )
    if of_object:  # every class has them: Equals(a, b)
        return tree.MethodGroup(
            start,
            end,
            GROUP,
            name=word,
            receiver=tree.TypeName(start, start, OBJECT, named=OBJECT),
            methods=of_object,
            arguments=arguments,
            at=start,
        )
    if dotted and word[:1].isupper() and not arities(word):
        refusal = allow_list().type_problem(word)
        if refusal is not None and not did_you_mean(word, binder.scope.all_names()):
            return binder.wrong(start, end, NOT_ALLOWED, refusal)
    return _nothing(binder, word, len(arguments), start, end)


def _nothing(binder: Binder, word: str, count: int, start: int, end: int) -> tree.Expression:
    counts = arities(word)
    if counts and not count:
        message = f"{word} takes {' or '.join(map(str, counts))} type arguments: {word}<...>"
        return binder.wrong(start, end, NOT_ALLOWED, message)
    near = ""
    if len(binder.findings) < MOST_NEAR:
        near = did_you_mean(word, ["context", *binder.scope.all_names()])
        if not near and word[:1].isupper():
            near = did_you_mean(word, type_names())
    return binder.wrong(start, end, "unknown-name", f"nothing here is called {word}{near}")


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
