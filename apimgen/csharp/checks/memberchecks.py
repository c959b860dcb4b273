"""Whether policy expressions may use a member."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from apimgen.csharp.syntax.placeholders import is_filler
from apimgen.csharp.types.allowed import allow_list
from apimgen.csharp.types.members import is_linq
from apimgen.csharp.types.names import parts

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.checks.walk import Walk


def check(walk: Walk, node: Node, of: str, name: str, found: bool | None) -> None:
    """Notes a member that may not be used.

    Args:
        walk: the walk.
        node: the member's name.
        of: the type, in normal form.
        name: of the member.
        found: whether the type has it; None where that is not known.
    """
    if found is not False and (problem := _refusal(of, name)):
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
