"""Writes reports as the command does."""

from __future__ import annotations

import io
from contextlib import chdir, redirect_stdout
from typing import TYPE_CHECKING

from apimgen.cli.app import run
from tests.gateway.simulate.simulating import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

FRAGILE = ARTICLE.replace(
    "    retry: {count: 3, interval: 1, max_interval: 10, delta: 1, "
    'on: [">=300"], pick: random}\n    forward: {buffer_request_body: true, '
    "buffer_response: false}\n",
    "",
).replace("random-retry", "random")
SCENARIO = """requests: 3000
rate: [{from: 0s, rate: 10}, {from: 100s, rate: 20}]
gateways: {eastus: 2, westeurope: 1}
backends:
  us1: {tokens_per_minute: 300000}
faults:
  - {backend: canada, status: 401, from: 40s, to: 90s}
  - {backend: "*", status: timeout, from: 80s, to: 95s, probability: 0.3}
  - {backend: australia, status: 500, probability: 0.02}
"""


def write_report(folder: Path, *, both: bool, name: str = "report.html") -> Path:
    """The report of one source, or of two beside each other."""
    (folder / "after.yaml").write_text(ARTICLE, "utf-8")
    (folder / "before.yaml").write_text(FRAGILE, "utf-8")
    (folder / "scenario.yaml").write_text(SCENARIO, "utf-8")
    sources = ["before.yaml", "after.yaml"] if both else ["after.yaml"]
    arguments = ["simulate", *sources, "--scenario", "scenario.yaml", "--report", name, "--quiet"]
    with chdir(folder), redirect_stdout(io.StringIO()):
        assert run(arguments) == 0
    return folder / name
