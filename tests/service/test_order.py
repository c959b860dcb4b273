"""Ids, and the order in which resources are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.service.resources.kinds import (
    FRAGMENT,
    LINK,
    NAMED_VALUE,
    OPERATION,
    POLICY,
    ResourceKind,
)
from apimgen.service.resources.references import in_order, levels, references_of
from apimgen.service.resources.resource import Resource, ResourceId
from apimgen.service.resources.target import Target

numbers = st.integers(0, 7)
graphs = st.dictionaries(numbers, st.sets(numbers), max_size=8)


def value(number: int) -> ResourceId:
    return ResourceId(f"namedValues/{number}")


@given(graphs)
def test_each_comes_after_what_it_refers_to(graph: dict[int, set[int]]) -> None:
    # Only references to smaller numbers, so that there are no circles.
    resources = [
        Resource(value(n), {}, references=frozenset(value(m) for m in below if m < n))
        for n, below in graph.items()
    ]
    ordered = in_order(resources)
    assert sorted(r.id.path for r in ordered) == sorted(r.id.path for r in resources)
    seen: set[ResourceId] = set()
    for level in levels(resources):
        there = {r.id for r in resources}
        assert all(r.references & there <= seen for r in level)
        seen |= {resource.id for resource in level}


def test_a_circle_is_left_to_the_service() -> None:
    first, second = ResourceId("policyFragments/a"), ResourceId("policyFragments/b")
    circle = [
        Resource(first, {}, references=frozenset({second})),
        Resource(second, {}, references=frozenset({first})),
    ]
    assert in_order(circle) == circle


def test_what_a_policy_refers_to() -> None:
    text = (
        '<policies><inbound><include-fragment fragment-id="f" />'
        '<set-backend-service backend-id="pool" /><set-backend-service base-url="{{ us1 }}" />'
        "</inbound></policies>"
    )
    found = references_of(ResourceId("apis/a/operations/o/policies/policy"), {"value": text})
    assert {id_.path for id_ in found} == {
        "apis/a/operations/o",
        "policyFragments/f",
        "backends/pool",
        "namedValues/us1",
    }


def test_what_a_pool_refers_to() -> None:
    members = [{"id": "/backends/a"}, {"id": "/subscriptions/s/backends/b"}]
    found = references_of(ResourceId("backends/p"), {"pool": {"services": members}})
    assert {id_.path for id_ in found} == {"backends/a", "backends/b"}


@pytest.mark.parametrize(
    ("path", "kind", "label"),
    [
        ("namedValues/us1", NAMED_VALUE, "us1"),
        ("apis/a/operations/o", OPERATION, "a/o"),
        ("policies/policy", POLICY, "global"),
        ("products/p/policies/policy", POLICY, "product/p"),
        ("apis/a/policies/policy", POLICY, "api/a"),
        ("apis/a/operations/o/policies/policy", POLICY, "api/a/operation/o"),
        ("products/p/apis/a", LINK, "products/p/apis/a"),
        ("policyFragments/f", FRAGMENT, "f"),
    ],
)
def test_kinds_and_labels(path: str, kind: ResourceKind, label: str) -> None:
    resource = ResourceId(path)
    assert (resource.kind, resource.label) == (kind, label)


def test_a_service_by_its_id() -> None:
    target = Target("s", "g", "n")
    assert Target.from_id(target.id) == target
    assert Target.from_id(target.id.replace("resourceGroups", "resourcegroups")) == target
    with pytest.raises(ValueError, match="not the id"):
        Target.from_id("/subscriptions/s")
