"""Every policy does what its reference page says: each behaviour is told by a scenario."""

from __future__ import annotations

import pytest

from apimgen.gateway.policies import NAMES
from tests.gateway.scenario import SCENARIOS, load, play

FILES = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))


@pytest.mark.parametrize("name", FILES)
def test_scenario(name: str) -> None:
    scenario = load(name)
    differences = play(scenario)
    told = "\n".join(
        f"{where}\n  expected {expected!r}\n  found    {found!r}"
        for where, expected, found in differences
    )
    assert not differences, f"{scenario['what']}\n{told}"


def test_each_policy_that_runs_has_a_scenario() -> None:
    text = "".join((SCENARIOS / f"{name}.yaml").read_text("utf-8") for name in FILES)
    assert not {name for name in NAMES if f"<{name}" not in text}
