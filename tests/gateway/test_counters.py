"""A key of its own for each request doesn't fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from apimgen.gateway.limits.periods import Period, usage_of
from apimgen.gateway.limits.windows import window_of
from apimgen.gateway.readings import Readings
from tests.gateway.scripted import ScriptedWorld

if TYPE_CHECKING:
    from apimgen.gateway.engine.exchange import Exchange


class _Tier:
    def __init__(self, tier: str) -> None:
        self.tier = tier


class _Exchange:
    """As much of a request as counters look at."""

    def __init__(self, tier: str) -> None:
        self.world = ScriptedWorld({}, Readings())
        self.instance = _Tier(tier)
        self.now = self.world.now


def _keys(tier: str, seconds: float) -> int:
    exchange = _Exchange(tier)
    asked = cast("Exchange", exchange)
    for at in range(60_000):
        exchange.world.clock += seconds
        window_of(asked, f"w{at}").add(1, 10, 60, exchange.now())
        usage_of(asked, f"u{at}", Period(60)).calls += 1
    return len(exchange.world.counters)


@pytest.mark.slow
def test_what_counts_nothing_any_more_is_forgotten() -> None:
    assert _keys("developer", 0.01) < 40_000
    assert _keys("standardv2", 0.01) < 40_000


def test_what_still_counts_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apimgen.gateway.limits.counters._MANY", 10)
    exchange = _Exchange("developer")
    asked = cast("Exchange", exchange)
    for at in range(100):
        window_of(asked, f"w{at}").add(1, 1, 60, exchange.now())
        usage_of(asked, f"u{at}", Period(0)).calls += 1
    assert window_of(asked, "w0").left(1, 60, exchange.now()) == 0
    exchange.world.clock += 61
    assert window_of(asked, "w0").left(1, 60, exchange.now()) == 1
    assert usage_of(asked, "u0", Period(0)).calls == 1
