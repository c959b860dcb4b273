"""What ``default(T)`` is."""

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
from apimgen.csharp.run.errors import NotModelledError


def default_of(type_: Type) -> Any:
    """What ``default(T)`` is, held as the type says.

    Raises:
        NotModelledError: for a struct that nothing implements.
    """
    return None if is_nullable(type_) or not is_value(type_) else _default(type_)


@cache
def _default(type_: Type) -> Any:
    number = _of_number(type_)
    if number is not None:
        return number
    if type_.form is Form.TUPLE:
        return tuple(default_of(one) for one in type_.arguments)
    return _made(type_)


def _of_number(type_: Type) -> Any:
    """The default of a bool, a char, a number or an enum; None for all other types."""
    if type_ is BOOL:
        return False
    if type_ is CHAR:
        return "\0"
    if type_ in INTEGERS or is_enum(type_):
        return 0
    if type_ in (DOUBLE, FLOAT):
        return 0.0
    return Decimal(0) if type_ is DECIMAL else None


def _made(type_: Type) -> Any:
    """The default of a struct of the library: what ``new`` without parameters gives."""
    from apimgen.csharp.run.library.registry import find  # noqa: PLC0415

    for one in constructors(type_):
        entry = None if one.parameters else find(one)
        if entry is not None:
            return entry.call(type_.arguments) if entry.types else entry.call()
    raise NotModelledError(f"default({type_})", 0)
