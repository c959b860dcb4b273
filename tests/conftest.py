"""What all tests share."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Generator

# A shell that starts this in the background has Ctrl-C ignored, and so would the programs that the
# tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A property says nothing of speed; a busy machine must not fail it.
settings.register_profile(
    "apimgen", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=75
)
settings.load_profile("apimgen")

# Where the emulator's source is, beside the project; where it is, CI owes a run against it.
EMULATOR = Path(__file__).parents[2] / "shared" / "emulator"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """No test of the emulator is skipped in CI where the emulator can be had."""
    report = yield
    owed = os.environ.get("CI") == "true" and EMULATOR.exists()
    if owed and report.skipped and item.get_closest_marker("emulator") is not None:
        report.outcome = "failed"
        report.longrepr = f"skipped, though the emulator can be had: {report.longrepr}"
    return report
