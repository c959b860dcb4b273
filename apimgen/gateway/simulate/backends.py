"""What backends answer in simulated time, and how long it takes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from apimgen.gateway.answers import openai
from apimgen.gateway.answers.backends import failed, has_deployment
from apimgen.gateway.answers.beside import beside
from apimgen.gateway.engine.effects import NoAnswer
from apimgen.gateway.simulate.capacity import Capacity
from apimgen.gateway.simulate.latencies import BESIDE, FAILURES, REFUSED
from apimgen.gateway.simulate.streams import Dice

if TYPE_CHECKING:
    from random import Random
    from statistics import NormalDist

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.engine.effects import Answer, Fetch, Send
    from apimgen.gateway.instance.backend import Backend
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.simulate.scenario import Scenario
    from apimgen.gateway.simulate.streams import Streams

_FIRST_ERROR = 400


class Usage(NamedTuple):
    """The tokens of one request.

    Attributes:
        prompt: of the prompt.
        completion: of the answer.
    """

    prompt: int
    completion: int


class Place:
    """One backend during a simulation, and what it has done.

    Attributes:
        name: the backend's.
        calls: how many it got.
        succeeded: how many it answered with a status below 400.
        outcomes: how many it answered how: by status, ``timeout`` or ``refused``.
        over_time: the calls by the number of the stretch of time.
        faults: those that concern it.
        latency: the distribution of the logarithm of the seconds that it takes.
        limits: tokens and requests a minute, of each of its deployments; None for no limit.
        left: what each deployment has left.
    """

    __slots__ = (
        *("calls", "faults", "latency", "left", "limits", "name"),
        *("outcomes", "over_time", "succeeded"),
    )

    def __init__(
        self,
        name: str,
        faults: tuple[Fault, ...],
        latency: NormalDist,
        limits: tuple[float | None, float | None] | None,
    ) -> None:
        self.name = name
        self.calls = 0
        self.succeeded = 0
        self.outcomes: dict[int | str, int] = {}
        self.over_time: dict[int, int] = {}
        self.faults = faults
        self.latency = latency
        self.limits = limits
        self.left: dict[str | None, Capacity] = {}


class Backends:
    """All backends of a simulation.

    Attributes:
        places: by name, in the order in which they were first called.
    """

    def __init__(self, scenario: Scenario, streams: Streams, width: float) -> None:
        """Makes backends that nobody has called yet.

        Args:
            scenario: says how they are.
            streams: the dice.
            width: the seconds of one stretch of time.
        """
        self.places: dict[str, Place] = {}
        self._scenario = scenario
        self._width = width
        self._draw = streams.latencies.random
        self._faults: Random = streams.faults
        self._chance = Dice(streams.faults)
        self._failing = FAILURES.normal()

    def place(self, backend: Backend) -> Place:
        """A backend, which is made when it is first asked for."""
        scenario = self._scenario
        faults = tuple(one for one in scenario.faults if one.concerns(backend))
        own = scenario.of(backend)
        limits = (own.tokens_per_minute, own.requests_per_minute)
        latency = (own.latency_ms or scenario.latency).normal()
        found = Place(backend.name, faults, latency, limits if any(limits) else None)
        self.places[backend.name] = found
        return found

    def answer(self, send: Send, elapsed: float, usage: Usage) -> tuple[Answer | NoAnswer, float]:
        """What a backend answers, and the seconds that it takes.

        Args:
            send: the call.
            elapsed: the simulated time.
            usage: the tokens that the request needs.
        """
        backend = send.backend
        place = self.places.get(backend.name) or self.place(backend)
        place.calls += 1
        stretch = int(elapsed / self._width)
        over_time = place.over_time
        over_time[stretch] = over_time.get(stretch, 0) + 1
        if place.faults or place.limits is not None or backend.deployments is not None:
            reply = self._refusal(place, send, elapsed, usage)
            if reply is not None:
                return self._refused(place, send, reply)
        seconds = math.exp(place.latency.inv_cdf(self._draw() or 0.5))
        if seconds > send.timeout:
            late = NoAnswer("The backend did not answer in time.", timeout=True)
            return self._refused(place, send, late)
        place.succeeded += 1
        return openai.success(send, usage.prompt, usage.completion), seconds

    def beside(
        self, call: Fetch, instance: Instance, elapsed: float
    ) -> tuple[Answer | NoAnswer, float]:
        """What a call beside a request gets, and the seconds that it takes; nobody counts it.

        Args:
            call: as ``send-request`` makes it.
            instance: tells which URLs are backends'.
            elapsed: the simulated time.
        """
        scenario = self._scenario
        found = beside(call, instance, scenario.faults, scenario.script, elapsed, self._chance)
        reply = found.reply
        if found.seconds is not None:
            return reply, found.seconds
        if isinstance(reply, NoAnswer):
            return reply, call.timeout if reply.timeout else min(REFUSED, call.timeout)
        return reply, min(BESIDE, call.timeout)

    def _refusal(
        self, place: Place, send: Send, elapsed: float, usage: Usage
    ) -> Answer | NoAnswer | None:
        """What keeps a backend from serving a call; None where nothing does."""
        for fault in place.faults:
            if not fault.is_on(elapsed):
                continue
            if fault.probability < 1 and not self._faults.random() < fault.probability:
                continue
            return failed(fault.status, fault.retry_after)
        if not has_deployment(send):
            return openai.failure(404)
        if place.limits is not None:
            left = place.left.get(send.deployment)
            if left is None:
                left = place.left[send.deployment] = Capacity(*place.limits)
            wait = left.take(elapsed, usage.prompt + usage.completion)
            if wait > 0:
                throttled = openai.failure(429, str(math.ceil(wait)))
                throttled.headers.set("retry-after-ms", [str(math.ceil(wait * 1000))])
                return throttled
        return None

    def _refused(
        self, place: Place, send: Send, reply: Answer | NoAnswer
    ) -> tuple[Answer | NoAnswer, float]:
        """A reply that serves nobody, and the seconds that it takes."""
        if isinstance(reply, NoAnswer):
            outcome: int | str = "timeout" if reply.timeout else "refused"
            seconds = send.timeout if reply.timeout else REFUSED
        else:
            outcome = reply.status
            seconds = math.exp(self._failing.inv_cdf(self._draw() or 0.5))
            seconds = min(seconds, send.timeout)
            if reply.status < _FIRST_ERROR:
                place.succeeded += 1
        place.outcomes[outcome] = place.outcomes.get(outcome, 0) + 1
        return reply, seconds
