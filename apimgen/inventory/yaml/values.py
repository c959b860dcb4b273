"""The tree of nodes as plain values: words resolved and variables filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from apimgen.inventory.problems import Fault
from apimgen.inventory.yaml.nodes import Scalar, Sequence, Use
from apimgen.inventory.yaml.scalars import Interpolated, resolve
from apimgen.inventory.yaml.variables import expand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.finding import Place
    from apimgen.inventory.yaml.places import Path, PlaceMap


class _Unusable:
    """Stands where nothing is written or a variable failed: no field takes it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNUSABLE"


PROBLEMS_MAX: Final = 10
"""How many variables are told of in one value."""

_VARIABLE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)")

UNUSABLE: Final = _Unusable()


class Values:
    """Plain values, and what could not become one.

    Attributes:
        data: mappings as ``dict``, lists as ``tuple``, scalars; ``UNUSABLE`` for what is none.
        broken: the ways to values that a variable has spoiled; nothing more is said about them.
        faults: what is wrong, each with its place.
        deferred: the same for what only live commands need.
    """

    def __init__(self) -> None:
        self.data: Any = None
        self.broken: set[Path] = set()
        self.faults: list[tuple[Place, Fault]] = []
        self.deferred: list[tuple[Place, Fault]] = []

    def usable(self, path: Path) -> bool:
        """Whether no variable has spoiled this value or one around it."""
        return not self.broken or not any(
            path[:length] in self.broken for length in range(len(path) + 1)
        )

    def at(self, *path: str | int) -> Any:
        """The value that the way leads to; ``UNUSABLE`` where it leads nowhere."""
        found = self.data
        for step in path:
            if isinstance(found, tuple) and isinstance(step, int) and step < len(found):
                found = found[step]
            elif isinstance(found, dict):
                found = found.get(step, UNUSABLE)
            else:
                return UNUSABLE
        return found

    def text(self, *path: str | int) -> str | None:
        """The text that the way leads to, where there is some."""
        found = self.at(*path)
        return str(found) if isinstance(found, str) else None

    def literal(self, *path: str | int) -> str | None:
        """The same, where no variable is part of it, so that a message may quote it."""
        found = self.at(*path)
        return found if isinstance(found, str) and not isinstance(found, Interpolated) else None

    def number(self, *path: str | int) -> int | None:
        """The whole number that the way leads to, where there is one."""
        found = self.at(*path)
        if isinstance(found, Interpolated):
            found = found.resolve()
        return found if type(found) is int else None

    def flag(self, *path: str | int) -> bool | None:
        """The truth value that the way leads to, where there is one."""
        found = self.at(*path)
        if isinstance(found, Interpolated):
            found = found.resolve()
        return found if isinstance(found, bool) else None

    def length(self, *path: str | int) -> int:
        """How many items the list has that the way leads to; 0 where there is none."""
        found = self.at(*path)
        return len(found) if isinstance(found, tuple) else 0


def read(root: Use, places: PlaceMap, environ: Mapping[str, str]) -> Values:
    """The values of a tree; ``places`` learns how variables were filled in."""
    reader = _Reader(places, environ)
    reader.out.data = reader.value(root, ())
    return reader.out


class _Reader:
    """Reads one tree. Its depth is bounded where the tree is built."""

    def __init__(self, places: PlaceMap, environ: Mapping[str, str]) -> None:
        self.out = Values()
        self._places = places
        self._environ = environ

    def value(self, use: Use, path: Path) -> Any:
        node = use.node
        if isinstance(node, Scalar):
            names = _key_in_a_variable(path, node.value)
            return self._refuse_key(names[0], path) if names else self._scalar(node, path)
        if isinstance(node, Sequence):
            return tuple(self.value(item, (*path, index)) for index, item in enumerate(node.items))
        found = {}
        for key, entry in node.entries.items():
            value = self.value(entry, (*path, key))
            if value is not None:
                found[key] = value
        return found

    def _refuse_key(self, name: str, path: Path) -> Any:
        """Refuses a variable that is to hold the key itself, whether or not it is set."""
        message = (
            f"a key is not filled in here; name where it comes from: {{env: {name}}}, or "
            "{key_vault: https://...}"
        )
        self.out.faults.append((self._places.value(path), Fault("literal-secret", path, message)))
        self.out.broken.add(path)
        return UNUSABLE

    def _scalar(self, node: Scalar, path: Path) -> Any:
        """The value of a scalar; None where a key of ``service`` may as well be absent."""
        expansion = expand(node.value, self._environ)
        if expansion.problems:
            deferred = path[:1] == ("service",) and all(p.optional for p in expansion.problems)
            faults = self.out.deferred if deferred else self.out.faults
            for problem in expansion.problems[:PROBLEMS_MAX]:
                place = self._places.variable(path, problem.offset)
                faults.append((place, Fault(problem.rule, path, problem.message)))
            if deferred:
                return None
            self.out.broken.add(path)
            return UNUSABLE
        if expansion.interpolated and not _is_unicode(expansion.text):
            # Bytes in the environment that are no UTF-8 arrive as lone surrogates
            message = "what the variable holds is not UTF-8"
            place = self._places.value(path)
            self.out.faults.append((place, Fault("encoding", path, message)))
            self.out.broken.add(path)
            return UNUSABLE
        if expansion.pieces:
            self._places.keep(node, expansion)
        if expansion.interpolated:
            return Interpolated(expansion.text)
        if node.plain:
            found = resolve(expansion.text)
            return UNUSABLE if found is None else found
        return expansion.text


def _key_in_a_variable(path: Path, text: str) -> list[str]:
    """The variables that are to put a key itself into the inventory."""
    if "${" not in text:
        return []
    owner, key = path[:1], "secret" if path[:1] == ("named_values",) else "api_key"
    if owner not in {("backends",), ("named_values",)}:
        return []
    is_key = path[-1:] == (key,) or path[-2:] == (key, "env")
    return _VARIABLE.findall(text) if is_key else []


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
