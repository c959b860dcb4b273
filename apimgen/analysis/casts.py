"""Whether a value of one C# type, kept as an object, can be cast to another.

A cast of an object only ever unboxes or goes along the line of inheritance: it neither converts a
number to another type of number nor to text, whatever a cast of the value itself would do
(https://learn.microsoft.com/dotnet/csharp/programming-guide/types/boxing-and-unboxing).
"""

from __future__ import annotations

# Without char: what looks like one is mostly a text's first, taken of what is really a list.
_NUMBERS = {"byte", "sbyte", "decimal", "double", "float", "int", "uint", "long", "ulong"}
_VALUES = frozenset(
    {*_NUMBERS, "short", "ushort", "bool", "DateTime", "DateTimeOffset", "TimeSpan", "Guid"}
)
# What each class is besides itself and object; for a type that is not here, nothing is said.
_BASES: dict[str, frozenset[str]] = {
    "string": frozenset(),
    "JObject": frozenset({"JToken", "JContainer"}),
    "JArray": frozenset({"JToken", "JContainer"}),
    "JProperty": frozenset({"JToken", "JContainer"}),
    "JValue": frozenset({"JToken"}),
    "IResponse": frozenset(),
    "Jwt": frozenset(),
    "XElement": frozenset({"XNode", "XContainer", "XObject"}),
    "XDocument": frozenset({"XNode", "XContainer", "XObject"}),
}
_ALL_BASES = frozenset().union(*_BASES.values())


def without_null(name: str | None) -> str | None:
    """A type as it is when it is kept as an object: ``int?`` is an int there, or null."""
    return None if name in (None, "null") else name.removesuffix("?")


def cast_fails(stored: str | None, asked: str) -> bool:
    """Whether the cast is sure to throw, for any value but null.

    Args:
        stored: the type of the value, in normal form; None where it is not known.
        asked: the type in the cast.
    """
    asked = asked.removesuffix("?")
    if stored is None or stored == asked:
        return False
    is_plain = stored in _VALUES or stored in _BASES or stored.endswith("[]")
    is_asked = asked in _VALUES or asked in _BASES or asked in _ALL_BASES
    return is_plain and is_asked and asked not in _BASES.get(stored, ())
