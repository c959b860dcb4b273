"""What members give: those of ``context`` (``context.yaml``) and .NET's (``members.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from apimgen.csharp.types.allowed import OBJECT_MEMBERS, read
from apimgen.csharp.types.names import NUMBERS, parts

CONTEXT = "IProxyRequestContext"
_OBJECT = {"ToString": "string", "Equals": "bool", "GetHashCode": "int", "GetType": None}
_PARAMETER = re.compile(r"\b(?:T[01]?|self)\b")


class Member(NamedTuple):
    """What is known of a member.

    Attributes:
        found: whether the type has it; None where the type's members are not all known.
        result: the type of what it gives, None where that is not known.
    """

    found: bool | None
    result: str | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The two files, made ready to look things up.

    Attributes:
        context: the members of each type of ``context``.
        open: the types of ``context`` whose members are not known.
        dotnet: the members of each .NET type, those of its bases among them.
        elements: what each collection yields.
        closed: the .NET types whose members are all known.
        linq: the members of whatever has elements.
    """

    context: dict[str, dict[str, str]]
    open: frozenset[str]
    dotnet: dict[str, dict[str, str | None]]
    elements: dict[str, str]
    closed: frozenset[str]
    linq: dict[str, str | None]


@cache
def catalogue() -> Catalogue:
    """The two files, read once."""
    context, dotnet = read("context.yaml"), read("members.yaml")
    linq = _by_member(dotnet.pop("linq"))
    elements = {"Array": "T0"}
    tables: dict[str, dict[str, str | None]] = {}
    for name in dotnet:
        line: list[dict[str, Any]] = [dotnet[name]]
        while base := line[-1].get("base"):
            line.append(dotnet[base])
        tables[name] = {}
        for entry in reversed(line):
            tables[name] |= _by_member(entry)
            if "elements" in entry:
                elements[name] = entry["elements"]
    numbers = tables.pop("number")
    tables |= dict.fromkeys(NUMBERS, numbers)
    return Catalogue(
        context=context["types"],
        open=frozenset(context["open"]),
        dotnet=tables,
        elements=elements,
        closed=frozenset(name for name in dotnet if dotnet[name].get("closed")),
        linq=linq,
    )


@lru_cache(maxsize=4096)
def member(of: str, name: str, argument: str | None = None) -> Member:
    """What a member of a type is.

    Args:
        of: the type, in normal form.
        name: of the member; ``Item`` is the indexer.
        argument: the method's own type argument, where it is given one.
    """
    base, arguments = parts(of)
    fields = catalogue().context.get(base)
    if name in OBJECT_MEMBERS:
        return Member(found=True, result=_OBJECT[name])
    if fields is not None:
        result = fields.get(name)
        return Member(found=name in fields, result=argument if result == "T" else result)
    if base == "IReadOnlyDictionary" and name == "GetValueOrDefault" and len(arguments) == 2:
        # On headers, query parameters and claims it joins the values; on variables it casts.
        by_value = {"string[]": "string", "object": argument}
        return Member(found=True, result=by_value.get(arguments[1], arguments[1]))
    return _dotnet(of, name, argument)


def _dotnet(of: str, name: str, argument: str | None) -> Member:
    base, arguments = parts(of)
    known = catalogue()
    table = known.dotnet.get(base, {})
    if name in table:
        return Member(found=True, result=_filled(table[name], of, arguments, argument))
    if base in known.elements and name in known.linq:
        yields = element(of)
        result = _filled(known.linq[name], of, (yields,) if yields else (), argument)
        return Member(found=True, result=result)
    return Member(found=False if base in known.closed else None, result=None)


@lru_cache(maxsize=1024)
def element(of: str) -> str | None:
    """What a collection of this type yields, None where that is not known."""
    base, arguments = parts(of)
    yields = catalogue().elements.get(base)
    return _filled(yields, of, arguments, None) if yields else None


@lru_cache(maxsize=1024)
def indexed(of: str) -> str | None:
    """What ``[...]`` on a value of this type gives, None where that is not known."""
    base, arguments = parts(of)
    if base == "Array":
        return arguments[0] if arguments else None
    return member(of, "Item").result


def names(of: str) -> list[str]:
    """The members of a type that a message may suggest."""
    base = parts(of)[0]
    known = catalogue()
    if base in known.context:
        return list(known.context[base])
    linq = known.linq if base in known.elements else {}
    return [*known.dotnet.get(base, {}), *linq, *OBJECT_MEMBERS]


def is_linq(of: str, name: str) -> bool:
    """Whether a member is an extension method of System.Linq on a collection of this type."""
    known = catalogue()
    return name in known.linq and parts(of)[0] in known.elements


def is_context_type(name: str) -> bool:
    """Whether a type (without its arguments) is one of those of ``context``."""
    known = catalogue()
    return name in known.context or name in known.open


def _by_member(entry: dict[str, Any]) -> dict[str, str | None]:
    return {
        name: None if result == "unknown" else result
        for result, found in entry.items()
        if isinstance(found, list)
        for name in found
    }


def _filled(
    result: str | None, of: str, arguments: tuple[str, ...], argument: str | None
) -> str | None:
    if result is None or not _PARAMETER.search(result):
        return result
    values = {"self": of, "T": argument, **{f"T{at}": value for at, value in enumerate(arguments)}}
    if any(values.get(name) is None for name in _PARAMETER.findall(result)):
        return None
    return _PARAMETER.sub(lambda match: values[match.group()] or "", result)
