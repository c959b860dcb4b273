"""A run that is killed, cancelled or interrupted leaves nothing half done."""

from __future__ import annotations

import copy
import json
import os
import re
import signal
from typing import TYPE_CHECKING

import pytest

from apimgen.service.apply.journal import Journal
from tests.service.program import finish, start
from tests.service.test_live_commands import SERVICE_KEYS
from tests.service.thirty_changes import AFTER, NEW_KEYS, prepare

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

PLANNED = 35
"""How many writes the thirty changes take, with those that keep old secrets."""
CLEANED = 3
"""How many follow, which delete the kept secrets."""
EVERY = os.environ.get("APIMGEN_EVERY_FAULT")
"""Set by the gates: then a run is killed at each of its writes, and not only at a few."""

KEEPERS = [f"namedValues/apimgen-previous-keyed{n}-key" for n in (1, 2, 3)]
APPLY = ("apply", "apimgen.yaml", "--yes", "--prune", "--force")


class Scene:
    """The thirty changes, and a folder in which the program is started."""

    def __init__(self, driver: Driver, server: ArmServer, folder: Path) -> None:
        prepare(driver, server)
        self.driver, self.server, self.folder = driver, server, folder
        (folder / "apimgen.yaml").write_text(AFTER + SERVICE_KEYS, encoding="utf-8")
        self.state = copy.deepcopy(server.resources)
        self.before = server.snapshot()

    def run(self, *arguments: str) -> tuple[int, str, str]:
        return finish(start(self.server, self.folder, *arguments, **NEW_KEYS))

    def hit(
        self, write: int, signal_number: int, *arguments: str, lost: bool = False
    ) -> tuple[int, str, str]:
        """A command, hit by a signal as it makes one of its writes, which may be lost."""
        self.server.writes.clear()
        self.server.requests = 0
        process = start(self.server, self.folder, *arguments, **NEW_KEYS)

        def hit(number: int, _method: str, _path: str) -> bool:
            if number == write:
                os.kill(process.pid, signal_number)
            return lost and number == write

        self.server.on_request = hit
        try:
            return finish(process)
        finally:
            self.server.on_request = None

    def killed(self, write: int, *arguments: str, lost: bool = False) -> None:
        code, out, err = self.hit(write, signal.SIGKILL, *arguments, lost=lost)
        assert code == -signal.SIGKILL, (out, err)

    def planned(self) -> dict[str, bytes]:
        """What the service has when all is applied."""
        killed, self.server.resources = self.server.resources, copy.deepcopy(self.state)
        assert self.driver.apply(self.driver.plan(AFTER, prune=True)).exit_code == 0
        applied, self.server.resources = self.server.snapshot(), killed
        return applied

    def journal(self) -> str:
        return str(max((self.folder / ".apimgen" / "journals").glob("*.jsonl")))

    def keepers(self) -> list[str]:
        return [path for path in KEEPERS if path in self.server.resources]


@pytest.fixture
def scene(driver: Driver, server: ArmServer, tmp_path: Path) -> Scene:
    folder = tmp_path / "work"
    folder.mkdir()
    return Scene(driver, server, folder)


def test_how_many_writes_there_are(scene: Scene) -> None:
    scene.server.requests = 0
    scene.planned()
    assert scene.server.requests == PLANNED + CLEANED


@pytest.mark.parametrize(
    "write",
    range(1, PLANNED + 1) if EVERY else [9, PLANNED, pytest.param(1, marks=pytest.mark.slow)],
)
def test_kill_9_and_then_rollback(scene: Scene, write: int) -> None:
    scene.killed(write, *APPLY, lost=write % 2 == 0)
    code, out, err = scene.run("rollback", scene.journal())
    assert code == 0, (out, err)
    assert re.fullmatch(r"rolling back: (\d+) of \1\n", err)
    assert scene.server.snapshot() == scene.before


@pytest.mark.parametrize("write", range(1, PLANNED + 1) if EVERY else [20])
def test_kill_9_and_then_apply_again(scene: Scene, write: int) -> None:
    scene.killed(write, *APPLY, lost=write % 2 == 1)
    code, out, err = scene.run(*APPLY)
    assert code == 0, (out, err)
    assert scene.server.snapshot() == scene.planned()


