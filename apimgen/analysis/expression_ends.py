"""What Azure's own reader of expressions refuses, told once where C# refuses it too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apimgen.csharp import Problem
    from apimgen.csharp.razor import Refusal
    from apimgen.document.reader import Expression

_SLIPS = ("expression-syntax", "expression-version")
_NEAR = 200  # characters of white space
_MARK = 2  # the length of @( and @{
# Without any of these the reader finds the end of @( ) where C# finds it.
_MAY_MISLEAD = re.compile('[\'$@\r\x85\u2028\u2029]|"""')


def refused(expression: Expression, value: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    """What the reader refuses, by offsets into the expression's code.

    Args:
        expression: one that ends somewhere.
        value: the attribute or text that it is, or begins.
        problems: what is wrong with its C#; what those say already is left out.
    """
    code = expression.code
    if expression.whole and expression.kind == "@(" and not _MAY_MISLEAD.search(code):
        return
    from apimgen.csharp import Problem  # noqa: PLC0415 - documents without C# need none of it
    from apimgen.csharp.razor import read  # noqa: PLC0415

    csharp_end = _MARK + len(code) + 1
    slips = [problem for problem in problems if problem.rule in _SLIPS]
    for refusal in read(value[expression.offset - _MARK :], csharp_end):
        start, end = refusal.start - _MARK, refusal.end - _MARK
        if refusal.start < csharp_end and any(_same(slip, refusal, code) for slip in slips):
            continue
        yield Problem(start, end, refusal.rule, refusal.message)


def _same(slip: Problem, refusal: Refusal, code: str) -> bool:
    """Whether both are one mistake: where C# goes wrong, what the reader finds at last follows."""
    start, end = refusal.start - _MARK, refusal.end - _MARK
    if slip.rule == "expression-version":
        return slip.start <= start < slip.end
    if refusal.final:
        return True
    between = (slip.end, start) if slip.start <= start else (end, slip.start)
    return between[1] - between[0] <= _NEAR and not code[slice(*between)].strip()
