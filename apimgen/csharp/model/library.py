"""Where types come from: the data, read type by type as they are asked for."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model import context
from apimgen.csharp.model.records import record
from apimgen.csharp.model.signatures import constraints_of, member, type_of
from apimgen.csharp.model.types import DOTNET, KEYWORDS, UNKNOWN, Type, named, parameter
from apimgen.csharp.types.allowed import allow_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.csharp.model.members import Constraint, Member

# The namespaces whose types a policy expression may name without them.
USINGS = (
    "System",
    "System.Collections.Generic",
    "System.Globalization",
    "System.IO",
    "System.Linq",
    "System.Net",
    "System.Security.Cryptography",
    "System.Security.Cryptography.X509Certificates",
    "System.Text",
    "System.Text.RegularExpressions",
    "System.Xml",
    "System.Xml.Linq",
    "Newtonsoft.Json",
    "Newtonsoft.Json.Linq",
)


@record()
class Described:
    """What the data says of one type.

    Attributes:
        name: as the data has it.
        namespace: that it is in; empty for a type of the context.
        kind: ``class``, ``struct``, ``interface``, ``enum`` or ``delegate``.
        flags: ``static``, ``abstract``, ``sealed``.
        generics: its type parameters.
        variance: ``in``, ``out`` or empty for each of them.
        constraints: what they must be.
        underlying: the integer type of an enum.
        bases: its base class and its interfaces.
        signatures: its members, not yet read.
    """

    name: str
    namespace: str
    kind: str
    flags: frozenset[str]
    generics: tuple[str, ...]
    variance: tuple[str, ...]
    constraints: tuple[tuple[str, Constraint], ...]
    underlying: Type | None
    bases: tuple[Type, ...]
    signatures: Mapping[str, str | list[str]]
    _members: dict[str, tuple[Member, ...]]

    def declared(self, name: str) -> tuple[Member, ...]:
        """The members of this name that the type itself declares."""
        found = self._members.get(name)
        if found is None:
            texts = self.signatures.get(name, [])
            if isinstance(texts, str):
                texts = [texts]
            owner = self.type
            found = tuple([member(name, text, owner, self.generics) for text in texts])
            self._members[name] = found
        return found

    @property
    def type(self) -> Type:
        """The type, with its own parameters as arguments."""
        return own_type(self.name, self.generics)


def own_type(name: str, generics: tuple[str, ...] = ()) -> Type:
    """A type by the name of its row in the data."""
    return KEYWORDS.get(name) or named(name, *(parameter(one) for one in generics))


class _Library:
    """The rows of the data, and what was made of them."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}
        self.spaces: dict[str, frozenset[str]] = {}
        self.others: frozenset[str] = frozenset()
        self.full: dict[str, str] = {}
        self.extending: list[str] = []
        text = (files(__package__) / "types.jsonl").read_text(encoding="utf-8")
        for line in text.splitlines():
            first, _, rest = line[2:].partition('":"')
            name, _, rest = rest.partition('"')
            if first == "namespace":
                self.spaces[name] = frozenset(json.loads(line)["types"].split())
                continue
            if first == "namespaces":
                self.others = frozenset(name.split())
                continue
            self.rows[name] = line
            space = rest[7 : rest.index('"', 7)]
            short = name.removeprefix(f"{space}.")
            self.full[f"{space}.{short}"] = name
            if "(this " in line:
                self.extending.append(name)
        self.described: dict[str, Described | None] = {}

    def describe(self, name: str) -> Described | None:
        row = context.rows().get(name)
        if row is None:
            line = self.rows.get(name)
            if line is None:
                return None
            row = json.loads(line)
        return _described(row)


