"""Patterns of ``is`` and ``case``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.records import record

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type
    from apimgen.csharp.tree.expressions import Expression
    from apimgen.csharp.tree.locals import Local


@record()
class ConstantPattern:
    """``is 1``, ``case "a"``: the constant, converted to the type of what is looked at."""

    value: Expression


@record()
class TypePattern:
    """``is T``, ``is T name``."""

    type: Type
    local: Local | None


@record()
class VarPattern:
    """``is var name``, which takes all."""

    local: Local | None


Pattern = ConstantPattern | TypePattern | VarPattern
