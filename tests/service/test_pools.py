"""Pools and circuit breakers, from the inventory to the service and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.service.plan.make import UnworkableError
from tests.service.arm_transport import Fault

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

KEYS = {"US1_KEY": "secret-of-us1", "EU1_KEY": "secret-of-eu1"}

POOL = """
version: 1
backends:
  - {name: us1, url: https://us1.openai.azure.com/, weight: 3, api_key: {env: US1_KEY}}
  - {name: eu1, url: https://eu1.openai.azure.com/, priority: 2, api_key: {env: EU1_KEY}}
apis:
  - {name: openai, path: openai, operations: [POST /chat]}
policies:
  - name: chat
    scope: {api: openai}
    auth: api-key
    routing: pool
    cooldown: {seconds: 30}
    retry: {count: 1, on: [429, 5xx]}
"""

CREATED_IN_ORDER = [
    "namedValues/us1-key",
    "namedValues/eu1-key",
    "apis/openai",
    "backends/us1",
    "backends/eu1",
    "apis/openai/operations/post-chat",
    "backends/chat-pool",
    "apis/openai/policies/policy",
]


@pytest.fixture
def applied(driver: Driver, server: ArmServer) -> Driver:
    driver.environment = dict(KEYS)
    driver.parallelism = 1
    report = driver.apply(POOL)
    assert (report.exit_code, report.warnings) == (0, [])
    return driver


def test_everything_after_what_it_needs(applied: Driver, server: ArmServer) -> None:
    assert server.sent("PUT") == CREATED_IN_ORDER


def test_a_backend_with_its_key_and_its_breaker(applied: Driver, server: ArmServer) -> None:
    assert server.resources["backends/us1"].properties == {
        "type": "Single",
        "description": "Managed by apimgen.",
        "url": "https://us1.openai.azure.com/",
        "protocol": "http",
        "credentials": {"header": {"api-key": ["{{us1-key}}"]}},
        "circuitBreaker": {
            "rules": [
                {
                    "name": "throttled-or-down",
                    "failureCondition": {
                        "count": 1,
                        "interval": "PT1M",
                        "statusCodeRanges": [
                            {"min": 401, "max": 401},
                            {"min": 403, "max": 403},
                            {"min": 408, "max": 408},
                            {"min": 429, "max": 429},
                            {"min": 500, "max": 599},
                        ],
                        "errorReasons": ["BackendConnectionFailure", "Timeout"],
                    },
                    "tripDuration": "PT30S",
                    "acceptRetryAfter": True,
                }
            ]
        },
    }


def test_a_pool_with_priorities_and_weights(applied: Driver, server: ArmServer) -> None:
    pool = server.resources["backends/chat-pool"].properties
    assert pool["type"] == "Pool"
    members = [
        (m["id"].rsplit("/", 1)[1], m["priority"], m["weight"]) for m in pool["pool"]["services"]
    ]
    assert members == [("us1", 1, 3), ("eu1", 2, 1)]


def test_a_second_plan_shows_nothing(applied: Driver) -> None:
    assert applied.plan(POOL, prune=True).work == ()


def test_another_weight_changes_the_pool_alone(applied: Driver) -> None:
    (change,) = applied.plan(POOL.replace("weight: 3", "weight: 5")).work
    assert (str(change.id), str(change.action)) == ("backend chat-pool", "update")
    assert change.diff == ("- pool.services[us1].weight: 3\n+ pool.services[us1].weight: 5")


def test_without_cooldown_the_breakers_go(applied: Driver, server: ArmServer) -> None:
    assert applied.apply(POOL.replace("    cooldown: {seconds: 30}\n", "")).exit_code == 0
    assert "circuitBreaker" not in server.resources["backends/us1"].properties


def test_with_an_identity_the_keys_go_from_the_backends_and_from_the_service(
    applied: Driver, server: ArmServer
) -> None:
    signed = POOL.replace("auth: api-key", "auth: managed-identity")
    report = applied.apply(applied.plan(signed, prune=True))
    assert (report.exit_code, report.failure) == (0, "")
    assert "credentials" not in server.resources["backends/us1"].properties
    assert not [path for path in server.resources if path.startswith("namedValues/")]


def test_a_backend_gives_up_its_key_after_the_policy_has_done_without(
    applied: Driver, server: ArmServer
) -> None:
    server.log.clear()
    applied.apply(POOL.replace("auth: api-key", "auth: managed-identity"))
    assert server.sent("PUT") == ["apis/openai/policies/policy", "backends/us1", "backends/eu1"]
    server.log.clear()
    applied.apply(POOL)
    assert server.sent("PUT")[-1] == "apis/openai/policies/policy"


def test_what_others_wrote_on_a_backend_stays(applied: Driver, server: ArmServer) -> None:
    written = server.resources["backends/us1"].properties
    server.seed(
        "backends/us1", {**written, "title": "Ours", "tls": {"validateCertificateName": True}}
    )
    assert applied.plan(POOL).work == ()
    assert applied.apply(POOL.replace("seconds: 30", "seconds: 20")).exit_code == 0
    properties = server.resources["backends/us1"].properties
    assert properties["title"] == "Ours"
    assert properties["tls"] == {"validateCertificateName": True}
    assert properties["circuitBreaker"]["rules"][0]["tripDuration"] == "PT20S"


def test_pruning_takes_the_pool_before_its_members(applied: Driver, server: ArmServer) -> None:
    at_random = POOL.replace("routing: pool", "routing: random")
    at_random = at_random.replace("    cooldown: {seconds: 30}\n", "")
    plan = applied.plan(at_random, prune=True)
    assert [c.id.label for c in plan.work if str(c.action) == "delete"] == [
        "chat-pool",
        "eu1",
        "us1",
    ]
    assert applied.apply(plan).exit_code == 0
    assert not [path for path in server.resources if path.startswith("backends/")]


def test_a_failure_at_the_pool_takes_everything_back(driver: Driver, server: ArmServer) -> None:
    driver.environment = dict(KEYS)
    before = server.snapshot()
    refused = Fault(0, "403")
    refused.resource = "backends/chat-pool"
    server.faults = [refused]
    report = driver.apply(POOL)
    assert report.failure.startswith("backend chat-pool: ")
    assert server.snapshot() == before


def test_a_tier_without_circuit_breakers(driver: Driver, server: ArmServer) -> None:
    driver.environment = dict(KEYS)
    server.service["sku"] = {"name": "Consumption", "capacity": 0}
    with pytest.raises(UnworkableError) as raised:
        driver.plan(POOL)
    assert raised.value.errors == (
        "backend us1 has a circuit breaker; the consumption tier has none",
        "backend eu1 has a circuit breaker; the consumption tier has none",
    )
