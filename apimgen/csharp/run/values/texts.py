"""What ``ToString()`` gives for a value of any type, in the invariant culture."""

from __future__ import annotations

import struct
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import info, is_enum
from apimgen.csharp.model.members import Value
from apimgen.csharp.model.types import (
    BOOL,
    CHAR,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INTEGERS,
    STRING,
    Form,
    Type,
    is_nullable,
)
from apimgen.csharp.run.values.casts import is_value_tuple, type_of
from apimgen.csharp.run.values.held import Boxed, full_name

if TYPE_CHECKING:
    from collections.abc import Callable


def text(value: Any) -> str:
    """The text of a value that is held as an ``object``; of null an empty one."""
    kind = value.__class__
    if kind is str:
        return value  # type: ignore[no-any-return]
    if value is None:
        return ""
    if kind is int or kind is bool:
        return str(value)
    if kind is float:
        return double_text(value)
    if kind is Decimal:
        return decimal_text(value)
    if isinstance(value, Boxed):
        return typed_text(value.value, value.type)
    write = getattr(value, "csharp_text", None)
    if write is not None:
        found = write()
        return "" if found is None else found
    if hasattr(value, "csharp_type"):
        return str(value)
    return full_name(type_of(value))


def typed_text(value: Any, of: Type) -> str:
    """The text of a value that is held as its type says."""
    if value is None:
        return ""
    if is_nullable(of):
        of = of.arguments[0]
    if of is CHAR or of is STRING:
        return value  # type: ignore[no-any-return]
    if of in INTEGERS or of is BOOL:
        return str(value)
    if of is FLOAT:
        return single_text(value)
    if of is DOUBLE:
        return double_text(value)
    if of is DECIMAL:
        return decimal_text(value)
    if is_enum(of):
        return enum_text(value, of)
    if of.form is Form.TUPLE or is_value_tuple(of):
        parts = zip(value, of.arguments, strict=True)
        return f"({', '.join(typed_text(one, part) for one, part in parts)})"
    return text(value)


def double_text(value: float, digits: int = 15) -> str:
    """A ``double`` as .NET Framework writes it: with 15 digits, as ``G`` does."""
    if value != value:  # noqa: PLR0124  it is not a number
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if not -5 < power < digits:
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{mantissa}E{'-' if power < 0 else '+'}{abs(power):02d}"
    shown = f"{value:.{max(digits - 1 - power, 0)}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def single_text(value: float) -> str:
    """A ``float``, with 7 digits."""
    return double_text(value, 7)


def decimal_text(value: Decimal) -> str:
    """A ``decimal``, with its scale."""
    shown = f"{value:f}"
    return shown.lstrip("-") if not value else shown


def single(value: float) -> float:
    """The ``float`` that is nearest to a number."""
    try:
        return struct.unpack("f", struct.pack("f", value))[0]  # type: ignore[no-any-return]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def enum_members(of: Type) -> dict[str, int]:
    """The names of an enum with their values, in the order of the data."""
    row = info(of)
    found: dict[str, int] = {}
    for name in row.signatures if row else ():
        for one in row.declared(name) if row else ():
            if isinstance(one, Value) and isinstance(one.constant, int):
                found[name] = one.constant
    return found


def enum_text(value: int, of: Type) -> str:
    """The names of an enum's value; a number where it has none."""
    members = enum_members(of)
    for name, one in members.items():
        if one == value:
            return name
    if of.name in FLAGS:
        names, left = [], value
        for name, one in sorted(members.items(), key=lambda row: -row[1]):
            if one and left & one == one:
                names.append(name)
                left -= one
        if names and not left:
            return ", ".join(reversed(names))
    return str(value)


# The enums of flags: the data does not tell them.
FLAGS = frozenset(
    [
        *("DateTimeStyles", "NumberStyles", "RegexOptions", "CompareOptions"),
        *("SaveOptions", "LoadOptions", "X509KeyUsageFlags", "TypeNameHandling", "FileAccess"),
        *("DefaultValueHandling", "PreserveReferencesHandling", "FileOptions", "FileShare"),
        *("X509KeyStorageFlags", "CultureTypes", "FileAttributes"),
    ]
)
WRITERS: dict[Type, Callable[[Any], str]] = {
    DOUBLE: double_text,
    FLOAT: single_text,
    DECIMAL: decimal_text,
}
