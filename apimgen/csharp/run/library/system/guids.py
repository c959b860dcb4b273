"""``Guid``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.equality import Comparable
from apimgen.csharp.run.library.failures import argument, argument_null, bad_format
from apimgen.csharp.run.library.formatting import Formattable
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.encodings import array_of, octets_of
from apimgen.csharp.run.values.casts import unboxed

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.values import Array

_G = "Guid"
_FORMAT = 'Format String can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".'
_SHAPES = {
    "N": re.compile(r"[0-9a-fA-F]{32}"),
    "D": re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "B": re.compile(r"\{[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}"),
    "P": re.compile(r"\([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\)"),
    "X": re.compile(
        r"\{0x[0-9a-fA-F]{1,8},0x[0-9a-fA-F]{1,4},0x[0-9a-fA-F]{1,4},"
        r"\{0x[0-9a-fA-F]{1,2}(?:,0x[0-9a-fA-F]{1,2}){7}\}\}"
    ),
}
_BAD = "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."
_UNKNOWN = "Unrecognized Guid format."


class Guid(Formattable, Comparable):
    """A ``Guid``.

    Attributes:
        value: as Python has it.
    """

    __slots__ = ("value",)

    def __init__(self, value: UUID) -> None:
        self.value = value

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(_G)

    def csharp_format(self, format_: str | None) -> str:
        """What ``ToString(format)`` gives."""
        letter = (format_ or "D").upper()
        text = str(self.value)
        if letter == "D":
            return text
        if letter == "N":
            return text.replace("-", "")
        if letter in ("B", "P"):
            return f"{{{text}}}" if letter == "B" else f"({text})"
        if letter != "X":
            raise bad_format(_FORMAT)
        one, two, three, *rest = text.split("-")
        tail = "".join(rest)
        octets = ",".join(f"0x{tail[at : at + 2]}" for at in range(0, 16, 2))
        return f"{{0x{one},0x{two},0x{three},{{{octets}}}}}"

    def csharp_equals(self, other: Any) -> bool:
        """Whether it is the same."""
        other = unboxed(other)
        return isinstance(other, Guid) and other.value == self.value

    def __eq__(self, other: object) -> bool:
        return self.csharp_equals(other)

    def __hash__(self) -> int:
        return self.csharp_hash()

    def csharp_hash(self) -> int:
        """As .NET Framework makes it of the parts."""
        octets = self.value.bytes_le
        first = int.from_bytes(octets[:4], "little")
        second = int.from_bytes(octets[4:6], "little") << 16 | int.from_bytes(octets[6:8], "little")
        found = (first ^ second ^ (octets[10] << 24 | octets[15])) & 0xFFFFFFFF
        return found - (1 << 32) if found >= 1 << 31 else found

    def csharp_compare(self, other: Any) -> int:
        """Which comes first."""
        other = unboxed(other)
        if other is None:
            return 1
        if not isinstance(other, Guid):
            raise argument("Object must be of type GUID.", "value")
        return (self.value > other.value) - (self.value < other.value)


def _read(text: str, letter: str = "") -> Guid | None:
    text = text.strip()
    for known, shape in _SHAPES.items():
        if (not letter or letter == known) and shape.fullmatch(text):
            if known == "X":
                sizes = (8, 4, 4, *([2] * 8))
                parts = re.findall(r"0x([0-9a-fA-F]+)", text)
                both = zip(parts, sizes, strict=True)
                return Guid(UUID("".join(one.zfill(size) for one, size in both)))
            return Guid(UUID(text.strip("{}()")))
    return None


@member(_G, "Parse")
def parsed(text: str | None, name: str = "input") -> Guid:
    """A Guid in any of its formats.

    Raises:
        Thrown: an ArgumentNullException or a FormatException.
    """
    if text is None:
        raise argument_null(name)
    found = _read(text)
    if found is None:
        raise bad_format(_BAD if text.strip() else _UNKNOWN)
    return found


@member(_G, "new", "string")
def _new(text: str | None) -> Guid:
    found: Guid = parsed(text, "g")
    return found


@member(_G, "new", "")
@member(_G, "Empty")
def _empty() -> Guid:
    return Guid(UUID(int=0))


@member(_G, "new", "byte[]")
def _of_bytes(array: Array | None) -> Guid:
    octets = octets_of(array, "b")
    if len(octets) != 16:
        message = "Byte array for GUID must be exactly 16 bytes long."
        raise argument(message, "b")
    return Guid(UUID(bytes_le=octets))


@member(_G, "new", "int, short, short, byte[]")
def _of_parts(first: int, second: int, third: int, array: Array | None) -> Guid:
    octets = octets_of(array, "d")
    if len(octets) != 8:
        message = "Byte array for GUID must be exactly 8 bytes long."
        raise argument(message, "d")
    return _of_all(first, second, third, *octets)


def _of_all(first: int, second: int, third: int, *rest: int) -> Guid:
    head = (
        (first & 0xFFFFFFFF).to_bytes(4, "big")
        + (second & 0xFFFF).to_bytes(2, "big")
        + (third & 0xFFFF).to_bytes(2, "big")
    )
    return Guid(UUID(bytes=head + bytes(rest)))


_EIGHT = ", ".join(["byte"] * 8)
member(_G, "new", f"int, short, short, {_EIGHT}")(_of_all)
member(_G, "new", f"uint, ushort, ushort, {_EIGHT}")(_of_all)


@member(_G, "NewGuid", host=True)
def _random(host: Host) -> Guid:
    return Guid(UUID(bytes=host.dice.octets(16), version=4))


@member(_G, "TryParse")
def _try(text: str | None) -> tuple[bool, Guid]:
    found = None if text is None else _read(text)
    return (False, Guid(UUID(int=0))) if found is None else (True, found)


def _letter(format_: str | None) -> str:
    if format_ is None:
        raise argument_null("format")
    letter = format_.upper()
    if letter not in _SHAPES:
        raise bad_format(_FORMAT)
    return letter


@member(_G, "ParseExact")
def _exact(text: str | None, format_: str | None) -> Guid:
    if text is None:
        raise argument_null("input")
    found = _read(text, _letter(format_))
    if found is None:
        raise bad_format(_BAD)
    return found


@member(_G, "TryParseExact")
def _try_exact(text: str | None, format_: str | None) -> tuple[bool, Guid]:
    try:
        found = None if text is None else _read(text, _letter(format_))
    except Thrown:
        found = None
    return (False, Guid(UUID(int=0))) if found is None else (True, found)


@member(_G, "ToByteArray")
def _bytes(one: Guid) -> Array:
    return array_of(one.value.bytes_le)


@member(_G, "ToString")
def _text(one: Guid, format_: str | None = None, _provider: Any = None) -> str:
    return one.csharp_format(format_)


member(_G, "CompareTo")(lambda one, other: one.csharp_compare(other))
member(_G, "Equals")(lambda one, other: one.csharp_equals(other))
member(_G, "op_Equality")(lambda one, other: one.value == other.value)
member(_G, "op_Inequality")(lambda one, other: one.value != other.value)
