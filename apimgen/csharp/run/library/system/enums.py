"""``Enum``: values with names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import underlying
from apimgen.csharp.model.types import STRING, Type
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array, Boxed
from apimgen.csharp.run.values.texts import enum_members, enum_text

if TYPE_CHECKING:
    from apimgen.csharp.run.library.system.types import TypeThing


@member("Enum", "HasFlag")
def has_flag(value: Boxed, flag: Boxed) -> bool:
    """``HasFlag(flag)``."""
    return bool(value.value & flag.value == flag.value)


@member("Enum", "CompareTo")
def compare(value: Boxed, other: Boxed | None) -> int:
    """``CompareTo(other)``."""
    if other is None:
        return 1
    return int(value.value > other.value) - int(value.value < other.value)


@member("Enum", "ToString", "string")
def shown(value: Boxed, shape: str | None) -> str:
    """``ToString(format)``."""
    what = (shape or "G").upper()
    if what in ("G", "F"):
        return enum_text(value.value, value.type)
    if what == "D":
        return str(value.value)
    if what == "X":
        sizes = {"byte": 2, "sbyte": 2, "short": 4, "ushort": 4, "long": 16, "ulong": 16}
        digits = sizes.get(underlying(value.type).name, 8)
        return f"{value.value & (1 << 4 * digits) - 1:0{digits}X}"
    raise Thrown(
        "System.FormatException",
        'Format String can be only "G", "g", "X", "x", "F", "f", "D" or "d".',
    )


def number_of(text: str | None, of: Type, *, any_case: bool) -> int | None:
    """The value that a text means; None where it means none."""
    if not text or not text.strip():
        return None
    members = enum_members(of)
    if any_case:
        members = {name.lower(): one for name, one in reversed(members.items())}
    found = 0
    for part in text.split(","):
        word = part.strip()
        if word[:1].isdigit() or word[:1] in ("-", "+"):
            try:
                found |= int(word)
            except ValueError:
                return None
            continue
        value = members.get(word.lower() if any_case else word)
        if value is None:
            return None
        found |= value
    return found


def _parsed(of: Type, text: str | None, *, any_case: bool) -> Boxed:
    if text is None:
        message = "Value cannot be null.\r\nParameter name: value"
        raise Thrown("System.ArgumentNullException", message, data={"ParamName": "value"})
    found = number_of(text, of, any_case=any_case)
    if found is None:
        message = f"Requested value '{text.strip()}' was not found."
        if not text.strip():
            message = "Must specify valid information for parsing in the string."
        raise Thrown("System.ArgumentException", message)
    return Boxed(of, found)


@member("Enum", "Parse", "Type, string")
def parse(of: TypeThing, text: str | None) -> Boxed:
    """``Enum.Parse(type, text)``."""
    return _parsed(of.of, text, any_case=False)


@member("Enum", "Parse", "Type, string, bool")
def parse_in_any_case(of: TypeThing, text: str | None, any_case: bool) -> Boxed:
    """``Enum.Parse(type, text, ignoreCase)``."""
    return _parsed(of.of, text, any_case=any_case)


@member("Enum", "TryParse", "string, TEnum", types=True)
def try_parse(types: tuple[Type, ...], text: str | None) -> tuple[bool, int]:
    """``Enum.TryParse<T>(text, out value)``."""
    found = number_of(text, types[0], any_case=False)
    return found is not None, found or 0


@member("Enum", "TryParse", "string, bool, TEnum", types=True)
def try_parse_in_any_case(
    types: tuple[Type, ...],
    text: str | None,
    any_case: bool,
) -> tuple[bool, int]:
    """``Enum.TryParse<T>(text, ignoreCase, out value)``."""
    found = number_of(text, types[0], any_case=any_case)
    return found is not None, found or 0


@member("Enum", "IsDefined")
def is_defined(of: TypeThing, value: Any) -> bool:
    """``Enum.IsDefined(type, value)``."""
    members = enum_members(of.of)
    if isinstance(value, str):
        return value in members
    return getattr(value, "value", value) in members.values()


@member("Enum", "GetName")
def name_of(of: TypeThing, value: Any) -> str | None:
    """``Enum.GetName(type, value)``."""
    number = getattr(value, "value", value)
    for name, one in enum_members(of.of).items():
        if one == number:
            return name
    return None


@member("Enum", "GetNames")
def names(of: TypeThing) -> Array:
    """``Enum.GetNames(type)``."""
    members = enum_members(of.of)
    return Array(STRING, sorted(members, key=lambda name: members[name] & 0xFFFFFFFFFFFFFFFF))


@member("Enum", "GetValues")
def values(of: TypeThing) -> Array:
    """``Enum.GetValues(type)``."""
    return Array(of.of, sorted(enum_members(of.of).values(), key=lambda one: one & (1 << 64) - 1))
