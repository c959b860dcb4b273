"""Only what apimgen made is ever deleted, only with --prune, and all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.service.plan.plan import Action
from apimgen.service.plan.safety import refusals
from tests.service.driver import ARTICLE

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

SMALLER = """
version: 1
backends: [{name: my-endpoint-us1, url: https://us1.openai.azure.com/}]
policies: [{name: azure-openai, routing: single, endpoints: inline, scope: {product: unlimited}}]
"""


def deleted(driver: Driver, inventory: str, *, prune: bool = True) -> list[str]:
    plan = driver.plan(inventory, prune=prune)
    return [change.id.path for change in plan.changes if change.action is Action.DELETE]


def test_nothing_is_deleted_without_prune(driver: Driver) -> None:
    driver.apply()
    assert deleted(driver, SMALLER, prune=False) == []


def test_what_the_inventory_no_longer_has_goes_children_first(driver: Driver) -> None:
    driver.apply()
    gone = deleted(driver, SMALLER)
    assert sorted(gone) == [
        "apis/azure-openai",
        "apis/azure-openai/operations/post-openai-deployments-deployment-chat-completions",
        "apis/azure-openai/operations/post-openai-deployments-deployment-embeddings",
        "apis/azure-openai/policies/policy",
        "namedValues/my-endpoint-eu1",
        "namedValues/my-endpoint-us1",
        "namedValues/my-endpoint-us2",
        "products/unlimited/apis/azure-openai",
    ]
    assert gone.index("apis/azure-openai/policies/policy") < gone.index("apis/azure-openai")
    assert gone.index("apis/azure-openai/policies/policy") < gone.index(
        "namedValues/my-endpoint-us1"
    )


def test_pruned_is_pruned(driver: Driver, server: ArmServer) -> None:
    before = set(server.resources)
    driver.apply()
    report = driver.apply(driver.plan(SMALLER, prune=True))
    assert report.exit_code == 0, report.failure
    assert set(server.resources) - before == {"products/unlimited/policies/policy"}
    assert deleted(driver, SMALLER) == []


def test_what_others_made_stays(driver: Driver, server: ArmServer) -> None:
    server.seed("namedValues/theirs", {"displayName": "theirs", "value": "x", "tags": ["other"]})
    server.seed("backends/theirs", {"url": "https://x", "protocol": "http", "description": "d"})
    server.seed("policyFragments/theirs", {"value": "<fragment />", "format": "xml"})
    server.seed("apis/theirs", {"displayName": "theirs", "path": "t"})
    server.seed("apis/theirs/policies/policy", {"value": "<policies />", "format": "xml"})
    server.seed("products/starter", {"displayName": "Starter"})
    driver.apply()
    # Another hand put apimgen's API into one more product, and made an operation on it.
    server.seed("products/starter/apis/azure-openai", {})
    server.seed("apis/azure-openai/operations/theirs", {"displayName": "t", "method": "GET"})
    gone = deleted(driver, ARTICLE)
    assert gone == []
    assert not [path for path in deleted(driver, SMALLER) if "theirs" in path or "starter" in path]


def test_what_others_made_below_an_api_is_refused_to_go_with_it(
    driver: Driver, server: ArmServer
) -> None:
    driver.apply()
    server.seed("products/starter", {"displayName": "Starter"})
    server.seed("products/starter/apis/azure-openai", {})
    server.seed("apis/azure-openai/operations/theirs", {"displayName": "t", "method": "GET"})
    guard = {"value": "<policies><inbound><ip-filter /></inbound></policies>", "format": "xml"}
    server.seed("apis/azure-openai/operations/theirs/policies/policy", guard)
    (reason,) = refusals(driver.plan(SMALLER, prune=True))
    assert reason == (
        "deleting api azure-openai also deletes what apimgen did not make: operation "
        "azure-openai/theirs, api products/starter/apis/azure-openai, "
        "policy api/azure-openai/operation/theirs"
    )


def test_a_policy_on_an_operation_that_goes_is_refused_to_go_with_it(
    driver: Driver, server: ArmServer
) -> None:
    driver.apply()
    operation = "apis/azure-openai/operations/post-openai-deployments-deployment-embeddings"
    theirs = {"value": "<policies><inbound><base /></inbound></policies>", "format": "xml"}
    server.seed(f"{operation}/policies/policy", theirs)
    less = ARTICLE.replace("      - POST /openai/deployments/{deployment}/embeddings\n", "")
    (reason,) = refusals(driver.plan(less, prune=True))
    assert reason.startswith("deleting operation azure-openai/post-openai-deployments-deployment-")
    assert "also deletes what apimgen did not make: policy api/azure-openai/operation/" in reason


def test_a_policy_of_our_own_goes_without_force(driver: Driver) -> None:
    driver.apply()
    plan = driver.plan(SMALLER, prune=True)
    assert "apis/azure-openai/policies/policy" in {change.id.path for change in plan.work}
    assert refusals(plan) == []


def test_a_comment_that_only_speaks_of_apimgen_is_no_mark(
    driver: Driver, server: ArmServer
) -> None:
    text = "<!-- by hand; apimgen must not touch this --><policies><inbound /></policies>"
    server.seed("products/unlimited/policies/policy", {"value": text, "format": "xml"})
    assert deleted(driver, ARTICLE) == []


def test_a_policy_that_was_there_before_stays(driver: Driver, server: ArmServer) -> None:
    hand_written = {"value": "<policies><inbound /></policies>", "format": "xml"}
    server.seed("products/unlimited/policies/policy", hand_written)
    driver.apply(driver.plan(SMALLER))
    text = server.resources["products/unlimited/policies/policy"].properties["value"]
    assert "set-backend-service" in text
    assert "apimgen" not in text
    assert deleted(driver, ARTICLE) == []


def test_lists_of_several_pages_are_read_to_the_end(driver: Driver, server: ArmServer) -> None:
    driver.apply()
    server.page_size = 1
    assert len(deleted(driver, SMALLER)) == 8


def test_a_product_that_the_api_leaves(driver: Driver, server: ArmServer) -> None:
    server.seed("products/starter", {"displayName": "Starter"})
    driver.apply(ARTICLE.replace("[unlimited]", "[unlimited, starter]"))
    assert deleted(driver, ARTICLE) == ["products/starter/apis/azure-openai"]
    driver.apply(driver.plan(ARTICLE, prune=True))
    api = server.resources["apis/azure-openai"].properties
    assert api["description"] == "Managed by apimgen. Products: [unlimited]"
    assert "products/starter/apis/azure-openai" not in server.resources
    assert driver.plan(ARTICLE, prune=True).work == ()


def test_what_people_wrote_around_the_mark_stays(driver: Driver, server: ArmServer) -> None:
    driver.apply()
    api = server.resources["apis/azure-openai"].properties
    text = f"Our models. {api['description']} Ask Ada."
    server.seed("apis/azure-openai", {**api, "description": text})
    assert driver.plan().work == ()
    server.seed("products/starter", {"displayName": "Starter"})
    driver.apply(ARTICLE.replace("[unlimited]", "[unlimited, starter]"))
    assert server.resources["apis/azure-openai"].properties["description"] == (
        "Our models. Managed by apimgen. Products: [starter unlimited] Ask Ada."
    )


@pytest.mark.parametrize("path", ["namedValues/my-endpoint-us1", "apis/azure-openai"])
def test_what_changes_after_the_plan_is_not_deleted(
    driver: Driver, server: ArmServer, path: str
) -> None:
    driver.apply()
    plan = driver.plan(SMALLER, prune=True)
    server.seed(path, {**server.resources[path].properties, "displayName": "my-endpoint-us1"})
    before = server.snapshot()
    report = driver.apply(plan)
    assert "Resource was modified" in report.failure
    assert (report.exit_code, server.snapshot()) == (3, before)


def test_another_spelling_of_a_name_is_the_same_resource(driver: Driver, server: ArmServer) -> None:
    theirs = {"displayName": "my-endpoint-us1", "value": "x", "tags": ["apimgen"]}
    server.seed("namedValues/My-Endpoint-US1", theirs)
    assert deleted(driver, ARTICLE) == []


def test_another_revision_of_an_api_goes_with_its_api(driver: Driver, server: ArmServer) -> None:
    driver.apply()
    api = server.resources["apis/azure-openai"].properties
    server.seed("apis/azure-openai;rev=2", {**api, "apiRevision": "2", "isCurrent": False})
    assert not [path for path in deleted(driver, SMALLER) if ";rev=" in path]


def test_an_operation_that_apimgen_added_to_an_api_of_others_goes(
    driver: Driver, server: ArmServer
) -> None:
    server.seed("apis/azure-openai", {"displayName": "azure-openai", "path": "openai-test"})
    driver.apply()
    fewer = ARTICLE.replace("      - POST /openai/deployments/{deployment}/embeddings\n", "")
    assert deleted(driver, fewer) == [
        "apis/azure-openai/operations/post-openai-deployments-deployment-embeddings"
    ]
