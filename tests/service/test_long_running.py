"""Named values, fragments and APIs take their time, and answer in more than one way."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

import pytest

from tests.service.arm_transport import Fault
from tests.service.driver import ARTICLE
from tests.service.program import finish, start
from tests.service.test_live_commands import SERVICE_KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

KEYED = """
version: 1
backends:
  - {name: us1, url: https://us1.openai.azure.com/, api_key: {env: KEY}}
apis: [{name: chat, path: chat, operations: [POST /chat]}]
policies:
  - {name: chat, scope: {api: chat}, auth: api-key, routing: single}
"""


@pytest.fixture(autouse=True)
def slow_server(server: ArmServer) -> None:
    server.long_running = True


def test_an_answer_202_is_polled_to_its_end(driver: Driver, server: ArmServer) -> None:
    server.accepted = True
    driver.environment = {"KEY": "the-first-key"}
    assert driver.apply(KEYED).exit_code == 0
    assert driver.plan(KEYED).work == ()
    polled = [e.path for e in server.log if "operationResults" in e.path]
    assert len(polled) >= 3  # two named values and an API


@pytest.mark.parametrize("accepted", [False, True])
def test_without_an_etag_at_the_end_a_secret_is_put_back_all_the_same(
    driver: Driver, server: ArmServer, accepted: bool
) -> None:
    server.untagged, server.accepted = True, accepted
    driver.environment = {"KEY": "the-first-key"}
    assert driver.apply(KEYED).exit_code == 0
    before = server.snapshot()
    driver.environment = {"KEY": "the-second-key"}
    refused = Fault(0, "403")
    refused.resource = "apis/chat/policies/policy"
    server.faults = [refused]
    report = driver.apply(
        KEYED.replace("routing: single", "routing: single, forward: {timeout: 9}")
    )
    assert (report.exit_code, report.kept) == (3, {})
    assert server.snapshot() == before


def test_what_ends_after_a_sibling_has_failed_is_put_back_too(
    driver: Driver, server: ArmServer
) -> None:
    before = server.snapshot()
    server.late = {"": 5}
    refused = Fault(0, "403")
    refused.resource = "namedValues/my-endpoint-us2"
    server.faults = [refused]
    report = driver.apply()
    assert (report.exit_code, report.kept) == (3, {})
    assert server.snapshot() == before


@pytest.mark.parametrize("late", ["/us1-key", "/apimgen-previous-us1-key"])
def test_what_does_not_end_is_named(driver: Driver, server: ArmServer, late: str) -> None:
    """Nobody can say whether the service will do it yet."""
    driver.environment = {"KEY": "the-first-key"}
    assert driver.apply(KEYED).exit_code == 0
    driver.environment = {"KEY": "the-second-key"}
    driver.patience, server.late = 0.3, {late: 1000}
    refused = Fault(0, "403")
    refused.resource = "namedValues/us1"
    server.faults = [refused]
    report = driver.apply(KEYED.replace("us1.openai", "new.openai"))
    assert report.exit_code == 3
    assert {id_.path: why for id_, why in report.kept.items()} == {
        "namedValues/us1-key": "the service had not finished it, and may still carry it out"
    }
    # So that a later rollback can still put the old key back.
    assert ("namedValues/apimgen-previous-us1-key" in server.resources) is (late == "/us1-key")


def test_a_write_is_not_forgotten_where_the_look_at_it_fails(
    driver: Driver, server: ArmServer
) -> None:
    driver.environment = {"KEY": "the-first-key"}
    plan = driver.plan(KEYED)
    server.untagged, server.forbidden = True, {"namedValues/read"}
    report = driver.apply(plan)
    assert report.exit_code == 3
    assert {"namedValues/us1", "namedValues/us1-key"} & {id_.path for id_ in report.kept}


def test_ctrl_c_waits_for_an_operation_that_ends(server: ArmServer, tmp_path: Path) -> None:
    (tmp_path / "apimgen.yaml").write_text(ARTICLE + SERVICE_KEYS, encoding="utf-8")
    before = server.snapshot()
    server.late = {"": 4}
    process = start(server, tmp_path, "apply", "apimgen.yaml", "--yes", "--format", "json")

    def interrupt() -> None:
        server.on_poll = None
        os.kill(process.pid, signal.SIGINT)

    server.on_poll = interrupt
    code, out, err = finish(process)
    assert code == 3, err
    report = json.loads(out)
    assert "applied" not in {change["outcome"] for change in report["changes"]}
    assert server.snapshot() == before
