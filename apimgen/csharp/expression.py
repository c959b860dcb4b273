"""The way through this package: parse, check the syntax, bind, look at the service's own list."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from apimgen.csharp.analysis import Analysis
from apimgen.csharp.bind.bound import Bound, bind, parts_of
from apimgen.csharp.readers.nodes import Nodes
from apimgen.csharp.readers.not_allowed import not_allowed
from apimgen.csharp.syntax import errors as syntax
from apimgen.csharp.syntax.parse import Source

if TYPE_CHECKING:
    from apimgen.csharp.facts import Kind, Problem


@lru_cache(maxsize=1024)
def analyse(code: str, kind: Kind) -> Analysis:
    """Parses, binds and checks the C# of one policy expression.

    The checks follow Microsoft's page on policy expressions:
    https://learn.microsoft.com/azure/api-management/api-management-policy-expressions

    Args:
        code: what is between the brackets, with XML's escapes already undone; named values
            (``{{name}}``) are still in it.
        kind: which brackets they are.

    Returns:
        What was found. Where the syntax is wrong, there are only problems of the syntax, and what
        could still be made out of reads and uses.
    """
    source = Source(code, kind)
    problems = syntax.problems(source)
    bound: Bound | None = None
    if not problems and not source.root.has_error:
        bound = bind(source)
    body = None if bound is None else bound.body
    nodes = Nodes(code, () if body is None else (body,))
    if bound is not None:
        problems = _together(nodes, bound)
    found = tuple(sorted(set(problems))) if problems else ()
    return Analysis(nodes, found, bound, partial(parts_of, source))


def _together(nodes: Nodes, bound: Bound) -> list[Problem]:
    """What is not allowed and what a compiler refuses, each mistake once."""
    missing = {one.start for one in bound.findings if one.rule == "unknown-member"}
    found = [one for one in not_allowed(nodes) if one.start not in missing]
    seen = [(one.start, one.end) for one in found]
    found += [
        one
        for one in (*bound.findings, *bound.warnings)
        if not any(one.start < end and start < one.end for start, end in seen)
    ]
    return found
