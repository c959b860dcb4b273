"""Which names are known where, and what the function around returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.records import fresh, state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.csharp.model.types import Type
    from apimgen.csharp.tree.expressions import Expression
    from apimgen.csharp.tree.locals import Local, LocalFunction


@state
class Scope:
    """The names of one block, or of one function.

    Attributes:
        outer: the scope around it.
        names: what is declared here.
        inside: what is declared in blocks within, and where.
        generics: the type parameters of a local function.
        sections: whether it is of a ``switch``, where a declaration may be jumped over.
    """

    outer: Scope | None = None
    names: dict[str, Local | LocalFunction] = fresh(default_factory=dict)
    inside: dict[str, tuple[int, int]] = fresh(default_factory=dict)
    generics: frozenset[Type] = frozenset()
    sections: bool = False

    def find(self, name: str) -> Local | LocalFunction | None:
        """What a name means here."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.names.get(name)
            if found is not None:
                return found
            scope = scope.outer
        return None

    def all_names(self) -> Iterator[str]:
        """Every name that is known here."""
        scope: Scope | None = self
        while scope is not None:
            yield from scope.names
            scope = scope.outer


@state
class Frame:
    """One function: the expression itself, a lambda or a local function.

    Attributes:
        kind: ``expression``, ``lambda`` or ``function``.
        result: what it must return; None where that is found out from what it returns.
        returned: the values it returns, None for a ``return`` without one.
        loops: how many loops are around the place being bound.
        switches: how many ``switch`` are around it.
        finals: how many ``finally`` are around it.
        labels: the labels that are declared, and where.
        gotos: the labels that something goes to, and where that is.
        jumps: the values that ``goto case`` names in the ``switch`` around, and where; None is
            ``goto default``.
        catches: how many ``catch`` are around it.
        by_reference: whether it returns variables, as ``ref int F(...)`` does.
    """

    kind: str
    result: Type | None = None
    returned: list[Expression | None] = fresh(default_factory=list)
    loops: int = 0
    switches: int = 0
    catches: int = 0
    finals: int = 0
    labels: set[str] = fresh(default_factory=set)
    gotos: list[tuple[str, int, int]] = fresh(default_factory=list)
    jumps: list[tuple[Expression | None, int, int]] = fresh(default_factory=list)
    by_reference: bool = False
