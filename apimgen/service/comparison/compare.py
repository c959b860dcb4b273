"""Compares two inventories, or an inventory with the live service.

Of two inventories nothing is left out; of the live service only what the inventory makes is
compared. No value of a secret is read or shown: between two inventories a secret is where it comes
from. Nothing here connects, so comparing two inventories needs no service.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apimgen.compare.comparison import Comparison, ResourceDifference
from apimgen.compare.difference import Difference, Kind
from apimgen.compare.policies import Called, compare
from apimgen.compare.sides import side_of_texts
from apimgen.errors import ApimgenError
from apimgen.service.comparison.outcome import comparison
from apimgen.service.comparison.parts import between_resources, to_live, whole
from apimgen.service.comparison.policies import differing_policies
from apimgen.service.resources import policy_text
from apimgen.service.resources.bodies import policy_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apimgen.compare.normal import Node
    from apimgen.service.comparison.made import Made
    from apimgen.service.resources.resource import Live, ResourceId


def between(left: Made, right: Made) -> Comparison:
    """Compares all that two inventories make."""
    was, now = left.others, right.others
    found = []
    for key in sorted({*was, *now}):
        before, after = was.get(key), now.get(key)
        if before is None or after is None:
            found.append(whole(before, after))
        elif parts := between_resources(before, after):
            found.append(_changed(after.id, parts))
    policies, keys = differing_policies(left, right)
    return comparison(left.name, right.name, keys, {*was, *now}, [*found, *policies])


def with_live(
    wanted: Made, live: Mapping[ResourceId, Live], name: str, *, live_is_left: bool
) -> Comparison:
    """Compares all that an inventory makes with what a service has of it.

    Args:
        wanted: what the inventory makes.
        live: what the service has.
        name: what the service is called.
        live_is_left: which side it is.
    """
    there = {id_.key: one for id_, one in live.items()}
    found = []
    for key, one in wanted.others.items():
        beside = there.get(key)
        if beside is None:
            found.append(whole(None, one))
        elif parts := to_live(beside, one):
            found.append(_changed(one.id, parts))
    scoped = {p.name: policy_id(p.scope) for p in wanted.policies if p.scope is not None}
    here = side_of_texts((id_.key, wanted.texts[name]) for name, id_ in scoped.items()).policies
    documents = {id_.key: _document(there[id_.key]) for id_ in scoped.values() if id_.key in there}
    called = {id_.key: Called(id_.label, name) for name, id_ in scoped.items()}
    if live_is_left:
        sides = name, wanted.name
        policies = compare(documents, here, called)
    else:
        sides = wanted.name, name
        policies = compare(here, documents, called)
        found = [_turned(one) for one in found]
    return comparison(*sides, here, wanted.others, [*found, *policies])


def _turned(one: ResourceDifference) -> ResourceDifference:
    """The same, seen from the other side."""
    kind = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
    parts = (
        Difference(kind.get(part.kind, part.kind), part.path, part.right, part.left)
        for part in one.differences
    )
    return replace(one, kind=kind.get(one.kind, one.kind), differences=tuple(parts))


def _document(live: Live) -> Node:
    text = policy_text.as_rawxml(str(live.properties.get("value") or ""))
    node = policy_text.normal_form(text)
    if node is None:
        raise ApimgenError(f"the live {live.id} is not a well-formed document")
    return node


def _changed(resource: ResourceId, parts: Iterable[Difference]) -> ResourceDifference:
    return ResourceDifference(resource.kind.word, resource.label, Kind.CHANGED, tuple(parts))