def _described(row: Mapping[str, Any]) -> Described:
    written = [one.split() for one in row.get("parameters", "").split(",") if one]
    generics = tuple(one[-1] for one in written)
    underlying = row.get("of")
    return Described(
        name=row["name"],
        namespace=row["in"],
        kind=row["kind"],
        flags=frozenset(row.get("is", "").split()),
        generics=generics,
        variance=tuple(one[0] if len(one) > 1 else "" for one in written),
        constraints=constraints_of(row.get("where", ""), generics),
        underlying=type_of(underlying) if underlying else None,
        bases=tuple(type_of(one, generics) for one in row.get("bases", ())),
        signatures=row.get("members", {}),
        _members={},
    )


@cache
def _library() -> _Library:
    return _Library()


def described(name: str) -> Described | None:
    """What the data says of a type; None where it says nothing.

    Args:
        name: a keyword, or the name as the data has it.
    """
    library = _library()
    name = DOTNET.get(name, name)
    if name not in library.described:
        library.described[name] = library.describe(name)
    return library.described[name]


class AmbiguousError(Exception):
    """A name means two types."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first, second)
        self.first = first
        self.second = second


@cache
def visible(name: str, count: int) -> Type | None:
    """The type that a name without namespace means, with its own parameters as arguments.

    Args:
        name: as written, with dots for nested types.
        count: how many type arguments are given.

    Returns:
        None where there is none; UNKNOWN where there is one of which the data says no more.

    Raises:
        AmbiguousError: if it could be either of two.
    """
    key = f"{name}`{count}" if count else name
    if key in context.rows():
        return own_type(key)
    library = _library()
    outer = key.partition(".")[0]
    spaces = [space for space in USINGS if outer in library.spaces[space]]
    if not spaces:
        # A nested type has all the type arguments at its end: Dictionary.Enumerator`2.
        return None
    if len(spaces) > 1:
        # Published policies name Formatting without its namespace, so the service can't mean both.
        allowed = allow_list().qualified
        spaces = [space for space in spaces if f"{space}.{name}" in allowed] or spaces
    if len(spaces) > 1:
        raise AmbiguousError(f"{spaces[0]}.{name}", f"{spaces[1]}.{name}")
    return qualified(f"{spaces[0]}.{name}", count)


@cache
def qualified(name: str, count: int) -> Type | None:
    """The type of a full name; as :func:`visible` otherwise."""
    library = _library()
    key = f"{name}`{count}" if count else name
    found = library.full.get(key)
    if found is not None:
        info = described(found)
        return info.type if info else None
    space, _, last = key.rpartition(".")
    if space in library.spaces:
        return UNKNOWN if last in library.spaces[space] else None
    if space in library.full:
        return None
    known = space in library.others or space in allow_list().namespaces
    return UNKNOWN if known and space not in namespaces() else None


@cache
def namespaces() -> frozenset[str]:
    """All that a full name may begin with, of the namespaces in the data."""
    found: set[str] = set()
    for space in _library().spaces:
        steps = space.split(".")
        found.update(".".join(steps[: at + 1]) for at in range(len(steps)))
    return frozenset(found)


@cache
def arities(name: str) -> tuple[int, ...]:
    """How many type arguments a type of this name may take, for a message."""
    keys = set().union(*(_library().spaces[space] for space in USINGS))
    return tuple(count for count in range(9) if (f"{name}`{count}" if count else name) in keys)


@cache
def names() -> frozenset[str]:
    """The names of all types that the data describes, for the nearest one."""
    return frozenset(name.partition("`")[0] for name in (*_library().rows, *context.rows()))


@cache
def extensions(name: str) -> tuple[Member, ...]:
    """The extension methods of a name, of all types that expressions see."""
    found: list[Member] = []
    for owner in (*_library().extending, context.EXTENSIONS):
        info = described(owner)
        if info is not None and name in info.signatures and info.namespace in ("", *USINGS):
            methods = info.declared(name)
            found += [one for one in methods if getattr(one, "extension", False)]
    return tuple(found)


@cache
def extension_names() -> frozenset[str]:
    """The names of all extension methods, for the nearest one."""
    owners = (described(one) for one in (*_library().extending, context.EXTENSIONS))
    return frozenset(name for one in owners if one is not None for name in one.signatures)
