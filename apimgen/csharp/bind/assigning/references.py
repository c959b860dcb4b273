"""Results that are variables: ``return ref a[0]`` in ``ref int F(...)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apimgen.csharp.bind.types.conversions import same
from apimgen.csharp.bind.types.convert import with_article
from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.types import UNKNOWN
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder

_RULE: Final = "expression-return"


def by_reference(binder: Binder, node: Node, value: tree.Expression) -> bool:
    """Looks at a result that is or should be a variable; what is wrong with it is noted.

    Args:
        binder: the state.
        node: what is returned, as it is written.
        value: the same, bound.

    Returns:
        Whether nothing is left to be said of it, as its value is not converted to anything.
    """
    frame = binder.frame
    written = node.type == "ref_expression"
    if not written and not frame.by_reference:
        return False
    problem = ""
    if not frame.by_reference:
        problem = "ref is returned only where it is written before the result type too"
    elif value.type is UNKNOWN and written:
        return True
    elif not written:
        problem = "this function returns a variable: write ref before it"
    elif not outlives(value):
        problem = "only what is left after the function is returned with ref: an element, a ref"
    elif frame.result is not None and not same(value.type, frame.result):
        problem = f"ref takes a variable of the same type: this is {with_article(value.type)}"
    if problem:
        binder.wrong(value.start, value.end, _RULE, problem, value)
    return True


def outlives(value: tree.Expression) -> bool:
    """Whether a variable is still there when its function has returned."""
    match value:
        case tree.LocalRead():
            return bool(value.local.reference)
        case tree.Index():
            return value.member is None
        case tree.LocalCall():
            given = (one for one in value.arguments if isinstance(one, tree.OutArgument))
            return value.function.by_reference and all(
                one.target is not None and outlives(one.target) for one in given
            )
        case tree.Access():
            of = value.receiver.type
            return value.member.field and (not is_value(of) or outlives(value.receiver))
        case _:
            return False
