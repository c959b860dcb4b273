"""Which .NET types and members policy expressions may use, from ``allowed.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from apimgen.csharp.model.types import DOTNET
from apimgen.nearest import did_you_mean

# Every value has these, from System.Object, and no policy was ever refused for one of them.
OBJECT_MEMBERS = frozenset({"ToString", "Equals", "GetHashCode", "GetType"})

_CONTEXT = "context"


@cache
def read(name: str) -> Any:
    """The content of one of this package's YAML files."""
    import yaml  # noqa: PLC0415 - only the first expression needs it

    text = (files(__package__) / name).read_bytes()
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


@dataclass(frozen=True, slots=True)
class Members:
    """Which members of a type may be used: only those named, or all but those named."""

    names: frozenset[str]
    only: bool

    def allows(self, member: str) -> bool:
        """Whether this member may be used; ``(Constructor)`` is ``new``."""
        return (member in self.names) == self.only


@dataclass(frozen=True, slots=True)
class AllowList:
    """The table of types.

    Attributes:
        members: by the type's name without namespace, as .NET has it (``String``, not ``string``).
        qualified: the name without namespace, by the full one.
        namespaces: that a qualified name may begin with.
        unlisted: types outside the table about which nothing is said; the data has the reasons.
        refused: well-known types outside the table, with what to use in their place.
        instead: what to use in place of a member, by ``Type.Member``.
    """

    members: dict[str, Members]
    qualified: dict[str, str]
    namespaces: frozenset[str]
    unlisted: frozenset[str]
    refused: dict[str, str]
    instead: dict[str, str]

    def type_problem(self, name: str) -> str | None:
        """Why this type (without namespace) may not be used, None where it may."""
        name = DOTNET.get(name, name)
        if name in self.members or name in self.unlisted:
            return None
        advice = self.refused.get(name)
        if advice is None:
            near = did_you_mean(name, self.members)
            if name.lower() == _CONTEXT:
                near = f'; did you mean "{_CONTEXT}"?'
            return f"{name} is not a type that policy expressions may use{near}"
        return f"policy expressions may not use the type {name}" + (f"; {advice}" if advice else "")

    def member_problem(self, type_name: str, member: str) -> str | None:
        """Why this member of an allowed type may not be used, None where it may.

        ``(Constructor)`` is ``new``, and ``Create()`` is Create without an argument.
        """
        name = DOTNET.get(type_name, type_name)
        rule = self.members.get(name)
        if rule is None or rule.allows(member) or member in OBJECT_MEMBERS:
            return None
        if rule.only and member.endswith("()"):
            return None
        found = f"new {name}" if member == "(Constructor)" else f"{name}.{member}"
        message = f"policy expressions may not use {found}"
        if instead := self.instead.get(f"{name}.{member}"):
            return f"{message}; use {instead}"
        return message + (did_you_mean(member, rule.names) if rule.only else "")


@cache
def allow_list() -> AllowList:
    """The table, read once."""
    data = read("allowed.yaml")
    members: dict[str, Members] = {}
    qualified: dict[str, str] = {}
    namespaces = set(data["namespaces"])
    for namespace, types in data["allowed"].items():
        steps = namespace.split(".")
        namespaces.update(".".join(steps[: at + 1]) for at in range(len(steps)))
        for name, rule in types.items():
            qualified[f"{namespace}.{name}"] = name
            members[name] = _members(rule)
    for name, base in reversed(data["bases"].items()):
        members[name] = Members(members[name].names | members[base].names, only=True)
    return AllowList(
        members=members,
        qualified=qualified,
        namespaces=frozenset(namespaces),
        unlisted=frozenset(data["unlisted"]),
        refused=data["refused"],
        instead=data["instead"],
    )


@cache
def bodies() -> tuple[str, ...]:
    """The types that a body can be read as."""
    return tuple(read("context.yaml")["bodies"])


def _members(rule: str | list[str] | dict[str, list[str]]) -> Members:
    if isinstance(rule, list):
        return Members(frozenset(rule), only=True)
    return Members(frozenset(rule["except"] if isinstance(rule, dict) else ()), only=False)
