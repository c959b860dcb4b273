"""Drives a running request where nothing else happens at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from apimgen.gateway.engine.effects import Fetch, Send, Together, Wait

if TYPE_CHECKING:
    from apimgen.gateway.engine.effects import Answer, NoAnswer, Reply, Steps


class Time(Protocol):
    """A world whose time its driver moves, and which answers calls."""

    clock: float

    def send(self, call: Send) -> Answer | NoAnswer:
        """What a backend answers; the time that it takes is added to the clock."""
        ...

    def fetch(self, call: Fetch) -> Answer | NoAnswer:
        """What a call beside the request gets; its time is added to the clock."""
        ...


def drive(steps: Steps, world: Time) -> None:
    """Carries a request to its end, in simulated time."""
    given: Reply = None
    failed: Exception | None = None
    while True:
        try:
            effect = steps.send(given) if failed is None else steps.throw(failed)
        except StopIteration:
            return
        failed = None
        if isinstance(effect, Send):
            given = world.send(effect)
        elif isinstance(effect, Wait):
            world.clock += effect.seconds
            given = None
        elif isinstance(effect, Fetch):
            begun = world.clock
            given = world.fetch(effect)
            if effect.forget:
                world.clock = begun
        else:
            try:
                given = _side_by_side(effect, world)
            except Exception as error:  # noqa: BLE001 - it fails the policy that holds the branches
                failed = error


def _side_by_side(together: Together, world: Time) -> list[bool]:
    """Runs each from the same moment, and goes on when the last has ended, or the first."""
    begun = world.clock
    ends: list[float] = []
    for branch in together.branches:
        world.clock = begun
        drive(branch, world)
        ends.append(world.clock)
    world.clock = (min(ends) if together.first else max(ends)) if ends else begun
    return [end <= world.clock for end in ends]
