"""Between a value whose type is known and the same held as an ``object``; default values."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from apimgen.csharp.model.lookup import is_enum, is_value
from apimgen.csharp.model.types import (
    BOOL,
    BYTE,
    CHAR,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INT,
    INTEGERS,
    LONG,
    OBJECT,
    SBYTE,
    SHORT,
    STRING,
    UINT,
    ULONG,
    USHORT,
    Form,
    Type,
    is_nullable,
    without_null,
)
from apimgen.csharp.run.values import Boxed, Thing

_BOXED = frozenset({SBYTE, BYTE, SHORT, USHORT, UINT, LONG, ULONG, FLOAT, CHAR})

# The structs of the library, by the module that has a function `default` for each.
_STRUCTS = {
    "DateTime": "time.ticks",
    "DateTimeOffset": "time.ticks",
    "TimeSpan": "time.ticks",
    "Guid": "guids",
    "KeyValuePair`2": "collections.pairs",
}


@cache
def is_boxed(type_: Type) -> bool:
    """Whether values of a type are held in a box where they are objects."""
    return type_ in _BOXED or type_.form is Form.TUPLE or is_enum(type_)


def box(value: Any, type_: Type) -> Any:
    """A value as an ``object``.

    Args:
        value: held as its type says.
        type_: its static type.
    """
    if value is None:
        return None
    inner = without_null(type_)
    if not is_boxed(inner):
        return value
    return Boxed(inner, value)


def unboxed(value: Any) -> Any:
    """What a box holds; anything else itself."""
    return value.value if isinstance(value, Boxed) else value


def held_type(value: Any) -> Type:
    """The type of an object that is not null."""
    if isinstance(value, Boxed):
        return value.type
    if isinstance(value, Thing):
        return value.csharp_type
    by_class = {str: STRING, bool: BOOL, int: INT, float: DOUBLE, Decimal: DECIMAL}
    return by_class.get(type(value), OBJECT)


@cache
def _default(type_: Type) -> Any:
    if type_ is BOOL:
        return False
    if type_ is CHAR:
        return "\0"
    if type_ in INTEGERS or is_enum(type_):
        return 0
    if type_ in (DOUBLE, FLOAT):
        return 0.0
    if type_ is DECIMAL:
        return Decimal(0)
    if type_.form is Form.TUPLE:
        return tuple(default_of(one) for one in type_.arguments)
    if type_.name in _STRUCTS:
        module = import_module(f"apimgen.csharp.run.library.{_STRUCTS[type_.name]}")
        return module.default(type_)
    return None


def default_of(type_: Type) -> Any:
    """What ``default(T)`` is."""
    return None if is_nullable(type_) or not is_value(type_) else _default(type_)
