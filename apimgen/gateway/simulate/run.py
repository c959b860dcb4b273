"""Runs a simulation of one source."""

from __future__ import annotations

import gc
import math
from contextlib import contextmanager
from typing import TYPE_CHECKING

from apimgen.gateway.engine.exchange import Exchange
from apimgen.gateway.simulate.arrivals import arrivals, expected
from apimgen.gateway.simulate.backends import Backends, Usage
from apimgen.gateway.simulate.loop import Loop, Running
from apimgen.gateway.simulate.outcome import Outcome
from apimgen.gateway.simulate.streams import Streams
from apimgen.gateway.simulate.tally import Tally
from apimgen.gateway.simulate.units import START, Clock, units_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apimgen.gateway.engine.program import Program
    from apimgen.gateway.readings import Readings
    from apimgen.gateway.requests import Call
    from apimgen.gateway.simulate.scenario import Scenario

_WIDTHS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
_STRETCHES = 120
_SPREAD = 0.5  # of the logarithm of a request's size, where sizes vary


def simulate(
    program: Program,
    call: Call,
    scenario: Scenario,
    *,
    seed: int,
    readings: Readings,
    progress: Callable[[int], None] | None = None,
) -> Outcome:
    """Sends many requests through a policy, in simulated time.

    Args:
        program: the policy, compiled.
        call: what each caller sends.
        scenario: what happens.
        seed: of all that is left to chance; the same one gives the same outcome.
        readings: what the service is taken to do where nobody knows.
        progress: hears now and then how many requests have ended.
    """
    streams, clock = Streams(seed), Clock()
    units = units_of(
        program.instance,
        scenario.gateways,
        call,
        clock,
        streams,
        readings=readings,
        script=scenario.script,
    )
    run = program.run
    width = _width(expected(scenario.rates, scenario.requests, scenario.seconds))
    backends, tally = Backends(scenario, streams, width), Tally(width)
    for backend in program.instance.known_backends:
        backends.place(backend)
    loop = Loop(clock, backends, tally)
    usages = _usages(scenario, streams)
    choose, count = streams.units.random, len(units)
    only = units[0] if count == 1 else None
    number = 0

    def begin(now: float) -> Running:
        nonlocal number
        number += 1
        unit = only or units[int(choose() * count)]
        context = unit.prepared.context(number, START + now)
        exchange = Exchange(context, unit.instance, unit)
        return Running(run(exchange), exchange, now, next(usages))

    coming = arrivals(
        scenario.rates, streams.arrivals, requests=scenario.requests, seconds=scenario.seconds
    )
    with _few_collections():
        loop.run(coming, begin, progress)
    tally.close()
    return Outcome(tally, tuple(backends.places.values()), program.left_out)


def _width(seconds: float) -> float:
    """The length of the stretches that a simulation is told by: a round one."""
    for width in _WIDTHS:
        if seconds <= width * _STRETCHES:
            return float(width)
    return seconds / _STRETCHES


def _usages(scenario: Scenario, streams: Streams) -> Iterator[Usage]:
    """The tokens of each request."""
    same = Usage(scenario.prompt, scenario.completion)
    if not scenario.vary:
        while True:
            yield same
    normal = streams.tokens.gauss
    while True:
        factor = math.exp(normal(-_SPREAD * _SPREAD / 2, _SPREAD))
        yield Usage(round(same.prompt * factor), round(same.completion * factor))


@contextmanager
def _few_collections() -> Iterator[None]:
    """Spares the garbage collector what was there before, and most of its looks."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
