"""The values in a node, in the order in which they run."""

from __future__ import annotations

from apimgen.csharp.tree import expressions as tree

LOGICAL = frozenset(["&&", "||"])


def inner(node: tree.Expression) -> tree.Expression | None:
    """What is before the last link of a chain; None for what is no chain."""
    match node:
        case tree.Access() | tree.Index() | tree.IfNotNull():
            return node.receiver
        case tree.Call():
            if node.receiver is not None:
                return node.receiver
            return node.arguments[0] if node.reduced and node.arguments else None
        case tree.Convert() | tree.As():
            return node.operand
        case tree.Invoke():
            return node.target
        case tree.Binary():
            return None if node.operator in LOGICAL else node.left
        case tree.Unary():
            return node.operand
        case _:
            return None


def rest(node: tree.Expression) -> tuple[tree.Expression, ...]:
    """What a link of a chain has beside."""
    match node:
        case tree.Call():
            return node.arguments[1:] if node.receiver is None else node.arguments
        case tree.Index() | tree.Invoke():
            return node.arguments
        case tree.Binary():
            return (node.right,)
        case _:
            return ()


def parts(node: tree.Expression) -> tuple[tree.Expression, ...]:
    """The values in a node that is no chain."""
    match node:
        case tree.Unknown():
            return node.parts
        case tree.Call() | tree.LocalCall():
            return node.arguments
        case tree.New():
            return (*node.arguments, *node.filled)
        case tree.NewArray():
            return (*node.sizes, *(node.items or ()))
        case tree.NewAnonymous() | tree.TupleOf():
            return node.values
        case tree.Step():
            return (node.operand,)
        case _:
            return ()
