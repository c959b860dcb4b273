"""Plan shows what would change, apply does just that, and plan then shows nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from apimgen.service.apply.outcome import Outcome
from apimgen.service.apply.preconditions import MissingSecretError, StaleError
from apimgen.service.arm.retrying import CallError
from apimgen.service.plan.make import UnworkableError
from apimgen.service.plan.plan import Action, Plan
from apimgen.service.resources.previous_values import keeper_of
from apimgen.service.resources.resource import named_value
from tests.service.arm_transport import Fault
from tests.service.driver import ARTICLE

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

NOTHING = {"create": 0, "update": 0, "delete": 0, "no_change": 8}

WITH_KEYS = """
version: 1
backends:
  - {name: us1, url: https://us1.openai.azure.com/, api_key: {env: US1_KEY}}
  - {name: us2, url: https://us2.openai.azure.com/, api_key: {env: US2_KEY}}
  - name: eu1
    url: https://eu1.openai.azure.com/
    api_key: {key_vault: https://kv.vault.azure.net/secrets/eu1}
policies:
  - {name: keys, scope: {product: unlimited}, auth: api-key}
"""


def by_action(plan: Plan, action: Action) -> list[str]:
    return [str(change.id) for change in plan.changes if change.action is action]


@pytest.mark.parametrize("long_running", [False, True])
def test_everything_is_created_and_then_nothing_is_left_to_do(
    driver: Driver, server: ArmServer, long_running: bool
) -> None:
    server.long_running = long_running
    plan = driver.plan()
    assert plan.summary == {"create": 8, "update": 0, "delete": 0, "no_change": 0}
    report = driver.apply(plan)
    assert (report.exit_code, report.failure, report.warnings) == (0, "", [])
    assert set(report.outcomes.values()) == {Outcome.APPLIED}
    # The double has rewritten the policy: line ends, indentation, comments, escapes.
    assert driver.plan().summary == NOTHING


def test_resources_come_after_those_that_they_refer_to(driver: Driver, server: ArmServer) -> None:
    driver.parallelism = 1
    driver.apply()
    written = server.sent("PUT")
    policy = written.index("apis/azure-openai/policies/policy")
    assert written.index("namedValues/my-endpoint-eu1") < policy
    assert written.index("apis/azure-openai") < policy
    assert written.index("apis/azure-openai") < written.index(
        "products/unlimited/apis/azure-openai"
    )


def test_what_is_created_carries_the_mark_of_apimgen(driver: Driver, server: ArmServer) -> None:
    driver.apply()
    stored = {path: resource.properties for path, resource in server.resources.items()}
    assert stored["namedValues/my-endpoint-us1"]["tags"] == ["apimgen"]
    assert stored["apis/azure-openai"]["description"] == "Managed by apimgen. Products: [unlimited]"
    assert "apimgen" in stored["apis/azure-openai/policies/policy"]["value"]


def test_a_change_by_another_hand_is_shown_and_put_right(driver: Driver, server: ArmServer) -> None:
    driver.apply()
    server.seed(
        "namedValues/my-endpoint-us2",
        {"displayName": "my-endpoint-us2", "value": "https://evil.example/", "tags": ["apimgen"]},
    )
    plan = driver.plan()
    assert by_action(plan, Action.UPDATE) == ["named-value my-endpoint-us2"]
    (change,) = plan.work
    assert change.diff == (
        '- value: "https://evil.example/"\n+ value: "https://us2.openai.azure.com/"'
    )
    driver.apply(plan)
    assert driver.plan().summary == NOTHING


def test_a_change_of_a_policy_is_shown_by_element_path(driver: Driver) -> None:
    driver.apply()
    plan = driver.plan(ARTICLE.replace("count: 3", "count: 5"))
    (change,) = plan.work
    assert (change.action, str(change.id)) == (Action.UPDATE, "policy api/azure-openai")
    assert change.diff.splitlines() == ["@@ /policies/backend/retry/@count @@", "- 3", "+ 5"]


def live_policy_with(server: ArmServer, was: str, now: str) -> None:
    """Changes a part of the policy that is there, as the portal's editor would."""
    path = "apis/azure-openai/policies/policy"
    text = server.resources[path].properties["value"]
    assert was in text
    server.seed(path, {"value": text.replace(was, now), "format": "xml"})


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("@(context.Response.StatusCode", "@( context.Response\t.StatusCode"),
        ("Next(0, 3))", "Next(0,3) // any of them&#xA;)"),
        ('@("Bearer " + (string)', '@(/* the token */\r\n  "Bearer "+(string) '),
    ],
)
def test_csharp_laid_out_otherwise_is_no_change(
    driver: Driver, server: ArmServer, was: str, now: str
) -> None:
    driver.apply()
    live_policy_with(server, was, now)
    assert driver.plan().summary == NOTHING


def test_a_blank_in_a_string_is_a_change_and_is_shown_in_the_csharp_of_both(
    driver: Driver, server: ArmServer
) -> None:
    driver.apply()
    live_policy_with(server, '@("Bearer " + (string)', '@("Bearer  "   + (string) ')
    (change,) = driver.plan().work
    assert change.diff.splitlines()[1:] == [
        '- @("Bearer  "   + (string) context.Variables["msi-access-token"])',
        '+ @("Bearer " + (string)context.Variables["msi-access-token"])',
    ]


def test_what_others_set_on_a_resource_stays(driver: Driver, server: ArmServer) -> None:
    driver.apply()
    api = server.resources["apis/azure-openai"].properties
    server.seed("apis/azure-openai", {**api, "contact": {"name": "Ada"}, "path": "elsewhere"})
    driver.apply()
    api = server.resources["apis/azure-openai"].properties
    assert (api["contact"], api["path"]) == ({"name": "Ada"}, "openai-test")


def test_what_was_there_before_is_changed_but_never_marked(
    driver: Driver, server: ArmServer
) -> None:
    server.seed("namedValues/my-endpoint-us1", {"displayName": "my-endpoint-us1", "value": "old"})
    driver.apply()
    stored = server.resources["namedValues/my-endpoint-us1"].properties
    assert stored["value"] == "https://us1.openai.azure.com/"
    assert stored["tags"] == []


def test_a_saved_plan_does_what_it_shows(driver: Driver) -> None:
    plan = Plan.loads(driver.plan().dumps())
    assert driver.apply(plan).exit_code == 0
    assert driver.plan().summary == NOTHING


def test_a_saved_plan_is_stale_once_anything_it_touches_has_changed(
    driver: Driver, server: ArmServer
) -> None:
    driver.apply()
    plan = Plan.loads(driver.plan(ARTICLE.replace("us1.openai", "us9.openai")).dumps())
    server.seed("namedValues/my-endpoint-us1", {"displayName": "my-endpoint-us1", "value": "x"})
    before = server.snapshot()
    with pytest.raises(StaleError, match="named-value my-endpoint-us1"):
        driver.apply(plan)
    assert server.snapshot() == before


def test_a_saved_plan_is_stale_once_what_it_creates_is_there(
    driver: Driver, server: ArmServer
) -> None:
    plan = Plan.loads(driver.plan().dumps())
    server.seed("namedValues/my-endpoint-us1", {"displayName": "my-endpoint-us1", "value": "x"})
    with pytest.raises(StaleError, match="named-value my-endpoint-us1"):
        driver.apply(plan)


@pytest.mark.parametrize(("parallelism", "code"), [(1, 3), (8, 3)])
def test_what_appears_between_plan_and_apply_is_not_overwritten(
    driver: Driver, server: ArmServer, parallelism: int, code: int
) -> None:
    plan = driver.plan()
    server.seed("namedValues/my-endpoint-eu1", {"displayName": "my-endpoint-eu1", "value": "x"})
    before = server.snapshot()
    driver.parallelism = parallelism
    report = driver.apply(plan)
    assert (report.exit_code, server.snapshot()) == (code, before)
    assert report.kept == {}


def test_what_changes_before_the_first_write_is_a_stale_plan(
    driver: Driver, server: ArmServer
) -> None:
    driver.apply()
    plan = driver.plan(ARTICLE.replace("us1.openai", "us9.openai"))
    server.seed("namedValues/my-endpoint-us1", {"displayName": "my-endpoint-us1", "value": "x"})
    before = server.snapshot()
    assert (driver.apply(plan).exit_code, server.snapshot()) == (4, before)


def test_a_saved_plan_survives_a_change_of_what_it_does_not_touch(
    driver: Driver, server: ArmServer
) -> None:
    plan = Plan.loads(driver.plan().dumps())
    server.seed("namedValues/another", {"displayName": "another", "value": "x"})
    assert driver.apply(plan).exit_code == 0


def test_the_plan_as_json_has_the_shape_that_pipelines_rely_on(driver: Driver) -> None:
    data = json.loads(driver.plan().dumps())
    assert data["format_version"] == 1
    assert data["summary"] == {"create": 8, "update": 0, "delete": 0, "no_change": 0}
    assert {"action", "type", "id", "diff"} <= data["changes"][0].keys()
    types = {change["type"] for change in data["changes"]}
    assert types == {"named-value", "api", "operation", "policy"}
    assert data["service"].endswith("/Microsoft.ApiManagement/service/apim-test")


def test_named_values_of_three_kinds(driver: Driver, server: ArmServer) -> None:
    driver.environment = {"US1_KEY": "secret-of-us1", "US2_KEY": "secret-of-us2"}
    assert driver.apply(WITH_KEYS).exit_code == 0
    stored = {path: resource.properties for path, resource in server.resources.items()}
    assert stored["namedValues/us1"]["value"] == "https://us1.openai.azure.com/"
    assert stored["namedValues/us1-key"]["value"] == "secret-of-us1"
    assert stored["namedValues/us1-key"]["secret"] is True
    assert stored["namedValues/eu1-key"]["keyVault"] == {
        "secretIdentifier": "https://kv.vault.azure.net/secrets/eu1"
    }
    assert driver.plan(WITH_KEYS).summary["no_change"] == 7


def test_a_secret_that_was_rotated_is_written_and_never_shown(
    driver: Driver, server: ArmServer
) -> None:
    driver.environment = {"US1_KEY": "secret-of-us1", "US2_KEY": "secret-of-us2"}
    driver.apply(WITH_KEYS)
    driver.environment["US1_KEY"] = "fresh-secret-of-us1"
    plan = driver.plan(WITH_KEYS)
    (change,) = plan.work
    assert (str(change.id), change.diff) == (
        "named-value us1-key",
        '- value: "***"\n+ value: "***"',
    )
    report = driver.apply(plan)
    assert report.exit_code == 0
    assert server.resources["namedValues/us1-key"].properties["value"] == "fresh-secret-of-us1"
    assert "namedValues/apimgen-previous-us1-key" not in server.resources
    assert driver.plan(WITH_KEYS).work == ()


def test_a_secret_whose_variable_is_not_set_stops_apply_before_anything_is_written(
    driver: Driver, server: ArmServer
) -> None:
    plan = driver.plan(WITH_KEYS)
    assert len(plan.warnings) == 2
    before = server.snapshot()
    with pytest.raises(MissingSecretError, match="US1_KEY, US2_KEY"):
        driver.apply(plan)
    assert server.snapshot() == before


def test_a_secret_that_may_not_be_read_is_written_each_time_and_the_plan_says_so(
    driver: Driver, server: ArmServer
) -> None:
    driver.environment = {"US1_KEY": "secret-of-us1", "US2_KEY": "secret-of-us2"}
    driver.apply(WITH_KEYS)
    server.forbidden = {"namedValues/listValue"}
    plan = driver.plan(WITH_KEYS)
    assert by_action(plan, Action.UPDATE) == ["named-value us1-key", "named-value us2-key"]
    assert "you have no permission to read the value of named-value us1-key" in plan.warnings[0]


def test_references_to_nothing_are_found_before_anything_is_sent(
    driver: Driver, server: ArmServer
) -> None:
    server.seed("apis/openai-eu", {"displayName": "eu", "path": "eu"})
    inventory = """
version: 1
backends: [{name: us1, url: https://us1.openai.azure.com/}]
policies: [{name: p, scope: {api: openai-us}, routing: single}]
"""
    with pytest.raises(UnworkableError) as caught:
        driver.plan(inventory)
    assert caught.value.errors == (
        (
            'policy api/openai-us needs API "openai-us", which neither the inventory nor the '
            'service has; did you mean "openai-eu"?'
        ),
    )


def test_an_operation_that_is_not_there_suggests_the_nearest(
    driver: Driver, server: ArmServer
) -> None:
    server.seed("apis/theirs", {"displayName": "theirs", "path": "theirs"})
    server.seed("apis/theirs/operations/post-chat", {"displayName": "c", "method": "POST"})
    scope = "{api: theirs, operation: post-chats}"
    with pytest.raises(UnworkableError, match='did you mean "post-chat"'):
        driver.plan(ARTICLE.replace("{api: azure-openai}", scope))


def test_a_service_without_an_identity_is_told_how_to_get_one(
    driver: Driver, server: ArmServer
) -> None:
    server.service["identity"] = None
    (warning,) = driver.plan().warnings
    assert "managed identity, which is not enabled" in warning
    assert "az apim update -g rg-ai -n apim-test" in warning
    assert warning.count('--role "Cognitive Services OpenAI User"') == 3
    assert "properties.endpoint=='https://us1.openai.azure.com/'" in warning


def test_a_rewriting_that_changes_the_meaning_is_reported(
    driver: Driver, server: ArmServer
) -> None:
    server.mangle = ('count="3"', 'count="2"')
    report = driver.apply()
    (warning,) = report.warnings
    assert warning == (
        "the service stored policy api/azure-openai with another meaning (value)\n"
        "@@ /policies/backend/retry/@count @@\n- 3\n+ 2"
    )


def test_a_service_without_the_identity_that_a_policy_names(
    driver: Driver, server: ArmServer
) -> None:
    client = "11111111-2222-3333-4444-555555555555"
    auth = f"auth: {{managed_identity: {{client_id: {client}}}}}"
    inventory = ARTICLE.replace(
        "scope: {api: azure-openai}", f"scope: {{api: azure-openai}}\n    {auth}"
    )
    (warning,) = driver.plan(inventory).warnings
    assert f"signs in as the user-assigned identity {client}" in warning
    server.service["identity"] = {
        "type": "UserAssigned",
        "userAssignedIdentities": {"/id": {"clientId": client.upper()}},
    }
    assert driver.plan(inventory).warnings == ()


def test_a_service_without_the_identity_that_one_backend_names(driver: Driver) -> None:
    client = "11111111-2222-3333-4444-555555555555"
    auth = f"auth: {{managed_identity: {{client_id: {client}}}}}"
    inventory = ARTICLE.replace("azure.com/}", f"azure.com/, {auth}}}", 1)
    (warning,) = driver.plan(inventory).warnings
    assert f"signs in as the user-assigned identity {client}" in warning


def test_a_tier_other_than_the_inventory_says(driver: Driver, server: ArmServer) -> None:
    server.service["sku"] = {"name": "Premium", "capacity": 1}
    (warning,) = driver.plan(ARTICLE + "service: {tier: developer}\n").warnings
    assert warning.startswith("the inventory says tier: developer, but the service is premium")


def test_a_value_that_becomes_a_key_vault_reference(driver: Driver, server: ArmServer) -> None:
    driver.environment = {"US1_KEY": "secret-of-us1", "US2_KEY": "secret-of-us2"}
    driver.apply(WITH_KEYS)
    vault = "{key_vault: https://kv.vault.azure.net/secrets/us1}"
    moved = WITH_KEYS.replace("{env: US1_KEY}", vault)
    assert driver.apply(moved).exit_code == 0
    stored = server.resources["namedValues/us1-key"].properties
    assert "value" not in stored
    assert stored["keyVault"] == {"secretIdentifier": "https://kv.vault.azure.net/secrets/us1"}
    assert driver.plan(moved).work == ()
    assert driver.apply(WITH_KEYS).exit_code == 0
    assert server.resources["namedValues/us1-key"].properties["value"] == "secret-of-us1"
    assert driver.plan(WITH_KEYS).work == ()


def test_what_may_not_be_read_is_not_taken_for_absent(driver: Driver, server: ArmServer) -> None:
    server.forbidden = {"namedValues/read"}
    with pytest.raises(CallError, match="does not have authorization"):
        driver.plan()


@pytest.mark.parametrize(
    ("scope", "missing"),
    [("{api: nowhere, operation: chat}", "operation"), ("{product: nowhere}", "product")],
)
def test_what_stands_below_nothing_is_missing_too(driver: Driver, scope: str, missing: str) -> None:
    with pytest.raises(UnworkableError, match=f"needs {missing}"):
        driver.plan(ARTICLE.replace("{api: azure-openai}", scope))


def test_a_product_that_is_not_there_is_missing(driver: Driver) -> None:
    with pytest.raises(UnworkableError, match='needs product "unlimitet", which neither'):
        driver.plan(ARTICLE.replace("[unlimited]", "[unlimitet]"))


def test_a_scope_may_spell_a_name_in_another_case(driver: Driver) -> None:
    plan = driver.plan(ARTICLE.replace("{api: azure-openai}", "{api: Azure-OpenAI}"))
    stages = {str(change.id): change.stage for change in plan.changes}
    assert stages["policy api/Azure-OpenAI"] > stages["api azure-openai"]


def test_what_a_plan_has_just_read_is_not_read_again(driver: Driver, server: ArmServer) -> None:
    plan = driver.plan()
    server.log.clear()
    driver.apply(plan)
    # The SDK looks how an API has come out, and apimgen how the policy was stored.
    assert set(server.sent("GET")) == {"apis/azure-openai", "apis/azure-openai/policies/policy"}


def test_the_size_of_a_policy_is_counted_in_bytes(driver: Driver, server: ArmServer) -> None:
    server.service["sku"] = {"name": "Consumption", "capacity": 0}
    header = "<set-header name='h' exists-action='override'><value>%s</value></set-header>"
    extra = f'extra: {{inbound: "{header % ("ü" * 9_000)}"}}'
    with pytest.raises(UnworkableError, match="the consumption tier takes 16,384"):
        driver.plan(ARTICLE.replace("    scope:", f"    {extra}\n    scope:"))


def test_keys_need_no_identity(driver: Driver, server: ArmServer) -> None:
    server.service["identity"] = None
    driver.environment = {"US1_KEY": "secret-of-us1", "US2_KEY": "secret-of-us2"}
    assert driver.plan(WITH_KEYS).warnings == ()


def test_what_keeps_an_old_secret_is_made_anew_where_a_killed_run_has_left_one(
    driver: Driver, server: ArmServer
) -> None:
    driver.environment = {"US1_KEY": "secret-of-us1", "US2_KEY": "secret-of-us2"}
    driver.apply(WITH_KEYS)
    keeper = "namedValues/apimgen-previous-us1-key"
    server.seed(keeper, {"displayName": keeper.split("/")[1], "secret": True, "value": "older"})
    driver.environment["US1_KEY"] = "fresh-secret-of-us1"
    assert driver.apply(WITH_KEYS).exit_code == 0
    assert keeper not in server.resources


def test_a_service_that_cannot_be_reached_any_more_was_not_written_to(
    driver: Driver, server: ArmServer
) -> None:
    plan = driver.plan()
    server.url = "https://127.0.0.1:9"
    assert driver.apply(plan).exit_code == 2


def test_the_state_of_a_key_vault_reference_makes_no_plan_stale(
    driver: Driver, server: ArmServer
) -> None:
    driver.environment = {"US1_KEY": "secret-of-us1", "US2_KEY": "secret-of-us2"}
    driver.apply(WITH_KEYS)
    plan = Plan.loads(driver.plan(WITH_KEYS.replace("secrets/eu1", "secrets/eu2")).dumps())
    path = "namedValues/eu1-key"
    vault = server.resources[path].properties["keyVault"]
    status = {"lastStatus": {"code": "Success"}}
    server.seed(path, {**server.resources[path].properties, "keyVault": {**vault, **status}})
    before = server.snapshot()
    assert driver.apply(plan).exit_code == 0
    assert server.snapshot() != before


def test_a_key_vault_reference_is_put_back(driver: Driver, server: ArmServer) -> None:
    driver.environment = {"US1_KEY": "secret-of-us1", "US2_KEY": "secret-of-us2"}
    driver.apply(WITH_KEYS)
    before = server.snapshot()
    plan = driver.plan(WITH_KEYS.replace("secrets/eu1", "secrets/eu2").replace("//us1", "//us9"))
    driver.parallelism = 1
    server.writes.clear()
    server.faults = [Fault(2, "403")]
    report = driver.apply(plan)
    assert (len(server.writes), report.kept) == (2, {})
    assert server.snapshot() == before


def test_the_keeper_of_a_value_with_a_long_name_has_a_name_that_the_service_takes() -> None:
    assert len(keeper_of(named_value("x" * 256)).names[0]) == 256
