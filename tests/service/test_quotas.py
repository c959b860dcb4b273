"""What the service's tier would refuse is found before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.service.plan.make import UnworkableError
from apimgen.service.plan.quotas import tier_of, too_large
from apimgen.service.resources.resource import Resource, ResourceId
from tests.service.driver import ARTICLE

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

WITH_A_KEY = ARTICLE.replace("us1.openai.azure.com/", "us1.openai.azure.com/, api_key: {env: KEY}")
KEYED = WITH_A_KEY.replace("scope:", "auth: api-key\n    backends: [my-endpoint-us1]\n    scope:")


def with_extra(characters: int) -> str:
    header = "<set-header name='h' exists-action='override'><value>%s</value></set-header>"
    extra = f'extra: {{inbound: "{header % ("x" * characters)}"}}'
    return ARTICLE.replace("    scope:", f"    {extra}\n    scope:")


def fill(server: ArmServer, number: int) -> None:
    """Named values of somebody else's."""
    for n in range(number):
        properties = {"displayName": f"other-{n}", "secret": False, "value": "1"}
        server.seed(f"namedValues/other-{n}", properties)


def test_a_policy_of_more_bytes_than_the_tier_takes(driver: Driver, server: ArmServer) -> None:
    driver.plan(with_extra(17_000))
    server.service["sku"] = {"name": "Consumption", "capacity": 0}
    with pytest.raises(
        UnworkableError, match=r"has 1\d,\d{3} bytes; the consumption tier takes 16,384"
    ):
        driver.plan(with_extra(17_000))
    assert server.sent("PUT") == []


def test_a_secret_longer_than_a_named_value_can_be(driver: Driver, server: ArmServer) -> None:
    driver.environment = {"KEY": "k" * 4_096}
    driver.plan(KEYED)
    driver.environment = {"KEY": "k" * 4_097}
    with pytest.raises(UnworkableError) as raised:
        driver.plan(KEYED)
    assert str(raised.value) == (
        "named-value my-endpoint-us1-key has 4,097 characters; API Management takes 4,096"
    )


@pytest.mark.slow
def test_as_many_named_values_as_the_tier_takes_and_one_more(
    driver: Driver, server: ArmServer
) -> None:
    fill(server, 5_000 - 3)
    server.page_size = 1_000
    assert driver.plan().summary["create"] > 3
    fill(server, 5_000 - 2)
    with pytest.raises(UnworkableError) as raised:
        driver.plan()
    assert str(raised.value) == (
        "the service has 4,998 named values, 3 more are created; the developer tier takes 5,000"
    )
    server.service["sku"] = {"name": "StandardV2", "capacity": 1}
    driver.plan()


def test_the_room_for_an_old_secret_while_it_is_replaced(driver: Driver, server: ArmServer) -> None:
    driver.environment = {"KEY": "old"}
    driver.apply(KEYED)
    driver.environment = {"KEY": "new"}
    fill(server, 5_000 - 2)
    server.page_size = 1_000
    with pytest.raises(UnworkableError) as raised:
        driver.plan(KEYED)
    assert str(raised.value) == (
        "the service has 5,000 named values, 1 more keep old secrets until the end; "
        "the developer tier takes 5,000"
    )


@pytest.mark.parametrize(("sku", "errors"), [("Consumption", 1), ("Basic", 0), ("New2030", 0)])
def test_a_circuit_breaker_where_there_is_none(sku: str, errors: int) -> None:
    breaker = {"rules": [{"name": "throttled", "tripDuration": "PT10S"}]}
    properties = {"url": "https://a.example/", "protocol": "http", "circuitBreaker": breaker}
    tier = tier_of({"sku": {"name": sku}})
    found = too_large(tier, [Resource(ResourceId("backends/us1"), properties)], {})
    expected = "backend us1 has a circuit breaker; the consumption tier has none"
    assert found == [expected] * errors
