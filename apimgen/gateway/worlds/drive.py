"""Drives a running request where nothing else happens at the same time."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Protocol

from apimgen.gateway.engine.effects import Fetch, Send, Together, Wait

if TYPE_CHECKING:
    from apimgen.gateway.engine.effects import Answer, Effect, NoAnswer, Reply, Steps


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
    while True:
        try:
            effect = steps.send(given)
        except StopIteration:
            return
        given = _performed(effect, world)


def _performed(effect: Effect, world: Time) -> Reply:
    if isinstance(effect, Send):
        return world.send(effect)
    if isinstance(effect, Wait):
        world.clock += effect.seconds
        return None
    if isinstance(effect, Fetch):
        begun = world.clock
        reply = world.fetch(effect)
        if effect.forget:
            world.clock = begun
        return reply
    return _side_by_side(effect, world)


def _side_by_side(together: Together, world: Time) -> list[bool]:
    """Runs each from the same moment, in the order of time, until the last has ended or the first.

    What has not ended when the first has is given up where it is.
    """
    branches = list(together.branches)
    ended = [False] * len(branches)
    given: list[Reply] = [None] * len(branches)
    due = [(world.clock, at) for at in range(len(branches))]
    while due:
        world.clock, at = heappop(due)
        try:
            effect = branches[at].send(given[at])
        except StopIteration:
            ended[at] = True
            if together.first:
                break
            continue
        given[at] = _performed(effect, world)
        heappush(due, (world.clock, at))
    for branch in branches:
        branch.close()
    return ended
