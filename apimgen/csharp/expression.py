"""The way through this package: parse, check the syntax, walk, check the returns."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from apimgen.csharp.bind.bound import Bound, bind
from apimgen.csharp.checks import chains, creation, expressions, functions, operators, statements
from apimgen.csharp.checks.nulls import null_uses
from apimgen.csharp.checks.walk import MAX_DEPTH, TooDeepError, Walk
from apimgen.csharp.facts import Analysis, Kind, NullUse, Problem
from apimgen.csharp.model.types import FUNCTION, GROUP, VOID, has_unknown
from apimgen.csharp.syntax import errors as syntax
from apimgen.csharp.syntax.parse import Source
from apimgen.csharp.types.names import either

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type

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
    bound: Bound | None = None
    problems = syntax.problems(source)
    walk = Walk(source)
    try:
        walk.visit(source.root)
        if not problems and not source.root.has_error:
            bound = bind(source)
            problems = _together(walk.problems + walk.unresolved(), bound)
    except (TooDeepError, RecursionError) as error:
        node = error.node if isinstance(error, TooDeepError) else source.root
        message = f"nested deeper than {MAX_DEPTH} levels, which is not followed"
        problems = problems or [Problem(*source.span(node), "expression-syntax", message)]
        walk.returns = [None]
    uses, checks = _nulls(source, bound)
    return Analysis(
        problems=tuple(sorted(set(problems))) if problems else (),
        result=_result(bound, walk.returns, source),
        returns=_returns(bound),
        gaps=1 if bound is None or bound.body is None else bound.gaps,
        reads=tuple(walk.reads),
        writes=tuple(walk.writes),
        body_reads=tuple(walk.body_reads),
        header_reads=tuple(walk.header_reads),
        new_randoms=tuple(walk.new_randoms),
        response_uses=tuple(walk.response_uses),
        throwing_parses=tuple(walk.throwing_parses),
        status_tests=tuple(walk.status.values()),
        null_uses=tuple(uses),
        null_checks=checks,
        members=frozenset(walk.members),
    )


# What the binder does not tell: which types and members the service allows, and some of what is
# newer than C# 7.
_BESIDE = frozenset(
    [
        "context-write",
        "expression-member-not-allowed",
        "expression-syntax",
        "expression-type-not-allowed",
        "expression-version",
    ]
)


def _together(walked: list[Problem], bound: Bound) -> list[Problem]:
    """What the walk and the binder found, each mistake once."""
    if bound.body is None:
        return walked
    missing = [one for one in bound.findings if one.rule == "unknown-member"]
    found = [
        one
        for one in walked
        if one.rule in _BESIDE and not any(one.start == other.start for other in missing)
    ]
    seen = [(one.start, one.end) for one in found]
    found += [
        one
        for one in (*bound.findings, *bound.warnings)
        if not any(one.start < end and start < one.end for start, end in seen)
    ]
    return found


def _nulls(source: Source, bound: Bound | None) -> tuple[list[NullUse], frozenset[str]]:
    if bound is None or bound.body is None or bound.findings:
        return [], frozenset()
    return null_uses(source, bound.body)


def _returns(bound: Bound | None) -> tuple[Type | None, ...]:
    """The types of what is returned, each once."""
    if bound is None or bound.body is None:
        return (None,)
    known = (None if has_unknown(one) or one in _NO_TYPES else one for one in bound.results)
    return tuple(dict.fromkeys(known))


_NO_TYPES = frozenset([FUNCTION, GROUP, VOID])


def _result(bound: Bound | None, walked: list[str | None], source: Source) -> str | None:
    """The type of the value, where all that is returned has one."""
    if source.root.has_error:
        return None
    types = _returns(bound)
    if None in types:
        return _joined(walked)
    return _joined([str(one) for one in types])


def _joined(returns: list[str | None]) -> str | None:
    if not returns:
        return None
    result = returns[0]
    for one in returns[1:]:
        result = either(result, one)
    if result in (None, "throw", "void"):
        return None
    return result.partition("@")[0]
