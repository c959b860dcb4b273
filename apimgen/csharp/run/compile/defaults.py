"""The value that a type has where nothing is given."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from apimgen.csharp.model.lookup import constructors, is_enum, is_value
from apimgen.csharp.model.types import (
    BOOL,
    CHAR,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INTEGERS,
    Form,
    Type,
    is_nullable,
)


@cache
def default_of(of: Type) -> Any:
    """The default value of a type, held as the type says.

    A struct that the library implements has a function without parameters for ``new``.

    Raises:
        LookupError: if nothing implements it.
    """
    if of is BOOL:
        return False
    if of is CHAR:
        return "\0"
    if of in INTEGERS or is_enum(of):
        return 0
    if of in (DOUBLE, FLOAT):
        return 0.0
    if of is DECIMAL:
        return Decimal(0)
    if is_nullable(of) or not is_value(of):
        return None
    if of.form is Form.TUPLE:
        return tuple(default_of(one) for one in of.arguments)
    return _made(of)


def _made(of: Type) -> Any:
    from apimgen.csharp.run.library.registry import find  # noqa: PLC0415

    for one in constructors(of):
        if not one.parameters:
            entry = find(one)
            if entry is not None:
                return entry.call(of.arguments) if entry.types else entry.call()
    raise LookupError(f"default({of})")
