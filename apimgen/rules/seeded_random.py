"""A `Random` with a constant seed: every request gets the same number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.expressions import analysis

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.csharp import NewRandom
    from apimgen.document.reader import Document, Expression

# What differs from one evaluation to the next.
_CHANGES = re.compile(r"NewGuid|Now\b|Ticks|TickCount|Elapsed|Random|Variables|Response")
_CONSTANT = re.compile(r"-?\d+")


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports seeds that are constant, and in a retry those that are the same at every try."""
    if "Random" not in document.source.text:
        return
    for expression in document.expressions:
        if "Random" in expression.code and described(expression.element) is not None:
            for made in analysis(expression).new_randoms:
                message = _problem(expression, made)
                if message:
                    report.code("seeded-random", message, expression, made.start, made.end)


def _problem(expression: Expression, made: NewRandom) -> str | None:
    if not made.seeded:
        return None
    if _CONSTANT.fullmatch(made.seed):
        return f"the seed {made.seed} gives every request the same number; write new Random()"
    in_retry = next(expression.element.iterancestors("retry"), None) is not None
    if in_retry and not _CHANGES.search(made.seed):
        return (
            f"the seed {made.seed} is the same at every try, and so is the number; "
            "write new Random()"
        )
    return None
