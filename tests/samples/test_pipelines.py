"""The pipelines of the samples: each of their command lines runs, in their order, and works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.service.arm_server import GROUP, SERVICE, SUBSCRIPTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.service.arm_server import ArmServer

ROOT = Path(__file__).parents[2]
PIPELINES = sorted((ROOT / "samples" / "ci").iterdir())
# What stands for the pipeline's own variables.
VARIABLES = {
    "$(inventory)": "apimgen.yaml",
    "$(Build.ArtifactStagingDirectory)/": "",
    "$(Pipeline.Workspace)/plan/": "",
    "$INVENTORY": "apimgen.yaml",
}


def scripts(node: object) -> Iterator[str]:
    """Every shell script of a pipeline, in order."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"run", "script", "inlineScript"} and isinstance(value, str):
                yield value
            else:
                yield from scripts(value)
    elif isinstance(node, list):
        for each in node:
            yield from scripts(each)


def command_lines(pipeline: Path) -> list[str]:
    """The lines that call apimgen, with the pipeline's variables put in."""
    parsed = yaml.safe_load(pipeline.read_text(encoding="utf-8"))
    lines = [line.strip() for script in scripts(parsed) for line in script.splitlines()]
    found = [line for line in lines if line.startswith("apimgen ")]
    for name, value in VARIABLES.items():
        found = [line.replace(name, value) for line in found]
    return found


@pytest.mark.parametrize("pipeline", PIPELINES, ids=lambda p: p.name)
def test_every_command_line_works(
    pipeline: Path,
    server: ArmServer,
    tmp_path: Path,
) -> None:
    work = tmp_path / "repository"
    work.mkdir()
    sample = (ROOT / "samples" / "article" / "2-random-keys.yaml").read_text(encoding="utf-8")
    sample = sample.replace("rg-ai", GROUP).replace("my-cool-apim-us1\n", f"{SERVICE}\n", 1)
    (work / "apimgen.yaml").write_text(sample, encoding="utf-8")
    shim = tmp_path / "bin"
    shim.mkdir()
    (shim / "apimgen").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m apimgen "$@"\n')
    (shim / "apimgen").chmod(0o755)
    environ = {
        **os.environ,
        "PATH": f"{shim}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "APIMGEN_ARM_ENDPOINT": server.url,
        "APIMGEN_ARM_TOKEN": "token",
        "AZURE_SUBSCRIPTION_ID": SUBSCRIPTION,
        "US1_KEY": "first-s3cret",
        "CANADA_KEY": "second-s3cret",
        "AUSTRALIA_KEY": "third-s3cret",
    }
    lines = command_lines(pipeline)
    assert [line.split()[1] for line in lines] == ["validate", "plan", "apply", "plan"]
    for line in lines:
        ran = subprocess.run(
            line, shell=True, cwd=work, env=environ, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, (line, ran.stderr)
    assert json.loads((work / "apimgen.sarif").read_text())["version"] == "2.1.0"
    assert "to create" in (work / "plan.md").read_text()
    written = b"".join(p.read_bytes() for p in work.rglob("*") if p.is_file())
    assert not re.search(rb"(first|second|third)-s3cret", written)


@pytest.mark.parametrize("pipeline", PIPELINES, ids=lambda p: p.name)
def test_a_named_value_that_the_inventory_lacks_fails_the_check(
    pipeline: Path, tmp_path: Path
) -> None:
    sample = (ROOT / "samples" / "article" / "1-single-key.yaml").read_text(encoding="utf-8")
    (tmp_path / "apimgen.yaml").write_text(sample, encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "other.xml").write_text(
        "<fragment><set-backend-service base-url='{{my-endpont-us1}}' /></fragment>"
    )
    (line, *_) = command_lines(pipeline)
    command = [sys.executable, "-m", *line.replace('"', "").partition(">")[0].split()]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    (found,) = json.loads(ran.stdout)["runs"][0]["results"]
    assert found["ruleId"] == "unknown-named-value"
    assert 'did you mean "my-endpoint-us1"?' in found["message"]["text"]


@pytest.mark.parametrize("pipeline", PIPELINES, ids=lambda p: p.name)
def test_the_backends_keys_come_from_the_pipelines_secrets(pipeline: Path) -> None:
    text = pipeline.read_text(encoding="utf-8")
    assert {"US1_KEY", "CANADA_KEY", "AUSTRALIA_KEY"} <= set(re.findall(r"\w+_KEY", text))
