"""Whether a member exists, and whether policy expressions may use it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from apimgen.csharp.syntax.placeholders import is_filler
from apimgen.csharp.types.allowed import allow_list
from apimgen.csharp.types.members import CONTEXT, is_context_type, is_linq, names
from apimgen.csharp.types.names import parts
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.checks.walk import Walk


def check(
    walk: Walk, node: Node, of: str, name: str, found: bool | None, *, variable: bool = False
) -> None:
    """Notes a member that a type does not have, or that may not be used.

    Args:
        walk: the walk.
        node: the member's name.
        of: the type, in normal form.
        name: of the member.
        found: whether the type has it; None where that is not known.
        variable: whether it is a member of ``context.Variables["..."]`` without a cast.
    """
    if found is False:
        if not is_filler(name):
            _not_found(walk, node, of, name, variable=variable)
    elif problem := _refusal(of, name):
        walk.problem("expression-member-not-allowed", node, problem)


@lru_cache(maxsize=4096)
def _refusal(of: str, name: str) -> str | None:
    if is_filler(name) or is_linq(of, name):
        return None
    return allow_list().member_problem(parts(of)[0], name)


def check_empty(walk: Walk, node: Node, of: str, name: str) -> None:
    """Notes a method that may be called, but not without an argument."""
    base = parts(of.removeprefix("static ").partition("@")[0])[0]
    allowed = allow_list()
    problem = allowed.member_problem(base, f"{name}()")
    if problem and not allowed.member_problem(base, name):
        walk.problem("expression-member-not-allowed", node, problem)


def uncast_index(walk: Walk, subscript: Node) -> None:
    """Notes an index on a variable that is not cast."""
    example = '((JObject)context.Variables["..."])["name"]'
    message = f"a variable is an object, which takes no index; cast it first: {example}"
    walk.problem("unknown-context-member", subscript, message)


def _not_found(walk: Walk, node: Node, of: str, name: str, *, variable: bool) -> None:
    base = parts(of)[0]
    near = did_you_mean(name, names(of))
    if variable:
        example = f'((IResponse)context.Variables["..."]).{name}'
        message = f"a variable is an object, which has no member {name}; cast it first: {example}"
        walk.problem("unknown-context-member", node, message)
    elif is_context_type(base) or base == "IReadOnlyDictionary":
        what = "context" if of == CONTEXT else of
        walk.problem("unknown-context-member", node, f"{what} has no member {name}{near}")
    elif near and base != "object":
        message = f"{of} has no member {name}{near}"
        walk.problem("expression-member-not-allowed", node, message)
