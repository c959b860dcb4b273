"""``Equals``, ``GetHashCode`` and ``==`` of references."""

from __future__ import annotations

import struct
from decimal import Decimal
from typing import Any

from apimgen.csharp.model.types import Form
from apimgen.csharp.run.values.casts import type_of
from apimgen.csharp.run.values.held import Boxed

_PLAIN = frozenset([int, bool, float, Decimal])


def equals(one: Any, other: Any) -> bool:
    """``object.Equals(one, other)``: by value where the types are the same."""
    if one is None or other is None:
        return one is other
    kind = one.__class__
    if kind is str or kind in _PLAIN:
        if kind is float and one != one:  # noqa: PLR0124
            return other.__class__ is float and other != other  # noqa: PLR0124
        return other.__class__ is kind and bool(one == other)
    if isinstance(one, Boxed):
        return isinstance(other, Boxed) and same_values(one, other)
    compare = getattr(one, "csharp_equals", None)
    if compare is not None:
        return bool(compare(other))
    if hasattr(one, "csharp_type"):
        return type_of(one) is type_of(other) and bool(one == other)
    return one is other


def same_values(one: Boxed, other: Boxed) -> bool:
    """Whether two boxes hold the same value of the same type."""
    if one.type is not other.type:
        same = one.type.form is other.type.form is Form.TUPLE
        if not same or one.type.arguments != other.type.arguments:
            return False
    if one.value != one.value:
        return bool(other.value != other.value)
    return bool(one.value == other.value)


def same(one: Any, other: Any) -> bool:
    """``==`` of two references; what is boxed is never the same."""
    if one.__class__ in _PLAIN or isinstance(one, Boxed):
        return False
    return one is other


def hash_of(value: Any) -> int:
    """``GetHashCode()``, the same in every run."""
    kind = value.__class__
    if kind is str:
        return text_hash(value)
    if kind is bool:
        return int(value)
    if kind is int:
        return value  # type: ignore[no-any-return]
    if kind is float:
        return double_hash(value)
    if kind is Decimal:
        return double_hash(float(value))
    if isinstance(value, Boxed):
        return _boxed_hash(value)
    find = getattr(value, "csharp_hash", None)
    if find is not None:
        found: int = find()
        return found
    return id(value) & 0x7FFFFFFF


def _boxed_hash(box: Boxed) -> int:
    value = box.value
    if isinstance(value, str):
        return signed(ord(value) | ord(value) << 16)
    if isinstance(value, int):
        name = box.type.name
        if name in ("long", "ulong"):
            return signed((value & 0xFFFFFFFF) ^ (value >> 32 & 0xFFFFFFFF))
        if name == "sbyte":
            return value ^ value << 8
        if name == "short":
            return (value & 0xFFFF) | value << 16
        return signed(value)
    if isinstance(value, float):
        return int(struct.unpack("<i", struct.pack("<f", value))[0])
    if isinstance(value, tuple):
        found = 0
        for one in value:
            found = signed(((found << 5 | (found & 0xFFFFFFFF) >> 27) + found) ^ hash_of(one))
        return found
    return signed(hash(value))


def signed(value: int) -> int:
    """The low 32 bits of a number, as an ``int``."""
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value & 0x80000000 else value


def double_hash(value: float) -> int:
    """The hash of a ``double``: its two halves together."""
    if value == 0:
        return 0
    low, high = struct.unpack("<ii", struct.pack("<d", value))
    return int(low ^ high)


def text_hash(string: str) -> int:
    """The hash of a ``string``, as .NET Framework's 64 bits have it."""
    one = other = 5381
    for at in range(0, len(string), 2):
        if string[at] == "\0":
            break
        one = ((one << 5) + one ^ ord(string[at])) & 0xFFFFFFFF
        if at + 1 >= len(string) or string[at + 1] == "\0":
            break
        other = ((other << 5) + other ^ ord(string[at + 1])) & 0xFFFFFFFF
    return signed(one + other * 1566083941)
