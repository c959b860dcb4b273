"""Named values, fragments and APIs take their time, and answer in more than one way."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
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


def test_ctrl_c_gets_through_while_an_operation_does_not_end(
    server: ArmServer, tmp_path: Path
) -> None:
    (tmp_path / "apimgen.yaml").write_text(ARTICLE + SERVICE_KEYS, encoding="utf-8")
    before = server.snapshot()
    server.endless = True
    polled = threading.Event()
    server.on_write = lambda number, _: polled.set() if number == 1 else None
    process = start(server, tmp_path, "apply", "apimgen.yaml", "--yes", "--format", "json")
    assert polled.wait(30)
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGINT)
    code, out, err = finish(process)
    server.endless = False
    assert code == 3, err
    report = json.loads(out)
    assert "applied" not in {change["outcome"] for change in report["changes"]}
    assert server.snapshot() == before
