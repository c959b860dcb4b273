"""The way through this package: parse, check the syntax, walk, check the returns."""

from __future__ import annotations

from functools import lru_cache

from apimgen.csharp.checks import chains, creation, expressions, functions, operators, statements
from apimgen.csharp.checks.returns import open_end
from apimgen.csharp.checks.walk import MAX_DEPTH, TooDeepError, Walk
from apimgen.csharp.facts import Analysis, Kind, Problem
from apimgen.csharp.syntax import errors as syntax
from apimgen.csharp.syntax.parse import Source
from apimgen.csharp.types.names import either

# Importing them is what registers their handlers.
_HANDLERS = (chains, creation, expressions, functions, operators, statements)


@lru_cache(maxsize=4096)
def analyse(code: str, kind: Kind) -> Analysis:
    """Parses and checks the C# of one policy expression.

    The checks follow Microsoft's page on policy expressions:
    https://learn.microsoft.com/azure/api-management/api-management-policy-expressions

    Args:
        code: what is between the brackets, with XML's escapes already undone; named values
            (``{{name}}``) are still in it.
        kind: which brackets they are.

    Returns:
        What was found. Where the syntax is wrong, there is no ``result``, only problems of the
        syntax, and what could still be made out of reads and uses.
    """
    source = Source(code, kind)
    problems = syntax.problems(source)
    walk = Walk(source)
    try:
        walk.visit(source.root)
        if not problems and not source.root.has_error:
            problems = walk.problems + walk.unresolved()
            if kind is Kind.BLOCK:
                problems += _returns(source)
    except (TooDeepError, RecursionError) as error:
        node = error.node if isinstance(error, TooDeepError) else source.root
        message = f"nested deeper than {MAX_DEPTH} levels, which is not followed"
        problems = problems or [Problem(*source.span(node), "expression-syntax", message)]
        walk.returns = [None]
    return Analysis(
        problems=tuple(sorted(set(problems))) if problems else (),
        result=None if source.root.has_error else _result(walk.returns),
        reads=tuple(walk.reads),
        writes=tuple(walk.writes),
        body_reads=tuple(walk.body_reads),
        header_reads=tuple(walk.header_reads),
        new_randoms=tuple(walk.new_randoms),
        response_uses=tuple(walk.response_uses),
        throwing_parses=tuple(walk.throwing_parses),
        status_tests=tuple(walk.status.values()),
        members=frozenset(walk.members),
    )


def _returns(source: Source) -> list[Problem]:
    block = source.root.named_children[0].named_children[0]
    last = open_end(block)
    if last is None:
        return []
    if last.id == block.id:
        start, end = 0, len(source.code)
    else:
        start, end = source.span(last)
    message = "the end is reached without a return; every path of @{ } must return a value"
    return [Problem(start, end, "expression-return", message)]


def _result(returns: list[str | None]) -> str | None:
    if not returns:
        return None
    result = returns[0]
    for one in returns[1:]:
        result = either(result, one)
    if result in (None, "throw", "void"):
        return None
    return result.partition("@")[0]
