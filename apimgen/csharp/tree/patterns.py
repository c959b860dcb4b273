"""Patterns of ``is`` and ``case``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type
    from apimgen.csharp.tree.expressions import Expression
    from apimgen.csharp.tree.locals import Local


@dataclass(frozen=True, slots=True, eq=False)
class ConstantPattern:
    """``is 1``, ``case "a"``: the constant, converted to the type of what is looked at."""

    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class TypePattern:
    """``is T``, ``is T name``."""

    type: Type
    local: Local | None


@dataclass(frozen=True, slots=True, eq=False)
class VarPattern:
    """``is var name``, which takes all."""

    local: Local | None


Pattern = ConstantPattern | TypePattern | VarPattern
