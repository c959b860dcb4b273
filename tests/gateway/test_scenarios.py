"""Every policy does what its reference page says: each behaviour is told by a scenario."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from apimgen.gateway.policies import NAMES
from tests.gateway.scenario import SCENARIOS, load, play

FILES = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))


@pytest.mark.parametrize("traced", [True, False], ids=["traced", "untraced"])
@pytest.mark.parametrize("name", FILES)
def test_scenario(name: str, traced: bool) -> None:
    scenario = load(name)
    differences = play(scenario, traced=traced)
    told = "\n".join(
        f"{where}\n  expected {expected!r}\n  found    {found!r}"
        for where, expected, found in differences
    )
    assert not differences, f"{scenario['what']}\n{told}"


@pytest.mark.parametrize("name", sorted(NAMES))
def test_scenarios_notice_a_policy_that_does_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module(f"apimgen.gateway.policies.{name.replace('-', '_')}")
    if hasattr(module, "compile"):
        monkeypatch.setattr(module, "compile", lambda _element, _build: None)
    else:
        monkeypatch.setattr(module, "step", lambda _element, _build: lambda _exchange: None)
    about = [scenario for one in FILES if f"<{name}" in str(scenario := load(one))]
    requests = sum(len(scenario["requests"]) for scenario in about)
    assert requests > 1, f"{name} has one scenario with one request"
    assert any(_differs(scenario) for scenario in about)


def _differs(scenario: dict[str, Any]) -> bool:
    try:
        return bool(play(scenario))
    except Exception:  # noqa: BLE001 - whatever it is, it was noticed
        return True
