"""The members of ``BitConverter``: numbers as bytes, the least first."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import BYTE
from apimgen.csharp.run.library.failures import OF_INDEX, argument, argument_null, out_of_range
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array

if TYPE_CHECKING:
    from collections.abc import Callable

_CODES = {
    "bool": ("?", "ToBoolean"),
    "short": ("<h", "ToInt16"),
    "ushort": ("<H", "ToUInt16"),
    "int": ("<i", "ToInt32"),
    "uint": ("<I", "ToUInt32"),
    "long": ("<q", "ToInt64"),
    "ulong": ("<Q", "ToUInt64"),
    "float": ("<f", "ToSingle"),
    "double": ("<d", "ToDouble"),
}
_SHORT = (
    "Destination array is not long enough to copy all the items in the collection. Check array "
    "index and length."
)


def _bytes(array: Array | None, start: int, size: int) -> bytes:
    if array is None:
        raise argument_null("value")
    if not 0 <= start < len(array):
        raise out_of_range("startIndex", OF_INDEX)
    if start > len(array) - size:
        raise argument(_SHORT, "value")
    return bytes(array.items[start : start + size])


def _writer(code: str) -> Callable[[Any], Array]:
    return lambda value: Array(BYTE, list(struct.pack(code, value)))


def _reader(code: str) -> Callable[[Array | None, int], Any]:
    size = struct.calcsize(code)
    return lambda array, start: struct.unpack(code, _bytes(array, start, size))[0]


for _keyword, (_code, _name) in _CODES.items():
    member("BitConverter", "GetBytes", _keyword)(_writer(_code))
    member("BitConverter", _name)(_reader(_code))

member("BitConverter", "IsLittleEndian")(lambda: True)


@member("BitConverter", "GetBytes", "char")
def _of_char(value: str) -> Array:
    return Array(BYTE, list(struct.pack("<H", ord(value))))


@member("BitConverter", "ToChar")
def _to_char(array: Array | None, start: int) -> str:
    return chr(struct.unpack("<H", _bytes(array, start, 2))[0])


@member("BitConverter", "DoubleToInt64Bits")
def _to_bits(value: float) -> int:
    found: int = struct.unpack("<q", struct.pack("<d", value))[0]
    return found


@member("BitConverter", "Int64BitsToDouble")
def _from_bits(value: int) -> float:
    found: float = struct.unpack("<d", struct.pack("<q", value))[0]
    return found


@member("BitConverter", "ToString")
def _text(array: Array | None, start: int = 0, length: int | None = None) -> str:
    if array is None:
        raise argument_null("value")
    size = len(array)
    if start < 0 or (start >= size and start > 0):
        raise out_of_range("startIndex", "StartIndex cannot be less than zero.")
    if length is None:
        length = size - start
    if length < 0:
        raise out_of_range("length", "Value must be positive.")
    if start > size - length:
        raise argument(_SHORT)
    return "-".join(f"{one:02X}" for one in array.items[start : start + length])
