"""Types and members that a compiler takes and the service refuses: those its list does not have.

The service checks the members that an expression uses. Types that are only named, as in a cast or
a ``catch``, may be any of .NET's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from apimgen.csharp.facts import Problem
from apimgen.csharp.model.context import rows
from apimgen.csharp.model.library import described
from apimgen.csharp.model.types import Form, Type, without_null
from apimgen.csharp.syntax.placeholders import is_filler
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.types.allowed import allow_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.csharp.readers.nodes import Nodes

# A type after `new`, as it is written.
_MADE = re.compile(r"new\s+([\w.:]+(?:\s*<[^(){}]*>)?)")
_CONSTRUCTOR = "(Constructor)"


def not_allowed(nodes: Nodes) -> Iterator[Problem]:
    """What the service's list does not have."""
    for access in nodes.of(tree.Access):
        if access.receiver.__class__ is not tree.Created:
            yield from _member(_owner(access.receiver), access.member.name, access.at)
    for call in nodes.of(tree.Call):
        if call.receiver is not None:
            name = call.method.name
            of = _owner(call.receiver)
            yield from _member(of, name, call.at)
            if not call.arguments:
                yield from _empty(of, call)
    for group in nodes.of(tree.MethodGroup):
        if group.receiver is not None and group.methods:
            yield from _member(_owner(group.receiver), group.name, group.at)
    for of_type in nodes.of(tree.TypeName):
        yield from _type(nodes, of_type.named, of_type.start, of_type.end)
    for made in nodes.of(tree.New):
        yield from _new(nodes, made)


def _owner(receiver: tree.Expression) -> Type:
    return receiver.named if isinstance(receiver, tree.TypeName) else receiver.type


def _member(of: Type, name: str, at: int) -> Iterator[Problem]:
    message = refusal(of, name)
    if message is not None:
        yield Problem(at, at + len(name), "expression-member-not-allowed", message)


def _empty(of: Type, call: tree.Call) -> Iterator[Problem]:
    """A method that may be called, but not without an argument."""
    message = refusal(of, f"{call.method.name}()")
    if message is not None and refusal(of, call.method.name) is None:
        yield Problem(call.start, call.end, "expression-member-not-allowed", message)


@lru_cache(maxsize=4096)
def refusal(of: Type, name: str) -> str | None:
    """Why a member of a type may not be used; None where it may."""
    return None if is_filler(name) else allow_list().member_problem(_short(of), name)


@lru_cache(maxsize=1024)
def type_refusal(of: Type) -> str | None:
    """Why a type may not be used; None where it may."""
    if of.form is not Form.NAMED or of.name in rows():
        return None
    return allow_list().type_problem(_short(of))


def _short(of: Type) -> str:
    """The name of a type in the service's list: without namespace and arguments."""
    of = without_null(of)
    if of.form is Form.ARRAY:
        return "Array"
    if of.form is not Form.NAMED:
        return ""
    name = of.name.partition("`")[0]
    if "." not in name or name in allow_list().members:
        return name
    row = described(of.name)
    name = name.removeprefix(f"{row.namespace}.") if row is not None else name
    return name.partition(".")[0]


def _type(nodes: Nodes, of: Type, start: int, end: int) -> Iterator[Problem]:
    message = type_refusal(of)
    if message is not None:
        written = nodes.code[start:end]
        if "." in written:
            message = message.replace(_short(of), written, 1)
        yield Problem(start, end, "expression-type-not-allowed", message)


def _new(nodes: Nodes, made: tree.New) -> Iterator[Problem]:
    message = refusal(made.type, _CONSTRUCTOR)
    if message is None and type_refusal(made.type) is None:
        return
    found = _MADE.match(nodes.code, made.start)
    start, end = found.span(1) if found else (made.start, made.end)
    if message is not None:
        yield Problem(start, end, "expression-member-not-allowed", message)
    else:
        yield from _type(nodes, made.type, start, end)
