"""How long trace takes to start, against the imports of generate; ``pytest -m benchmark``."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.test_generate_speed import SAMPLE, best_in_turns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.benchmark

IMPORTS = """
from apimgen.cli.app import build
build(("generate",))
import apimgen.cli.findings, apimgen.cli.inventories, apimgen.files, apimgen.generation
import apimgen.routing.named_values, apimgen.routing.routes
"""


def test_trace_starts_with_little_more_than_the_imports_of_generate(tmp_path: Path) -> None:
    # As an installed program, apimgen is compiled once.
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environ["PYTHONPATH"] = str(SAMPLE.parents[2])

    def run(*arguments: str) -> Callable[[], object]:
        command = [sys.executable, *arguments]
        return lambda: subprocess.run(
            command, env=environ, cwd=tmp_path, stdout=subprocess.DEVNULL, check=True
        )

    traces = run("-m", "apimgen", "trace", str(SAMPLE))
    traces()  # compiles
    floor, taken = best_in_turns(run("-c", IMPORTS), traces)
    print(f"\nimports {floor * 1000:.0f} ms, trace {taken * 1000:.0f} ms: {taken / floor:.2f}")
    assert taken <= 1.7 * floor
