"""simulate beside the emulator's gateway: the article's policy with keys, and nothing fails.

The first needs the emulator and wrk, the second neither; ``pytest -m benchmark``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, cast

import pytest

from apimgen.gateway import sources
from apimgen.gateway.default_call import default_call
from apimgen.gateway.engine import program
from apimgen.gateway.readings import Readings
from apimgen.gateway.simulate.run import simulate
from apimgen.gateway.simulate.scenario import Scenario
from apimgen.inventory import loads
from tests.benchmarks.test_serve_speed import Place, backend, load
from tests.service import emulator as emulators
from tests.service.test_emulator import (
    CHAT,
    Program,
    emulator,
    inventory,
    put_into_the_emulators_words,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.emulator import Emulator
    from tests.service.test_emulator import Model

pytestmark = pytest.mark.benchmark

__all__ = ["emulator"]
LEAST = 10
REQUESTS = 150_000
KEYS = cast("list[Model]", [Place(f"https://backend{number}") for number in range(3)])


def simulated() -> float:
    """How many requests of the article's policy with keys are simulated in a second."""
    loaded = loads(inventory(KEYS, auth="api-key"), "apimgen.yaml", os.environ)
    assert loaded.inventory is not None, loaded.findings
    instance = sources.from_inventory(loaded.inventory, "apimgen.yaml").instance
    call = default_call(instance)
    began = time.perf_counter()
    compiled = program.Program(instance)
    outcome = simulate(compiled, call, Scenario(requests=REQUESTS), seed=1, readings=Readings())
    taken = time.perf_counter() - began
    assert outcome.tally.succeeded == outcome.tally.backend_calls == REQUESTS
    return REQUESTS / taken


@pytest.mark.skipif(shutil.which("wrk") is None, reason="needs wrk")
@pytest.mark.skipif(emulators.binary() is None, reason="needs the emulator: APIMGEN_EMULATOR")
def test_requests_a_second_against_those_of_the_emulator(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THE_KEY", "the-key-of-the-backends")
    before = simulated()
    with backend() as url:
        applying = Program(emulator, tmp_path / "work")
        applying.write("apimgen.yaml", inventory([cast("Model", Place(url))] * 3, auth="api-key"))
        applying("apply", "apimgen.yaml", "--yes")
        put_into_the_emulators_words(emulator)
        theirs = load(emulator.url + CHAT, tmp_path).rate
    ours = max(before, simulated())
    print(f"\n{ours:,.0f} requests a second; the emulator {theirs:,.0f}: {ours / theirs:.1f} times")
    assert ours >= LEAST * theirs


MEMORY = """
import os, resource, sys
from tests.benchmarks import test_simulate_speed as speed
speed.REQUESTS = int(sys.argv[1])
speed.simulated()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_a_million_requests_take_no_more_memory_than_some_thousand() -> None:
    few, many = (
        int(
            subprocess.run(
                [sys.executable, "-c", MEMORY, str(count)],
                env={**os.environ, "THE_KEY": "k"},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for count in (20_000, 1_000_000)
    )
    print(f"\n20,000 requests: {few // 1024} MiB; a million: {many // 1024} MiB")
    assert many <= 1.05 * few
