"""The units of a gateway: a region's share its cache and counters, and each has its breakers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apimgen.gateway.backends.breakers import Breakers
from apimgen.gateway.requests import Prepared
from apimgen.gateway.world import MemoryStore, World

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.readings import Readings
    from apimgen.gateway.requests import Call
    from apimgen.gateway.simulate.streams import Streams
    from apimgen.gateway.world import Store

START = 1_767_225_600.0
"""When each simulation begins, in seconds since 1970: 1 January 2026, 0:00 UTC."""


class Clock:
    """The simulated time.

    Attributes:
        time: in seconds since 1970.
    """

    __slots__ = ("time",)

    def __init__(self) -> None:
        self.time = START

    def now(self) -> float:
        """The time, in seconds since 1970."""
        return self.time


class Unit(World):
    """One unit of the gateway.

    Attributes:
        instance: what it runs, in its region.
        prepared: what callers send to it.
        now: the simulated time.
    """

    def __init__(
        self,
        instance: Instance,
        prepared: Prepared,
        clock: Clock,
        streams: Streams,
        *,
        cache: Store,
        readings: Readings,
        region: str,
        has_cache: bool,
        script: Script,
    ) -> None:
        super().__init__(
            streams.dice,
            Breakers(),
            cache=cache,
            readings=readings,
            region=region,
            has_cache=has_cache,
            script=script,
        )
        self.instance = instance
        self.prepared = prepared
        self.now = clock.now  # type: ignore[method-assign]
        self._waits = streams.waits

    def jitter(self) -> float:
        """The factor of a retry's growing wait, from 0.8 to 1.2."""
        return self._waits.uniform(0.8, 1.2)


def units_of(
    instance: Instance,
    regions: Mapping[str, int],
    call: Call,
    clock: Clock,
    streams: Streams,
    *,
    readings: Readings,
    script: Script,
) -> list[Unit]:
    """All units of a gateway.

    Args:
        instance: what they run.
        regions: how many there are in each; the empty name is the instance's own region.
        call: what callers send.
        clock: the simulated time.
        streams: the dice.
        readings: what the service is taken to do where nobody knows.
        script: what is scripted beside the backends.
    """
    units: list[Unit] = []
    for name, count in regions.items():
        region = name or instance.region
        local = replace(instance, region=region)
        prepared = Prepared(local, call)
        cache = MemoryStore()
        first = len(units)
        for _ in range(count):
            unit = Unit(
                local,
                prepared,
                clock,
                streams,
                cache=cache,
                readings=readings,
                region=region,
                has_cache=instance.tier != "consumption",
                script=script,
            )
            if len(units) > first:
                unit.counters = units[first].counters
            units.append(unit)
    return units
