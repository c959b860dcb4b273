"""What the integer types hold, and what .NET says of a number that is too large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.library.failures import overflow

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type
    from apimgen.csharp.run.errors import Thrown

_SIGNED = {"sbyte": 8, "short": 16, "int": 32, "long": 64}
_UNSIGNED = {"byte": 8, "ushort": 16, "char": 16, "uint": 32, "ulong": 64}
_NAMES = {
    "sbyte": "a signed byte",
    "byte": "an unsigned byte",
    "short": "an Int16",
    "ushort": "a UInt16",
    "int": "an Int32",
    "uint": "a UInt32",
    "long": "an Int64",
    "ulong": "a UInt64",
    "char": "a character",
}


def bits_of(type_: Type) -> int:
    """How many bits an integer type has."""
    return _SIGNED.get(type_.name) or _UNSIGNED[type_.name]


def range_of(type_: Type) -> tuple[int, int]:
    """The least and the greatest value of an integer type."""
    bits = _SIGNED.get(type_.name)
    if bits:
        return -(1 << bits - 1), (1 << bits - 1) - 1
    return 0, (1 << _UNSIGNED[type_.name]) - 1


def named_overflow(type_: Type) -> Thrown:
    """The OverflowException for a number that a type cannot hold."""
    return overflow(f"Value was either too large or too small for {_NAMES[type_.name]}.")


def checked(value: int, type_: Type) -> int:
    """A number as a value of an integer type.

    Raises:
        Thrown: an OverflowException that names the type.
    """
    low, high = range_of(type_)
    if not low <= value <= high:
        raise named_overflow(type_)
    return value
