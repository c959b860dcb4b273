"""``--templates`` in the commands that connect."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.service.test_live_commands import run  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.arm_server import ArmServer
    from tests.service.test_live_commands import Run

POLICY = "apis/azure-openai/policies/policy"


@pytest.fixture
def mine(run: Run, tmp_path: Path) -> Path:  # noqa: F811
    """A folder with a template that marks the outbound section, beside the inventory."""
    folder = tmp_path / "work" / "mine"
    folder.mkdir()
    (folder / "policy.xml.j2").write_text(
        '{% extends "policy.xml.j2" %}{% block outbound %}{{ super() }}'
        '<set-header name="x-mine" exists-action="delete" />{% endblock %}'
    )
    return folder


def live_policy(server: ArmServer) -> str:
    (path,) = [path for path in server.resources if path.lower().endswith(POLICY)]
    return str(server.resources[path])


def test_apply_writes_what_they_make_and_plan_and_diff_then_say_nothing(
    run: Run,  # noqa: F811
    server: ArmServer,
    mine: Path,
) -> None:
    assert run("apply", "apimgen.yaml", "--yes", "--templates", "mine")[0] == 0
    assert "x-mine" in live_policy(server)
    for command in ("plan", "diff"):
        assert run(command, "apimgen.yaml", "--exit-code", "--templates", "mine")[0] == 0
        assert run(command, "apimgen.yaml", "--exit-code")[0] == 1


def test_a_saved_plan_holds_what_they_made(
    run: Run,  # noqa: F811
    server: ArmServer,
    mine: Path,
) -> None:
    arguments = ("plan", "apimgen.yaml", "--templates", "mine", "--out", "plan.json")
    assert run(*arguments)[0] == 0
    shutil.rmtree(mine)
    assert run("apply", "plan.json")[0] == 0
    assert "x-mine" in live_policy(server)


def test_a_saved_plan_takes_no_templates(run: Run, mine: Path) -> None:  # noqa: F811
    run("plan", "apimgen.yaml", "--out", "plan.json")
    code, out, err = run("apply", "plan.json", "--templates", "mine", "--format", "json")
    assert code == 2
    message = "--templates goes with an inventory; a saved plan holds what it rendered"
    assert json.loads(out)["error"] == message
    assert message in err
