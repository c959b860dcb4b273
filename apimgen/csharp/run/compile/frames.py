"""One Python function while it is being made, its loops, and the places of its nodes in the C#."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ast

    from apimgen.csharp.tree.locals import Local


class Target:
    """A Python loop around the place.

    Attributes:
        breaks: whether a ``break`` of C# means it.
        continues: whether a ``continue`` of C# means it.
        labels: where a ``goto`` to it leads: by label or case, the number of the part.
        part: the name that holds that number.
        passed: the flags and jumps of loops around it that are on their way through it.
    """

    def __init__(
        self,
        *,
        breaks: bool = False,
        continues: bool = False,
        labels: dict[Any, int] | None = None,
        part: str = "",
    ) -> None:
        self.breaks = breaks
        self.continues = continues
        self.labels = labels or {}
        self.part = part
        self.passed: list[tuple[str, Target, str]] = []


class Function:
    """One Python function that is being made.

    Attributes:
        outer: the one around it.
        node: the lambda or local function that it is made of; None for the expression.
        out: where statements go now.
        nonlocals: names of functions around it that it assigns to.
        own: names that belong to it.
        targets: the loops and the like around the place, the innermost last.
        outputs: the ``out`` and ``ref`` parameters whose values it returns, too.
        caught: the names of exceptions that ``throw;`` would throw again, the innermost last.
        cells: the cells of the loops around the place.
    """

    def __init__(self, outer: Function | None, node: object = None) -> None:
        self.outer = outer
        self.node = node
        self.out: list[ast.stmt] = []
        self.nonlocals: set[str] = set()
        self.own: set[str] = set()
        self.targets: list[Target] = []
        self.outputs: tuple[Local, ...] = ()
        self.caught: list[str] = []
        self.cells: list[str] = []


def placed(node: ast.expr, start: int) -> ast.expr:
    """A node with its place, if it has none yet."""
    if not hasattr(node, "lineno"):
        node.lineno = node.end_lineno = start + 1
        node.col_offset = node.end_col_offset = 0
    return node


def placed_statement(node: ast.stmt, start: int) -> None:
    """Gives a statement its place, if it has none yet."""
    if not hasattr(node, "lineno"):
        node.lineno = node.end_lineno = start + 1
        node.col_offset = node.end_col_offset = 0
