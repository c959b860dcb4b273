"""What the tests of the functions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Program

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def apimgen_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Program:
    """The program, run in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Program(capsys, monkeypatch)
