"""Which values may be statements, and where a value is blamed."""

from __future__ import annotations

from apimgen.csharp.tree import expressions as tree


def place_of(value: tree.Expression) -> tuple[int, int]:
    """Where a value is blamed: of a method without a call, its name."""
    return (value.at if isinstance(value, tree.MethodGroup) else value.start), value.end


def stands_alone(value: tree.Expression) -> bool:
    """Whether an expression may be a statement."""
    if isinstance(value, tree.IfNotNull):
        return stands_alone(value.then)
    if isinstance(value, tree.Unknown):
        return True
    kinds = (
        tree.Call,
        tree.LocalCall,
        tree.Invoke,
        tree.New,
        tree.Assign,
        tree.Step,
        tree.Deconstruct,
    )
    return isinstance(value, kinds)
