"""A run that is killed, cancelled or interrupted half way leaves nothing half done."""

from __future__ import annotations

import copy
import os
import re
import signal
from typing import TYPE_CHECKING

import pytest

from tests.service.program import finish, start
from tests.service.test_live_commands import SERVICE_KEYS
from tests.service.thirty import AFTER, NEW_KEYS, prepare

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


class Scene:
    """The thirty changes, and a folder in which the program is started."""

    def __init__(self, driver: Driver, server: ArmServer, folder: Path) -> None:
        prepare(driver, server)
        self.server, self.folder = server, folder
        (folder / "apimgen.yaml").write_text(AFTER + SERVICE_KEYS, encoding="utf-8")
        self.state = copy.deepcopy(server.resources)
        self.before = server.snapshot()

    def applied_until(self, write: int, signal_number: int) -> tuple[int, str, str]:
        """Apply, hit by a signal as it makes one of its writes."""
        self.server.resources = copy.deepcopy(self.state)
        self.server.writes.clear()
        process = start(
            self.server,
            self.folder,
            "apply",
            "apimgen.yaml",
            "--yes",
            "--prune",
            "--force",
            **NEW_KEYS,
        )

        def hit(number: int, _path: str) -> None:
            if number == write:
                os.kill(process.pid, signal_number)

        self.server.on_write = hit
        try:
            return finish(process)
        finally:
            self.server.on_write = None

    def journal(self) -> Path:
        return max((self.folder / ".apimgen" / "journals").glob("*.jsonl"))


@pytest.fixture
def scene(driver: Driver, server: ArmServer, tmp_path: Path) -> Scene:
    folder = tmp_path / "work"
    folder.mkdir()
    return Scene(driver, server, folder)


@pytest.mark.parametrize(
    "write", [9, 31, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 3, 20))]
)
def test_kill_9_and_then_rollback(scene: Scene, write: int) -> None:
    assert scene.applied_until(write, signal.SIGKILL)[0] == -signal.SIGKILL
    code, out, err = finish(start(scene.server, scene.folder, "rollback", str(scene.journal())))
    assert code == 0, (out, err)
    assert re.fullmatch(r"rolling back: (\d+) of \1\n", err)
    assert scene.server.snapshot() == scene.before


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_puts_everything_back(scene: Scene, signal_number: int) -> None:
    code, out, err = scene.applied_until(9, signal_number)
    assert code == 3, (out, err)
    assert "error: interrupted\nThe service is as it was before.\n" in err
    assert "Rolled back:" in out
    assert scene.server.snapshot() == scene.before
