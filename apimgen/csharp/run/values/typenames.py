"""What .NET calls types: ``System.Collections.Generic.List`1[System.String]``."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from apimgen.csharp.model.lookup import full_name as named_in_full
from apimgen.csharp.model.lookup import info
from apimgen.csharp.model.types import Form

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type


@lru_cache(maxsize=4096)
def dotnet_name(of: Type) -> str:
    """The full name of a type, as ``Type.ToString()`` gives it."""
    if of.form is Form.ARRAY:
        return f"{dotnet_name(of.arguments[0])}[{',' * (of.rank - 1)}]"
    arguments = ",".join(dotnet_name(one) for one in of.arguments)
    if of.form is Form.TUPLE:
        return f"System.ValueTuple`{len(of.arguments)}[{arguments}]"
    if of.form is Form.ANONYMOUS:
        name = f"<>f__AnonymousType0`{len(of.arguments)}"
        return f"{name}[{arguments}]" if arguments else "<>f__AnonymousType0"
    if of.form is not Form.NAMED:
        return str(of)
    name = named_in_full(of).replace("+", ".")
    if not arguments:
        return name
    return f"{name}`{len(of.arguments)}[{arguments}]"


@lru_cache(maxsize=4096)
def short_name(of: Type) -> str:
    """The name without namespace, as ``Type.Name`` gives it."""
    if of.form is Form.ARRAY:
        return f"{short_name(of.arguments[0])}[{',' * (of.rank - 1)}]"
    full = dotnet_name(of).partition("[")[0]
    return full.rpartition(".")[2]


@lru_cache(maxsize=4096)
def namespace(of: Type) -> str | None:
    """The namespace of a type; None where it has none."""
    if of.form is Form.ARRAY:
        return namespace(of.arguments[0])
    if of.form is Form.TUPLE:
        return "System"
    row = info(of) if of.form is Form.NAMED else None
    return row.namespace or None if row else None
