"""Lets requests run side by side, in the order of simulated time."""

from __future__ import annotations

import math
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from apimgen.gateway.engine.effects import Fetch, Send, Together, Wait
from apimgen.gateway.simulate.units import START

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apimgen.gateway.engine.effects import Effect, Reply, Steps
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.simulate.backends import Backends, Usage
    from apimgen.gateway.simulate.tally import Tally
    from apimgen.gateway.simulate.units import Clock


class Running:
    """A request, or one of the things that it does side by side, on its way.

    Attributes:
        send: goes on with what came of the last effect.
        exchange: the request.
        began: the simulated time at which it came.
        usage: the tokens that it needs.
        join: what waits for its end, where it is one of several side by side.
    """

    __slots__ = ("began", "exchange", "join", "send", "usage")

    def __init__(
        self,
        steps: Steps,
        exchange: Exchange,
        began: float,
        usage: Usage,
        join: Join | None = None,
    ) -> None:
        self.send = steps.send
        self.exchange = exchange
        self.began = began
        self.usage = usage
        self.join = join


class Join:
    """Several things side by side, and who waits for them.

    Attributes:
        waiting: goes on once they have ended.
        branches: all of them.
        first: whether the first to end is enough.
        ended: of each whether it has.
        is_over: whether the waiting one has gone on.
    """

    __slots__ = ("branches", "ended", "first", "is_over", "waiting")

    def __init__(self, waiting: Running, together: Together) -> None:
        self.waiting = waiting
        self.first = together.first
        self.branches = [
            Running(steps, waiting.exchange, waiting.began, waiting.usage, self)
            for steps in together.branches
        ]
        self.ended = [False] * len(self.branches)
        self.is_over = False


class Loop:
    """Events in simulated time.

    Attributes:
        clock: the simulated time.
        backends: answer calls.
        tally: counts the requests that end.
    """

    def __init__(self, clock: Clock, backends: Backends, tally: Tally) -> None:
        self.clock = clock
        self.backends = backends
        self.tally = tally
        # Times are seconds from the start. The second item keeps events of the same moment in
        # the order in which they were made.
        self._events: list[tuple[float, int, Running, Any]] = []
        self._made = 0

    def run(
        self,
        arrivals: Iterator[float],
        begin: Callable[[float], Running],
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """Lets all requests run to their ends.

        Args:
            arrivals: the times at which requests come.
            begin: makes the request that comes.
            progress: hears now and then how many have ended.
        """
        events, clock, tally = self._events, self.clock, self.tally
        answer, ended = self.backends.answer, tally.ended
        coming = next(arrivals, math.inf)
        made = 0
        reply: Reply
        while True:
            if events and events[0][0] <= coming:
                now, _, running, reply = heappop(events)
            elif coming < math.inf:
                now = coming
                clock.time = START + now
                running, reply = begin(now), None
                coming = next(arrivals, math.inf)
                if progress is not None and not tally.requests & 0xFF:
                    progress(tally.requests)
            else:
                return
            if running.join is not None and running.join.is_over:
                continue  # another has ended, and nobody waits for this one
            clock.time = START + now
            try:
                effect = running.send(reply)
            except StopIteration:
                if running.join is None:
                    ended(running.exchange, running.began, now)
                else:
                    self._branch_ended(running.join, running, now)
                continue
            if type(effect) is Send:
                reply, seconds = answer(effect, now, running.usage)
                made += 1
                heappush(events, (now + seconds, made, running, reply))
            else:
                made += 1
                self._made = made
                self._perform(effect, running, now)
                made = self._made

    def _perform(self, effect: Effect, running: Running, now: float) -> None:
        """Begins an effect that is no call of a backend."""
        if isinstance(effect, Wait):
            self._later(now + effect.seconds, running, None)
        elif isinstance(effect, Fetch):
            reply, seconds = self.backends.beside(effect, running.exchange.instance, now)
            self._later(now if effect.forget else now + seconds, running, reply)
        elif isinstance(effect, Together):
            join = Join(running, effect)
            for branch in join.branches:
                self._later(now, branch, None)
            if not join.branches:
                self._later(now, running, [])

    def _later(self, time: float, running: Running, reply: Reply) -> None:
        self._made += 1
        heappush(self._events, (time, self._made, running, reply))

    def _branch_ended(self, join: Join, branch: Running, now: float) -> None:
        if join.is_over:
            return
        join.ended[join.branches.index(branch)] = True
        if join.first or all(join.ended):
            join.is_over = True
            self._made += 1
            heappush(self._events, (now, self._made, join.waiting, list(join.ended)))
