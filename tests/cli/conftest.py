"""What the tests of the command line share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.running import Program

if TYPE_CHECKING:
    from pathlib import Path

INVENTORY = """version: 1
backends:
  - {name: us1, url: "https://us1.openai.azure.com/", api_key: {env: US1_KEY}}
  - {name: us2, url: "https://us2.openai.azure.com/", api_key: {env: US2_KEY}}
policies:
  - {name: keys, auth: api-key, scope: {api: chat}}
  - {name: single, routing: single, backends: [us1], scope: {product: unlimited}}
"""


@pytest.fixture
def apimgen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Program:
    """The program, run in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Program(capsys, monkeypatch)


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """An inventory of two backends and two policies."""
    path = tmp_path / "apimgen.yaml"
    path.write_text(INVENTORY, encoding="utf-8")
    return path
