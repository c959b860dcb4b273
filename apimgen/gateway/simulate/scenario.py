"""What happens in a simulation: the load, the gateways, the backends and their faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apimgen.gateway.answers.openai import COMPLETION_TOKENS, PROMPT_TOKENS
from apimgen.gateway.answers.script import NOTHING
from apimgen.gateway.simulate.arrivals import Step
from apimgen.gateway.simulate.latencies import ANSWERS, Latency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.instance.backend import Backend

REQUESTS = 10_000
RATE = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OneBackend:
    """What is particular to a backend.

    Attributes:
        tokens_per_minute: that each of its deployments serves; None for any number.
        requests_per_minute: that each of its deployments serves; None for any number.
        latency_ms: how long its answers take; None for as long as those of the others.
    """

    tokens_per_minute: float | None = None
    requests_per_minute: float | None = None
    latency_ms: Latency | None = None


_PLAIN = OneBackend()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What happens in a simulation.

    Attributes:
        requests: how many come; None for as many as come in the seconds.
        seconds: how long they come; None for no end.
        rates: how many come in a second, from when on.
        gateways: the units in each region; the empty name is the region of the gateway that runs.
        prompt: the tokens of a prompt, on average.
        completion: the tokens of an answer, on average.
        vary: whether the tokens differ from request to request.
        latency: how long answers take.
        backends: what is particular to some, by name.
        faults: how they fail; the first that holds decides.
        script: what is scripted beside the backends.
    """

    requests: int | None = REQUESTS
    seconds: float | None = None
    rates: tuple[Step, ...] = (Step(0.0, RATE),)
    gateways: Mapping[str, int] = field(default_factory=lambda: {"": 1})
    prompt: int = PROMPT_TOKENS
    completion: int = COMPLETION_TOKENS
    vary: bool = False
    latency: Latency = ANSWERS
    backends: Mapping[str, OneBackend] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    script: Script = NOTHING

    def of(self, backend: Backend) -> OneBackend:
        """What is particular to a backend, by whichever of its names."""
        for name, one in self.backends.items():
            if backend.is_called(name):
                return one
        return _PLAIN
