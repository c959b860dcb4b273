"""What each routing needs, by one answer for everybody."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from apimgen.inventory import Routing
from apimgen.routing.routes import entities, named_values, route_of
from tests.render.making import HEAD, inventory


@pytest.mark.parametrize("word", Routing)
def test_each_word_has_its_module(word: Routing) -> None:
    assert find_spec(f"apimgen.routing.strategies.{word.value}")


@pytest.mark.parametrize(
    ("policy", "needed"),
    [
        ("", {"us1": "https://us1.openai.azure.com/", "us2": "https://us2.openai.azure.com/"}),
        ("endpoints: inline", {}),
        (
            "backends: [us2]\nauth: api-key",
            {"us2": "https://us2.openai.azure.com/", "us2-key": "environment variable US2_KEY"},
        ),
        (
            "endpoints: inline\nauth: api-key\nrouting: single\nbackends: [us1]",
            {"us1-key": "environment variable US1_KEY"},
        ),
        ("routing: pool", {}),
        (
            "routing: pool\nauth: api-key\nbackends: [us1]",
            {"us1-key": "environment variable US1_KEY"},
        ),
    ],
)
def test_the_named_values_are_those_that_the_document_or_its_entities_refer_to(
    policy: str, needed: dict[str, str]
) -> None:
    of = inventory(policy)
    assert {value.name: value.origin for value in named_values(of, of.policies)} == needed


def test_candidates_come_in_the_policys_order() -> None:
    of = inventory("backends: [us2, us1]")
    route = route_of(of, of.policies[0])
    assert [each.backend.name for each in route.candidates] == ["us2", "us1"]
    assert (route.entities, route.pool) == ((), None)


def test_policies_share_the_entities_of_their_backends_and_have_pools_of_their_own() -> None:
    of = inventory(
        "routing: pool\nbackends: [us2]",
        HEAD.replace("  - name: p\n", "  - {name: q, routing: pool}\n  - name: p\n"),
    )
    assert [each.name for each in entities(of, of.policies)] == ["us1", "us2", "q-pool", "p-pool"]
    route = route_of(of, of.policies[1])
    assert [each.name for each in route.entities] == ["us2", "p-pool"]
    assert route.pool is route.entities[-1]


def test_a_pool_that_matches_deployments_has_an_entity_and_a_breaker_for_each() -> None:
    of = inventory(
        "routing: pool\nmatch_deployment: true\ncooldown: {}",
        HEAD.replace(
            'us1.openai.azure.com/",',
            'us1.openai.azure.com/", deployments: [gpt-4o, {name: Ada, backend_name: ada-east}],',
        ),
    )
    route = route_of(of, of.policies[0])
    urls = {each.name: each.properties.get("url") for each in route.entities if each.kind != "pool"}
    assert urls == {
        "us1": "https://us1.openai.azure.com/",
        "us2": "https://us2.openai.azure.com/",
        "us1-gpt-4o": "https://us1.openai.azure.com/openai/deployments/gpt-4o",
        "us1-ada": "https://us1.openai.azure.com/openai/deployments/ada-east",
        # us2 lists none, so it may have any.
        "us2-gpt-4o": "https://us2.openai.azure.com/openai/deployments/gpt-4o",
        "us2-ada": "https://us2.openai.azure.com/openai/deployments/ada",
    }
    assert [str(pool) for pool in route.pools] == [
        "us1-gpt-4o or us2-gpt-4o",
        "us1-ada or us2-ada",
    ]
    assert str(route.pool) == "us1 or us2"


def test_a_weight_of_zero_takes_a_backend_out_of_every_routing() -> None:
    head = HEAD.replace('us1.openai.azure.com/",', 'us1.openai.azure.com/", weight: 0,')
    for routing in ("random", "weighted", "priority", "pool", "single"):
        of = inventory(f"routing: {routing}", head)
        route = route_of(of, of.policies[0])
        assert [each.backend.name for each in route.candidates] == ["us2"]
        assert "us1" not in str(route.pool)
