"""Names that somebody else's resources have, which a plan finds before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.service.plan.make import UnworkableError
from tests.service.driver import ARTICLE

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver


def refused(driver: Driver, inventory: str = ARTICLE) -> str:
    with pytest.raises(UnworkableError) as raised:
        driver.plan(inventory)
    return str(raised.value)


def test_a_display_name_of_another_named_value(driver: Driver, server: ArmServer) -> None:
    server.seed("namedValues/5f0c1a2b", {"displayName": "My-Endpoint-US1", "value": "x"})
    assert refused(driver) == (
        "named-value my-endpoint-us1: named-value 5f0c1a2b already has the display name "
        '"My-Endpoint-US1"; delete it, or choose another name'
    )


def test_a_path_of_another_api(driver: Driver, server: ArmServer) -> None:
    server.seed("apis/imported", {"displayName": "i", "path": "openai-test"})
    assert refused(driver) == (
        'api azure-openai: api imported already has the path "openai-test"; choose another path, '
        "or call this API imported"
    )


def test_a_path_that_an_api_moves_to(driver: Driver, server: ArmServer) -> None:
    driver.apply()
    server.seed("apis/imported", {"displayName": "i", "path": "elsewhere"})
    assert 'api imported already has the path "elsewhere"' in refused(
        driver, ARTICLE.replace("path: openai-test", "path: elsewhere")
    )


def test_a_path_that_becomes_free_only_at_the_end(driver: Driver) -> None:
    driver.apply()
    renamed = ARTICLE.replace("- name: azure-openai\n    path", "- name: other\n    path")
    renamed = renamed.replace("{api: azure-openai}", "{api: other}")
    with pytest.raises(UnworkableError, match="it is deleted only at the end; prune it first"):
        driver.plan(renamed, prune=True)


def test_a_revision_of_an_api_has_the_same_path(driver: Driver, server: ArmServer) -> None:
    server.seed("apis/azure-openai;rev=2", {"displayName": "r", "path": "openai-test"})
    assert driver.plan().summary["create"] > 0


def test_a_pool_of_the_same_name_as_a_backend(driver: Driver, server: ArmServer) -> None:
    server.seed("backends/eu1", {"url": "https://x/", "protocol": "http"})
    member = [{"id": "/backends/eu1"}]
    server.seed("backends/my-endpoint-us1", {"type": "Pool", "pool": {"services": member}})
    pooled = ARTICLE.replace("scope:", "routing: pool\n    scope:")
    assert refused(driver, pooled) == (
        "backend my-endpoint-us1: the service has a pool of that name; choose "
        "another name for the backend"
    )


def test_a_single_backend_of_the_same_name_as_a_pool_becomes_one(
    driver: Driver, server: ArmServer
) -> None:
    single = {"url": "https://x/", "protocol": "http", "title": "Theirs"}
    server.seed("backends/azure-openai-pool", single)
    pooled = ARTICLE.replace("scope:", "routing: pool\n    scope:")
    assert driver.apply(pooled).exit_code == 0
    stored = server.resources["backends/azure-openai-pool"].properties
    assert stored.keys() == {"type", "pool", "title"}


def test_a_path_that_versions_of_one_api_share(driver: Driver, server: ArmServer) -> None:
    versioned = {"path": "openai-test", "apiVersionSetId": "/apiVersionSets/v"}
    server.seed("apis/imported", {"displayName": "i", **versioned})
    assert driver.plan().summary["create"] > 0


def test_an_operation_that_an_imported_api_has_under_another_id(
    driver: Driver, server: ArmServer
) -> None:
    server.seed("apis/azure-openai", {"displayName": "azure-openai", "path": "openai-test"})
    template = "/openai/deployments/{deployment}/embeddings"
    imported = {"displayName": "e", "method": "POST", "urlTemplate": template}
    server.seed("apis/azure-openai/operations/Embeddings_Create", imported)
    assert refused(driver) == (
        "operation azure-openai/post-openai-deployments-deployment-embeddings: operation "
        "azure-openai/Embeddings_Create already has the method and URL template "
        f'"POST {template}"; take it out of the inventory'
    )


def test_policies_refer_to_named_values_by_their_display_names(
    driver: Driver, server: ArmServer
) -> None:
    server.seed("namedValues/5f0c1a2b", {"displayName": "my-limit", "value": "10"})
    header = (
        "<set-header name='x' exists-action='override'><value>{{my-limit}}</value></set-header>"
    )
    extra = f'extra: {{inbound: "{header}"}}'
    driver.plan(ARTICLE.replace("    scope:", f"    {extra}\n    scope:"))
    other = ARTICLE.replace("    scope:", f"    {extra.replace('limit', 'limmit')}\n    scope:")
    assert refused(driver, other) == (
        'policy api/azure-openai needs named value "my-limmit", which neither the inventory nor '
        'the service has; did you mean "my-limit"?'
    )


@pytest.mark.parametrize(
    "xml",
    [
        "<set-body template='liquid'>{{body.question}}</set-body>",
        "<!-- was {{old-url}} --><set-body>x</set-body>",
    ],
)
def test_what_looks_like_a_named_value_and_is_none(driver: Driver, xml: str) -> None:
    extra = f'extra: {{inbound: "{xml}"}}'
    driver.plan(ARTICLE.replace("    scope:", f"    {extra}\n    scope:"))


def test_a_key_of_blanks(driver: Driver) -> None:
    driver.environment = {"KEY": "  "}
    keyed = ARTICLE.replace("us1.openai.azure.com/", "us1.openai.azure.com/, api_key: {env: KEY}")
    keyed = keyed.replace("scope:", "auth: api-key\n    backends: [my-endpoint-us1]\n    scope:")
    assert refused(driver, keyed) == (
        "named-value my-endpoint-us1-key: KEY holds nothing but blanks"
    )


def test_a_slash_that_the_service_takes_off_is_no_news(driver: Driver) -> None:
    assert driver.apply().warnings == []