@pytest.mark.parametrize("lost", [False, True], ids=["done", "lost"])
@pytest.mark.parametrize("number", range(1, CLEANED + 1))
def test_a_run_that_is_killed_while_it_cleans_up_is_applied(
    scene: Scene, number: int, lost: bool
) -> None:
    scene.killed(PLANNED + number, *APPLY, lost=lost)
    assert Journal.load(scene.folder / scene.journal()).outcome == "applied"
    left = scene.keepers()
    assert len(left) == CLEANED - number + lost
    planned = scene.planned()
    assert scene.server.snapshot().keys() - planned.keys() == set(left)
    plan = scene.driver.plan(AFTER, prune=True)
    assert plan.work == ()
    report = scene.driver.apply(plan)
    assert (report.exit_code, [id_.path for id_ in report.cleaned]) == (0, left)
    assert scene.server.snapshot() == planned


def test_the_next_plan_and_apply_say_what_was_left_and_that_it_is_gone(scene: Scene) -> None:
    scene.killed(PLANNED + 2, *APPLY, lost=True)
    left = scene.keepers()
    assert len(left) == 2
    names = ", ".join(path.replace("namedValues/", "named-value ") for path in left)
    code, out, err = scene.run("plan", "apimgen.yaml", "--exit-code")
    assert (code, out.splitlines()[-1][:40]) == (0, "Plan: 0 to create, 0 to update, 0 to del")
    said = f"an earlier apply left old secrets on the service, which apply deletes: {names}"
    assert said in err.splitlines()
    # The last is one of a named value that the first run has deleted.
    code, out, err = scene.run("apply", "apimgen.yaml", "--yes", "--format", "json")
    assert code == 0, (out, err)
    assert json.loads(out)["cleaned"] == left
    assert f"deleted old secrets that an earlier apply left: {names}" in err.splitlines()
    assert scene.keepers() == []


def test_a_run_that_is_killed_before_it_has_cleaned_anything_can_be_rolled_back(
    scene: Scene,
) -> None:
    scene.killed(PLANNED + 1, *APPLY, lost=True)
    code, out, err = scene.run("rollback", scene.journal())
    assert code == 0, (out, err)
    assert scene.server.snapshot() == scene.before


def test_a_rollback_that_cannot_put_back_everything_writes_nothing(scene: Scene) -> None:
    scene.killed(PLANNED + 2, *APPLY)
    killed, journal = scene.server.snapshot(), scene.journal()
    recorded = (scene.folder / journal).read_bytes()
    code, out, err = scene.run("rollback", journal)
    assert (code, out) == (5, "")
    first, *reasons, last = err.splitlines()
    assert first == "error: refused: not everything can be put back:"
    assert sorted(reasons) == [
        "  named-value keyed1-key: its old secret value is gone; set it by hand",
        "  named-value keyed2-key: its old secret value is gone; set it by hand",
    ]
    assert last == "Nothing was written. --force puts back the rest."
    assert scene.server.snapshot() == killed
    assert (scene.folder / journal).read_bytes() == recorded
    code, out, err = scene.run("rollback", journal, "--force", "--format", "json")
    report = json.loads(out)
    assert (code, "refused" in report) == (3, False)
    secrets = ["namedValues/keyed1-key", "namedValues/keyed2-key"]
    assert sorted(each["resource"] for each in report["not_rolled_back"]) == secrets
    after = scene.server.snapshot()
    assert {path for path in scene.before if after.get(path) != scene.before[path]} == set(secrets)


@pytest.mark.parametrize("write", range(1, PLANNED + 1) if EVERY else [12, PLANNED])
def test_a_rollback_that_is_killed_is_finished_by_the_next(scene: Scene, write: int) -> None:
    """The last writes of a rollback delete what kept the old secrets."""
    scene.killed(PLANNED + 1, *APPLY, lost=True)
    scene.killed(write, "rollback", scene.journal(), lost=write % 2 == 0)
    code, out, err = scene.run("rollback", scene.journal())
    assert code == 0, (out, err)
    assert scene.server.snapshot() == scene.before


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_puts_everything_back(scene: Scene, signal_number: int) -> None:
    code, out, err = scene.hit(9, signal_number, *APPLY)
    assert code == 3, (out, err)
    assert "error: interrupted\nThe service is as it was before.\n" in err, (out, err)
    assert "Rolled back:" in out
    assert scene.server.snapshot() == scene.before


def test_an_interrupted_clean_up_is_no_failure(scene: Scene) -> None:
    code, out, err = scene.hit(PLANNED + 1, signal.SIGINT, *APPLY)
    assert code == 0, (out, err)
    assert "error:" not in err
    for path in scene.keepers():
        name = path.split("/")[1]
        assert f"warning: named-value {name}, which keeps the old value of a secret" in err
    assert scene.driver.apply(AFTER).exit_code == 0
    assert scene.keepers() == []
