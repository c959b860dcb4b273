"""What ``default(T)`` is."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from apimgen.csharp.model.lookup import is_enum, is_value
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

# The structs of the library, by the module that has a function `default` for each.
_STRUCTS = {
    "DateTime": "time.ticks",
    "DateTimeOffset": "time.ticks",
    "TimeSpan": "time.ticks",
    "Guid": "guids",
}


def of_number(type_: Type) -> Any:
    """What ``default(T)`` is of a bool, a char, a number or an enum; None for all other types."""
    if type_ is BOOL:
        return False
    if type_ is CHAR:
        return "\0"
    if type_ in INTEGERS or is_enum(type_):
        return 0
    if type_ in (DOUBLE, FLOAT):
        return 0.0
    return Decimal(0) if type_ is DECIMAL else None


@cache
def _default(type_: Type) -> Any:
    number = of_number(type_)
    if number is not None:
        return number
    if type_.form is Form.TUPLE:
        return tuple(default_of(one) for one in type_.arguments)
    if type_.name == "KeyValuePair`2":
        from apimgen.csharp.run.library.context.pairs import KeyValuePair  # noqa: PLC0415

        key, value = type_.arguments
        return KeyValuePair(default_of(key), default_of(value), (key, value))
    if type_.name in _STRUCTS:
        module = import_module(f"apimgen.csharp.run.library.{_STRUCTS[type_.name]}")
        return module.default(type_)
    return None


def default_of(type_: Type) -> Any:
    """What ``default(T)`` is."""
    return None if is_nullable(type_) or not is_value(type_) else _default(type_)
