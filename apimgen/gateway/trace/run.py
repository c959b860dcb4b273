"""Sends one request through a program, and keeps all that happened."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apimgen.gateway.answers.script import NOTHING
from apimgen.gateway.engine.exchange import Exchange
from apimgen.gateway.readings import Readings
from apimgen.gateway.requests import context_of
from apimgen.gateway.trace.masks import SafeNotes, masks
from apimgen.gateway.worlds.drive import drive
from apimgen.gateway.worlds.single import START, SingleWorld

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.engine.notes import Notes
    from apimgen.gateway.engine.program import Program
    from apimgen.gateway.requests import Call
    from apimgen.gateway.worlds.single import Try


@dataclass(frozen=True, slots=True)
class Trace:
    """A request that has been answered.

    Attributes:
        call: what the caller sent.
        exchange: what became of it.
        notes: the steps.
        tries: the calls of backends.
        begun: when it came, in seconds since 1970.
        seconds: how long it took, in simulated time.
    """

    call: Call
    exchange: Exchange
    notes: Notes
    tries: tuple[Try, ...]
    begun: float
    seconds: float


def trace(
    program: Program,
    call: Call,
    faults: Sequence[Fault] = (),
    *,
    readings: Readings | None = None,
    seed: int = 0,
    start: float = START,
    script: Script = NOTHING,
) -> Trace:
    """Sends a request through a program.

    Args:
        program: what runs; compiled with ``traced``.
        call: what the caller sends.
        faults: which backends fail, and how.
        readings: what the service is taken to do.
        seed: of the dice, and of the request's id.
        start: when the request comes, in seconds since 1970.
        script: what is scripted beside the backends.
    """
    instance = program.instance
    world = SingleWorld(
        instance, faults, readings or Readings(), seed=seed, start=start, script=script
    )
    notes = SafeNotes(masks(instance, call))
    named = random.Random(seed)  # noqa: S311 - a name, no secret
    context = context_of(
        instance,
        call,
        request_id=f"{named.getrandbits(128):032x}",
        timestamp=start,
        tracing=True,
    )
    exchange = Exchange(context, instance, world, notes)
    drive(program.run(exchange), world)
    return Trace(call, exchange, notes, tuple(world.tries), start, world.clock - start)
