"""The names of enums' values."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from apimgen.csharp.model.library import described
from apimgen.csharp.model.members import Value
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.text.numbers import number_text

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type

# The enums whose values are flags.
_FLAGS = frozenset(
    {"RegexOptions", "DateTimeStyles", "NumberStyles", "SaveOptions", "LoadOptions"}
    | {"CompareOptions", "ReaderOptions", "UriComponents", "X509KeyStorageFlags"}
)


@cache
def constants(type_: Type) -> dict[str, int]:
    """The values of an enum by their names, in the order of .NET: by value without a sign."""
    found = described(type_.name)
    values: dict[str, int] = {}
    for name in found.signatures if found else ():
        for one in found.declared(name) if found else ():
            if isinstance(one, Value) and isinstance(one.constant, int):
                values[name] = one.constant
    return dict(sorted(values.items(), key=lambda row: row[1] & 0xFFFFFFFFFFFFFFFF))


def enum_text(type_: Type, value: int, format_: str | None = None) -> str:
    """The value of an enum as a text.

    Args:
        type_: the enum.
        value: the number of it.
        format_: ``G``, ``F``, ``D``, ``X`` or nothing.

    Raises:
        Thrown: a FormatException for another format.
    """
    letter = (format_ or "G").upper()
    if letter == "D":
        return str(value)
    if letter == "X":
        return number_text(value, None, "X8")
    if letter not in ("G", "F"):
        message = 'Format String can be only "G", "g", "X", "x", "F", "f", "D" or "d".'
        raise Thrown("System.FormatException", message)
    names = {number: name for name, number in reversed(constants(type_).items())}
    if value in names:
        return names[value]
    if type_.name in _FLAGS or letter == "F":
        return _flags(names, value) or str(value)
    return str(value)


def _flags(names: dict[int, str], value: int) -> str:
    left, found = value, []
    for number, name in sorted(names.items(), reverse=True):
        if number and left & number == number:
            left &= ~number
            found.append(name)
    return "" if left or not found else ", ".join(reversed(found))
