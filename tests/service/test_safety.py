"""What apply refuses without --force."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from apimgen.service.apply.preconditions import RefusedError
from apimgen.service.plan.plan import Action, Change, Plan
from apimgen.service.plan.safety import refusals, refusals_of
from apimgen.service.resources.rendered import InvalidPoliciesError
from apimgen.service.resources.resource import ResourceId
from tests.service.driver import ARTICLE

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

API_POLICY = ResourceId("apis/a/policies/policy")


def document(inbound: str, section: str = "inbound") -> dict[str, str]:
    return {"value": f"<policies><{section}>{inbound}</{section}></policies>"}


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("<base />", "", "<base /> in inbound"),
        ("<base /><ip-filter />", "", "<base /> in inbound, <ip-filter>"),
        ('<validate-jwt header-name="A" />', "<base />", "<validate-jwt>"),
        ("<choose><otherwise><ip-filter /></otherwise></choose>", "", "<ip-filter>"),
        ("<check-header name='a' /><check-header />", "<check-header />", "<check-header>"),
        ("<validate-azure-ad-token />", None, "<validate-azure-ad-token>"),
    ],
)
def test_taking_a_protection_away(before: str, after: str | None, reason: str) -> None:
    wanted = None if after is None else document(after)
    reasons = refusals_of(API_POLICY, document(before), wanted)
    assert reasons == (f"it removes {reason} from policy api/a",)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<base />", "<base/>"),
        ("", "<base />"),
        ("<base /><ip-filter action='allow' />", "<ip-filter action='forbid' /><base />"),
        ("<set-header name='x' />", ""),
        # What is above is inherited again, as <base /> had it.
        ("<base />", None),
    ],
)
def test_what_takes_none_away_is_fine(before: str, after: str | None) -> None:
    wanted = None if after is None else document(after)
    assert refusals_of(API_POLICY, document(before), wanted) == ()


def test_the_global_policy() -> None:
    reasons = refusals_of(ResourceId("policies/policy"), None, document("<base />"))
    assert reasons == ("it changes the global policy, which every API inherits",)


def plan(*, existing: int, touched: int) -> Plan:
    changes = [
        Change(
            Action.UPDATE if number < touched else Action.NO_CHANGE,
            ResourceId(f"namedValues/v{number}"),
        )
        for number in range(existing)
    ]
    created = [Change(Action.CREATE, ResourceId(f"backends/b{n}")) for n in range(50)]
    return Plan("", (*changes, *created))


@pytest.mark.parametrize(("existing", "touched"), [(10, 4), (100, 31), (10, 10)])
def test_changing_more_than_30_percent_of_ten_or_more(existing: int, touched: int) -> None:
    assert refusals(plan(existing=existing, touched=touched)) == [
        f"it changes or deletes {touched} of {existing} existing resources, more than 30%"
    ]


@pytest.mark.parametrize(("existing", "touched"), [(10, 3), (9, 9), (0, 0), (100, 30)])
def test_changing_fewer_or_of_fewer(existing: int, touched: int) -> None:
    assert refusals(plan(existing=existing, touched=touched)) == []


def test_a_hand_written_policy_with_protections_is_not_replaced(
    driver: Driver, server: ArmServer
) -> None:
    server.seed("apis/azure-openai", {"displayName": "azure-openai", "path": "openai-test"})
    guarded = document('<base /><validate-jwt header-name="Authorization" />')
    server.seed("apis/azure-openai/policies/policy", {"format": "xml", **guarded})
    made = Plan.loads(driver.plan(ARTICLE).dumps())
    assert refusals(made) == ["it removes <validate-jwt> from policy api/azure-openai"]


def test_a_fragment_protects_too() -> None:
    reasons = refusals_of(ResourceId("policyFragments/f"), document("<ip-filter />"), document(""))
    assert reasons == ("it removes <ip-filter> from fragment f",)


INCLUDES = document('<base /><include-fragment fragment-id="guard" />')


def test_a_fragment_with_a_protection_is_one(driver: Driver, server: ArmServer) -> None:
    guard = '<fragment><validate-jwt header-name="Authorization" /></fragment>'
    server.seed("policyFragments/guard", {"format": "xml", "value": guard})
    server.seed("apis/azure-openai", {"displayName": "azure-openai", "path": "openai-test"})
    server.seed("apis/azure-openai/policies/policy", {"format": "xml", **INCLUDES})
    assert refusals(driver.plan()) == ["it removes <validate-jwt> from policy api/azure-openai"]
    extra = "extra: {inbound: '<include-fragment fragment-id=\"guard\" />'}"
    kept = ARTICLE.replace("    scope:", f"    {extra}\n    scope:")
    assert refusals(driver.plan(kept)) == []


def test_a_protection_that_moves_into_a_fragment(driver: Driver, server: ArmServer) -> None:
    guard = '<fragment><validate-jwt header-name="Authorization" /></fragment>'
    server.seed("policyFragments/Guard", {"format": "xml", "value": guard})
    server.seed("policyFragments/guard", {"format": "xml", "value": guard})
    server.seed("apis/azure-openai", {"displayName": "azure-openai", "path": "openai-test"})
    inline = document('<base /><validate-jwt header-name="Authorization" />')
    server.seed("apis/azure-openai/policies/policy", {"format": "xml", **inline})
    extra = "extra: {inbound: '<include-fragment fragment-id=\"guard\" />'}"
    moved = ARTICLE.replace("    scope:", f"    {extra}\n    scope:")
    assert refusals(driver.plan(moved)) == []
    # Azure takes two spellings of one id for one fragment.
    assert driver.apply(moved).exit_code == 0
    assert refusals(driver.plan(moved.replace('"guard', '"Guard'))) == []


def test_one_reason_that_is_said_hides_no_other(driver: Driver, server: ArmServer) -> None:
    server.seed("apis/azure-openai", {"displayName": "azure-openai", "path": "openai-test"})
    guarded = document('<base /><validate-jwt header-name="Authorization" />')
    server.seed("apis/azure-openai/policies/policy", {"format": "xml", **guarded})
    plan = saved(driver)
    said = replace(plan, changes=tuple(replace(c, refused=("another",)) for c in plan.changes))
    with pytest.raises(RefusedError, match="it removes <validate-jwt> from policy"):
        driver.apply(said)


def saved(driver: Driver, **changed: Any) -> Plan:
    """The plan of the article, saved and then changed in its file: the change of the policy."""
    plan = json.loads(driver.plan().dumps())
    (policy,) = [change for change in plan["changes"] if change["type"] == "policy"]
    policy.pop("refused", None)
    policy["properties"] = {**policy["properties"], **changed}
    return Plan.loads(json.dumps(plan))


def test_a_saved_plan_that_hides_what_it_takes_away(driver: Driver, server: ArmServer) -> None:
    server.seed("apis/azure-openai", {"displayName": "azure-openai", "path": "openai-test"})
    guarded = document('<base /><validate-jwt header-name="Authorization" />')
    server.seed("apis/azure-openai/policies/policy", {"format": "xml", **guarded})
    before = server.snapshot()
    plan = saved(driver)
    with pytest.raises(RefusedError, match="it removes <validate-jwt> from policy"):
        driver.apply(plan)
    assert server.snapshot() == before
    assert driver.apply(plan, force=True).exit_code == 0


def test_a_saved_plan_with_a_broken_policy_is_not_sent(driver: Driver, server: ArmServer) -> None:
    before = server.snapshot()
    with pytest.raises(InvalidPoliciesError, match="retry"):
        driver.apply(saved(driver, value="<policies><inbound><retry /></inbound></policies>"))
    assert server.snapshot() == before
