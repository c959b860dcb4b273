"""Where the end of a statement can be reached, and what leaves it.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/statements#132-end-points-and-reachability
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.records import record
from apimgen.csharp.tree import statements as tree
from apimgen.csharp.tree.patterns import ConstantPattern, VarPattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.csharp.tree.expressions import Expression


@record()
class Reach:
    """Where a statement leads, if its beginning can be reached.

    Attributes:
        ends: whether its end can be reached.
        breaks: whether a ``break`` in it leaves it.
        continues: whether a ``continue`` in it leaves it.
    """

    ends: bool = True
    breaks: bool = False
    continues: bool = False


GOES_ON = Reach()
STOPS = Reach(ends=False)


def reach(of: tree.Statement) -> Reach:
    """Where a statement leads."""
    return Reach(of.ends, of.breaks, of.continues)


def of_row(rows: Iterable[tree.Statement]) -> Reach:
    """Where statements lead that follow each other."""
    reached, breaks, continues = True, False, False
    for one in rows:
        if isinstance(one, tree.Labelled):
            reached = True  # something may go to it
        if reached:
            breaks, continues = breaks or one.breaks, continues or one.continues
        reached = reached and one.ends
    return Reach(reached, breaks, continues)


def of_branches(branches: Iterable[tuple[Expression | None, tree.Statement]]) -> Reach:
    """Where an ``if`` leads."""
    ends, breaks, continues, reached = False, False, False, True
    for condition, body in branches:
        constant = True if condition is None else condition.constant
        if reached and constant is not False:
            ends = ends or body.ends
            breaks, continues = breaks or body.breaks, continues or body.continues
        if constant is True:
            reached = False
    return Reach(ends or reached, breaks, continues)


def of_while(condition: Expression, body: tree.Statement, *, first: bool) -> Reach:
    """Where ``while`` and ``do`` lead."""
    if body.breaks:
        return GOES_ON
    asked = not first or body.ends or body.continues
    return Reach(ends=asked and condition.constant is not True)


def of_for(condition: Expression | None, body: tree.Statement) -> Reach:
    """Where ``for`` leads."""
    forever = condition is None or condition.constant is True
    return Reach(ends=not forever or body.breaks)


def of_switch(sections: Iterable[tree.Section]) -> Reach:
    """Where ``switch`` leads."""
    rows = [of_row(section.statements) for section in sections]
    covered = any(_takes_all(one) for one in sections) or _both(sections)
    ends = any(row.breaks for row in rows) or not covered
    return Reach(ends, continues=any(row.continues for row in rows))


def _both(sections: Iterable[tree.Section]) -> bool:
    """Whether ``true`` and ``false`` both have a case, so that nothing is left."""
    found = {
        case.pattern.value.constant
        for section in sections
        for case in section.cases
        if case.when is None
        and isinstance(case.pattern, ConstantPattern)
        and isinstance(case.pattern.value.constant, bool)
    }
    return len(found) == 2


def _takes_all(section: tree.Section) -> bool:
    return any(
        case.when is None and (case.pattern is None or isinstance(case.pattern, VarPattern))
        for case in section.cases
    )


def of_try(body: tree.Block, catches: Iterable[tree.Catch], last: tree.Block | None) -> Reach:
    """Where ``try`` leads."""
    blocks = [body, *(one.body for one in catches)]
    ends = any(one.ends for one in blocks) and (last is None or last.ends)
    breaks = any(one.breaks for one in blocks)
    return Reach(ends, breaks, any(one.continues for one in blocks))
