"""``ValueTuple``: tuples by their name in .NET."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.model.lookup import constructors
from apimgen.csharp.model.types import named, parameter
from apimgen.csharp.run.library.registry import member


def row(*values: Any) -> tuple[Any, ...]:
    """The tuple of some values."""
    return values


def equal(one: tuple[Any, ...], other: Any) -> bool:
    """``Equals`` of two tuples of one type."""
    return bool(one == other)


member("ValueTuple", "Create")(row)
for _count in range(2, 8):
    _name = f"ValueTuple`{_count}"
    _type = named(_name, *(parameter(f"T{at + 1}") for at in range(_count)))
    member(_name, "Equals", str(_type))(equal)
    for _one in constructors(_type):
        if _one.parameters:
            member(_name, "new", ", ".join(str(one.type) for one in _one.parameters))(row)
