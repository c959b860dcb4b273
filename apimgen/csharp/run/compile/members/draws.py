"""``new Random().Next(0, 3)``, as policies pick a backend: one throw of the dice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.compile import python as py
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    import ast

    from apimgen.csharp.run.compile.emitter import Emitter


def draw(emitter: Emitter, node: tree.Call) -> ast.expr | None:
    """The throw, where a new ``Random`` without a seed draws from a range that is known."""
    given = node.receiver
    if not isinstance(given, tree.New) or given.type.name != "Random" or given.arguments:
        return None
    if node.method.name != "Next" or len(node.arguments) not in (1, 2):
        return None
    limits = [one.constant for one in node.arguments]
    low, high = limits if len(limits) == 2 else (0, limits[0])
    if not (isinstance(low, int) and isinstance(high, int) and high - low > 1):
        return None
    dice = py.attribute(emitter.host(), "dice")
    return py.call(py.attribute(dice, "integer"), py.constant(low), py.constant(high))
