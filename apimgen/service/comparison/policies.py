"""Which policies of two inventories are the same one, and what differs in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apimgen.compare.comparison import POLICY, ResourceDifference
from apimgen.compare.difference import Difference, Kind
from apimgen.compare.policies import Called, compare
from apimgen.compare.sides import side_of_texts
from apimgen.service.comparison.made import scope_of
from apimgen.service.resources.bodies import policy_id

if TYPE_CHECKING:
    from apimgen.inventory.model.policy import Policy
    from apimgen.service.comparison.made import Made


def differing_policies(left: Made, right: Made) -> tuple[list[ResourceDifference], set[str]]:
    """The policies of two inventories that differ, and the keys of all.

    Policies are the same where their scopes are, whatever they are called; those that have no
    scope where their names are.
    """
    was, now = _by_key(left, right), _by_key(right, left)
    documents = [
        side_of_texts((key, made.texts[policy.name]) for key, policy in policies.items()).policies
        for made, policies in ((left, was), (right, now))
    ]
    named = {**was, **now}
    called = {}
    for key, policy in named.items():
        scope = scope_of(policy) or (scope_of(was[key]) if key in was else None)
        called[key] = Called(scope or policy.name, policy.name)
    found = {one.id: one for one in compare(documents[0], documents[1], called)}
    for key in was.keys() & now.keys():
        before, after = scope_of(was[key]), scope_of(now[key])
        if (before is None) is not (after is None):
            kind = Kind.ADDED if before is None else Kind.REMOVED
            id_, name = called[key]
            beside = found.get(id_, ResourceDifference(POLICY, id_, Kind.CHANGED, (), policy=name))
            part = Difference(kind, "scope", before, after)
            found[id_] = replace(beside, differences=(part, *beside.differences))
    return sorted(found.values(), key=lambda one: one.id), {*named}


def _by_key(side: Made, other: Made) -> dict[str, Policy]:
    """The policies of a side, each by the key that its like on the other side has too."""
    taken = {policy_id(policy.scope).key for policy in side.policies if policy.scope is not None}
    beside = {p.name: policy_id(p.scope).key for p in other.policies if p.scope is not None}
    found = {}
    for policy in side.policies:
        if policy.scope is not None:
            found[policy_id(policy.scope).key] = policy
        else:
            alike = beside.get(policy.name)
            found[policy.name if alike is None or alike in taken else alike] = policy
    return found
