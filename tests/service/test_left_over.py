"""Old secrets that an earlier apply left on the service: which of them the next one deletes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from apimgen.service.plan.plan import Plan, UnreadablePlanError
from apimgen.service.resources.previous_values import LONGEST_NAME, keeper_of
from apimgen.service.resources.resource import named_value

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

KEEPER = "namedValues/apimgen-previous-"


def keep(server: ArmServer, name: str, *tags: str) -> str:
    path = KEEPER + name
    properties = {"displayName": path.split("/")[1], "secret": True, "value": "old"}
    server.seed(path, {**properties, "tags": [*tags]})
    return path


@pytest.mark.parametrize("saved", [False, True])
def test_those_of_wanted_and_of_deleted_named_values_go(
    driver: Driver, server: ArmServer, saved: bool
) -> None:
    wanted = keep(server, "My-Endpoint-US1", "apimgen")
    deleted = keep(server, "of-one-that-is-gone", "apimgen")
    plan = driver.plan()
    assert [id_.path for id_ in plan.left_over] == sorted([wanted, deleted])
    report = driver.apply(Plan.loads(plan.dumps()) if saved else plan)
    assert (report.exit_code, len(report.cleaned)) == (0, 2)
    assert not [path for path in server.resources if path.startswith(KEEPER)]
    assert json.loads(json.dumps(report.to_json()))["cleaned"] == sorted([wanted, deleted])


def test_that_of_another_inventorys_secret_stays_until_everything_is_pruned(
    driver: Driver, server: ArmServer
) -> None:
    theirs = {"displayName": "theirs", "secret": True, "value": "new", "tags": ["other"]}
    server.seed("namedValues/theirs", theirs)
    path = keep(server, "theirs", "apimgen")
    driver.apply()
    assert path in server.resources
    assert driver.plan(prune=True).work == ()
    driver.apply(driver.plan(prune=True))
    assert path not in server.resources


def test_what_only_looks_like_one_stays(driver: Driver, server: ArmServer) -> None:
    path = keep(server, "my-endpoint-us1", "made-by-hand")
    driver.apply(driver.plan(prune=True))
    assert path in server.resources


def test_one_that_another_run_has_used_since_stays(driver: Driver, server: ArmServer) -> None:
    path = keep(server, "my-endpoint-us1", "apimgen")

    def used(_number: int, _path: str) -> None:
        keep(server, "my-endpoint-us1", "apimgen")

    server.on_write = used
    report = driver.apply()
    assert (report.exit_code, report.cleaned, report.left_over) == (0, [], {})
    assert path in server.resources


def test_a_failed_apply_cleans_up_nothing_of_others(driver: Driver, server: ArmServer) -> None:
    path = keep(server, "my-endpoint-us1", "apimgen")
    server.forbidden = {"apis/write"}
    assert driver.apply().exit_code == 3
    assert path in server.resources


def test_a_saved_plan_that_names_something_else_is_damaged(driver: Driver) -> None:
    plan = json.loads(driver.plan().dumps())
    plan["left_over"] = ["namedValues/my-endpoint-us1"]
    with pytest.raises(UnreadablePlanError, match="is nothing that an apply leaves"):
        Plan.loads(json.dumps(plan))


def test_the_name_of_a_keeper_is_one_that_the_service_takes() -> None:
    assert len(keeper_of(named_value("n" * LONGEST_NAME)).names[0]) == LONGEST_NAME
