"""C# types in one normal form: ``System.Int32`` is ``int``, ``List< String >`` ``List<string>``."""

from __future__ import annotations

import re
from functools import lru_cache

# https://learn.microsoft.com/dotnet/csharp/language-reference/builtin-types/built-in-types
KEYWORDS = {
    "Boolean": "bool",
    "Byte": "byte",
    "SByte": "sbyte",
    "Char": "char",
    "Decimal": "decimal",
    "Double": "double",
    "Single": "float",
    "Int32": "int",
    "UInt32": "uint",
    "Int64": "long",
    "UInt64": "ulong",
    "Int16": "short",
    "UInt16": "ushort",
    "Object": "object",
    "String": "string",
}
FULL = {short: name for name, short in KEYWORDS.items()}

# In the order of C#'s conversions: a sum of two has the type of the later one, or int.
_NUMBERS = (
    *("sbyte", "byte", "short", "ushort", "char", "int", "uint", "long", "ulong"),
    *("float", "double", "decimal"),
)
_RANK = {name: rank for rank, name in enumerate(_NUMBERS)}
_SIGNED = frozenset({"sbyte", "short", "int", "long"})
NUMBERS = frozenset(_NUMBERS) - {"char"}
VALUE_TYPES = NUMBERS | {
    "bool",
    "char",
    "DateTime",
    "DateTimeOffset",
    "Guid",
    "TimeSpan",
    "DayOfWeek",
}

_SPACE = re.compile(r"\s+|/\*.*?\*/|//[^\n]*")
_QUALIFIER = re.compile(r"(?:\w+::)?(?:\w+\.)+(?=\w)|\w+::")
_WORD = re.compile(r"\w+")
_NULLABLE = re.compile(r"Nullable<([^<>]*)>")


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """The normal form of a type as written, without namespaces: C#'s keyword where it has one."""
    text = _QUALIFIER.sub("", _SPACE.sub("", text))
    text = _WORD.sub(lambda match: KEYWORDS.get(match.group(), match.group()), text)
    return _NULLABLE.sub(r"\1?", text).replace(",", ", ")


@lru_cache(maxsize=4096)
def parts(name: str) -> tuple[str, tuple[str, ...]]:
    """A type in normal form taken apart: ``Dictionary<string, int>`` is ``Dictionary`` and its two.

    An array is ``Array`` of its element; ``int?`` is ``Nullable`` of ``int``.
    """
    if name.endswith("]") and "[" in name:
        return "Array", (name[: name.rindex("[")],)
    if name.endswith("?"):
        return "Nullable", (name[:-1],)
    base, bracket, rest = name.partition("<")
    if not bracket:
        return name, ()
    arguments: list[str] = []
    depth = start = 0
    inner = rest[:-1]
    for at, char in enumerate(inner):
        if char in "<[(":
            depth += 1
        elif char in ">])":
            depth -= 1
        elif char == "," and not depth:
            arguments.append(inner[start:at].strip())
            start = at + 1
    arguments.append(inner[start:].strip())
    return base, tuple(arguments)


def arithmetic(left: str, right: str) -> str | None:
    """The type of ``left + right`` for two numbers, None where C# has no such sum or it is hard."""
    if left not in _RANK or right not in _RANK:
        return None
    wider = max(left, right, "int", key=_RANK.__getitem__)
    narrower = min(left, right, key=_RANK.__getitem__)
    if wider == "decimal" and narrower in ("float", "double"):
        return None
    if wider in ("uint", "ulong") and narrower in _SIGNED:
        return None  # long, or as it is where the other is a constant
    return wider


def either(left: str | None, right: str | None) -> str | None:
    """The type of a value that is one or the other, None where that is not clear."""
    if right in (left, "throw"):
        return left
    if left == "throw":
        return right
    if left is None or right is None:
        return None
    if left == "null" or right == "null":
        known = right if left == "null" else left
        return f"{known}?" if known in VALUE_TYPES else known
    return arithmetic(left, right)
