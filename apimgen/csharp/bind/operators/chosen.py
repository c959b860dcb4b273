"""Which operator that a type defines is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import Argument, Placed
from apimgen.csharp.bind.calls.better import best
from apimgen.csharp.bind.calls.overloads import Candidate
from apimgen.csharp.bind.types.convert import implicit
from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.types import is_nullable, nullable

if TYPE_CHECKING:
    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.model.members import Method
    from apimgen.csharp.tree.expressions import Expression


def chosen_operator(
    binder: Binder, methods: list[Method], operands: tuple[Expression, ...]
) -> tuple[Method, bool] | None:
    """The user-defined operator for operands, and whether it is lifted over null."""
    arguments = tuple(Argument(one, "", "", one.start, one.end) for one in operands)
    found: list[tuple[Candidate, bool]] = []
    for method in methods:
        types = [parameter.type for parameter in method.parameters]
        for lifted in (False, True):
            if lifted:
                if not all(is_value(one) and not is_nullable(one) for one in types):
                    continue
                types = [nullable(one) for one in types]
            if all(implicit(binder, one, to) for one, to in zip(operands, types, strict=True)):
                placed = Placed(tuple(range(len(types))))
                found.append((Candidate(method, placed, types), lifted))
                break
    chosen = best(binder, [one for one, _ in found], arguments) if found else None
    return next(((one.method, lifted) for one, lifted in found if one is chosen), None)
