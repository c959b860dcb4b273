"""Which locals a lambda keeps, and which of them are new ones in each turn of a loop."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.locals import Local
from apimgen.csharp.tree.patterns import ConstantPattern, TypePattern, VarPattern

_NODES = (
    *(tree.Expression, tree.Clause, statements.Statement, statements.Case, statements.Catch),
    *(statements.Section, ConstantPattern, TypePattern, VarPattern),
)
_FUNCTIONS = (tree.Lambda, statements.Function)
_LOOPS = (statements.While, statements.For, statements.ForEach)


class Captures:
    """The locals of one expression.

    Attributes:
        cells: those that a lambda keeps and that a loop makes anew in each turn.
        fresh: for each loop, the cells that each of its turns begins with.
    """

    def __init__(self, root: statements.Statement) -> None:
        self.cells: set[Local] = set()
        self.fresh: dict[Any, list[Local]] = {}
        self._homes: dict[Local, tuple[Any, Any]] = {}
        self._users: dict[Local, set[Any]] = {}
        self._walk(root, None, None)
        for local, (function, loop) in self._homes.items():
            used = self._users.get(local, set())
            if loop is not None and used - {function}:
                self.cells.add(local)
                self.fresh.setdefault(loop, []).append(local)

    def home(self, local: Local) -> Any:
        """The lambda or local function that declares a local; None for the expression itself."""
        found = self._homes.get(local)
        return found[0] if found else None

    def is_kept(self, local: Local) -> bool:
        """Whether another function than its own uses a local."""
        home = self._homes.get(local)
        return home is not None and bool(self._users.get(local, set()) - {home[0]})

    def _walk(self, node: Any, function: Any, loop: Any) -> None:
        if isinstance(node, tuple):
            for one in node:
                self._walk(one, function, loop)
            return
        if isinstance(node, Local):
            self._homes.setdefault(node, (function, loop))
            return
        if not isinstance(node, _NODES):
            return
        if isinstance(node, tree.LocalRead):
            self._users.setdefault(node.local, set()).add(function)
            return
        if isinstance(node, tree.Clause):
            # Its name belongs to the functions that are made of the query.
            self._walk(node.values, function, loop)
            return
        if isinstance(node, _FUNCTIONS):
            function, loop = node, None
        if isinstance(node, statements.For):
            self._walk(node.begin, function, loop)
            for one in (node.condition, node.step, node.body):
                self._walk(one, function, node)
            return
        if isinstance(node, statements.ForEach):
            self._walk(node.source, function, loop)
            self._walk(node.locals, function, node)
            self._walk(node.body, function, node)
            return
        if isinstance(node, _LOOPS):
            loop = node
        for name, _, _ in getattr(node, "__fields__", ()):
            if name not in _SKIPPED:
                self._walk(getattr(node, name), function, loop)


_SKIPPED = frozenset(
    [
        *("start", "end", "type", "constant", "method", "member", "conversion", "at", "named"),
        *("operator", "lifted", "written", "order", "type_arguments", "what", "label", "function"),
        *("methods", "extensions"),
    ]
)
