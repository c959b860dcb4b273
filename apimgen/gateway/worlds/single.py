"""A world of one request, in simulated time, with dice from a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from apimgen.csharp.run.plain_host import PlainDice
from apimgen.gateway.answers import backends as answers
from apimgen.gateway.answers.beside import beside
from apimgen.gateway.answers.script import NOTHING
from apimgen.gateway.backends.breakers import Breakers
from apimgen.gateway.engine.effects import NoAnswer
from apimgen.gateway.world import World

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.engine.effects import Answer, Fetch, Send
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.readings import Readings

START: Final = 1_735_689_600.0
"""When the request comes unless somebody says otherwise: the year 2025 begins."""

# The time that backends take: a median of chat completions, and a refusal.
SERVED: Final = 0.9
REFUSED: Final = 0.05
_FIRST_ERROR: Final = 400


class Try(NamedTuple):
    """A call of a backend.

    Attributes:
        backend: its name.
        status: what came back: a status, ``timeout`` or ``refused``.
        time: when it began, in seconds since the request came.
        wait: the seconds before it, since the call before it had ended or the request came.
        seconds: how long it took.
    """

    backend: str
    status: int | str
    time: float
    wait: float
    seconds: float


class SingleWorld(World):
    """What is around the gateway while it serves one request.

    Attributes:
        clock: the simulated time, in seconds since 1970.
        tries: the calls of backends.
    """

    def __init__(
        self,
        instance: Instance,
        faults: Sequence[Fault],
        readings: Readings,
        *,
        seed: int = 0,
        start: float = START,
        script: Script = NOTHING,
    ) -> None:
        super().__init__(
            PlainDice(seed),
            Breakers(),
            readings=readings,
            region=instance.region,
            has_cache=instance.tier != "consumption",
            script=script,
        )
        self.start = start
        self.clock = start
        self.tries: list[Try] = []
        self._instance = instance
        self._faults = faults
        self._ended = start

    def now(self) -> float:
        """The time, in seconds since 1970."""
        return self.clock

    def jitter(self) -> float:
        """The factor of a retry's growing wait, from 0.8 to 1.2."""
        return 0.8 + 0.4 * self.dice.fraction()

    def send(self, call: Send) -> Answer | NoAnswer:
        """What a backend answers, and the time that it takes."""
        begun = self.clock
        reply = answers.reply(call, self._faults, begun - self.start, self.dice)
        self.clock += seconds_of(reply, call.timeout)
        status: int | str = "refused"
        if not isinstance(reply, NoAnswer):
            status = reply.status
        elif reply.timeout:
            status = "timeout"
        time, wait = begun - self.start, begun - self._ended
        self.tries.append(Try(call.backend.name, status, time, wait, self.clock - begun))
        self._ended = self.clock
        return reply

    def fetch(self, call: Fetch) -> Answer | NoAnswer:
        """What a call beside the request gets."""
        elapsed = self.clock - self.start
        found = beside(call, self._instance, self._faults, self.script, elapsed, self.dice)
        if not call.forget:
            seconds = found.seconds
            self.clock += seconds_of(found.reply, call.timeout) if seconds is None else seconds
        return found.reply


def seconds_of(reply: Answer | NoAnswer, timeout: float) -> float:
    """How long a call takes that is answered so."""
    if isinstance(reply, NoAnswer):
        return timeout if reply.timeout else 0.0
    return min(timeout, SERVED if reply.status < _FIRST_ERROR else REFUSED)
