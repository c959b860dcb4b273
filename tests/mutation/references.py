"""Mistakes in names that refer to what the service has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from apimgen.analysis.service_facts import ServiceFacts
from apimgen.knowledge.model import ValueType
from tests.mutation.known import spots
from tests.mutation.slips import Change, Copy, Slip, Target, misspelt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mutation.tree import Node

_NAMED_VALUE = re.compile(r"\{\{([\w.-]+)\}\}")
_REFERENCES = {ValueType.BACKEND_ID: "backend", ValueType.FRAGMENT_ID: "fragment"}


class _Reference(NamedTuple):
    kind: str
    node: Node
    what: str | None
    start: int
    name: str


def facts_of(root: Node) -> ServiceFacts:
    """A service that has all that a document refers to."""
    names: dict[str, set[str]] = {"named value": set(), "backend": set(), "fragment": set()}
    for reference in _references(root):
        names[reference.kind].add(reference.name)
    return ServiceFacts(
        named_values=frozenset(names["named value"]),
        backends=frozenset(names["backend"]),
        fragments=frozenset(names["fragment"]),
    )


def slips(root: Node) -> Iterator[Slip]:
    """Misspells each reference."""
    for reference in _references(root):
        yield Slip(f"unknown {reference.kind}", reference.name, _renamed(reference))


def _references(root: Node) -> Iterator[_Reference]:
    for spot in spots(root):
        node = spot.node
        values = [*node.attributes.items(), (None, node.text)]
        is_liquid = node.attributes.get("template", "").lower() == "liquid"
        for what, value in values:
            for match in _NAMED_VALUE.finditer(value) if what or not is_liquid else ():
                yield _Reference("named value", node, what, match.start(1), match[1])
        for name, attribute in spot.known.attributes.items():
            given = node.attributes.get(name)
            if attribute.type in _REFERENCES and given and given[0] not in "@{" and given != "dapr":
                yield _Reference(_REFERENCES[attribute.type], node, name, 0, given)


def _renamed(reference: _Reference) -> Change:
    def change(copy: Copy) -> list[Target]:
        _, node, what, start, name = reference
        value = node.text if what is None else node.attributes[what]
        value = value[:start] + misspelt(name) + value[start + len(name) :]
        if what is None:
            copy.of[node].text = value
        else:
            copy.of[node].attributes[what] = value
        return [Target(copy.of[node], what, start)]

    return change
