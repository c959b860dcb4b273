"""The world of a gateway that serves: the machine's clock, real dice, faults and real calls."""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING

from apimgen.gateway.answers.backends import failed
from apimgen.gateway.answers.script import NOTHING
from apimgen.gateway.backends.breakers import Breakers
from apimgen.gateway.engine.effects import Answer, NoAnswer
from apimgen.gateway.serve.stand_ins import Chunks, answer
from apimgen.gateway.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.engine.effects import Fetch, Send
    from apimgen.gateway.readings import Readings
    from apimgen.gateway.serve.network import HttpNetwork


class RealDice:
    """Random numbers that nobody knows beforehand."""

    def __init__(self) -> None:
        self._random = random.SystemRandom()
        self._fast = random.Random(self._random.random())  # noqa: S311  which backend, no secret

    def integer(self, low: int, high: int) -> int:
        """A number from ``low`` up to and without ``high``."""
        return low + int(self._fast.random() * (high - low))

    def fraction(self) -> float:
        """A number from 0 up to and without 1."""
        return self._fast.random()

    def octets(self, count: int) -> bytes:
        """Random bytes, good enough for keys."""
        return self._random.randbytes(count)


class LiveWorld(World):
    """A world in real time, which also makes the calls.

    Attributes:
        faults: what goes wrong on purpose.
        network: makes the calls; None for the built-in stand-ins.
    """

    now = staticmethod(time.time)

    def __init__(
        self,
        *,
        network: HttpNetwork,
        stand_ins: bool,
        faults: Sequence[Fault] = (),
        readings: Readings | None = None,
        region: str = "",
        token: Callable[[str, str], str | None] | None = None,
        has_cache: bool = True,
        script: Script = NOTHING,
    ) -> None:
        super().__init__(
            RealDice(),
            Breakers(),
            readings=readings,
            region=region,
            has_cache=has_cache,
            script=script,
        )
        self.faults = list(faults)
        self.network = network
        self.stand_ins = stand_ins
        self._token = token
        self.tokens_are_real = token is not None
        self._begun = time.time()

    def jitter(self) -> float:
        """The factor of a retry's growing wait."""
        return 0.8 + 0.4 * self.dice.fraction()

    def token(self, resource: str, client_id: str) -> str | None:
        """A token of whoever is signed in, or a marked one that no backend takes."""
        if self._token is not None:
            return self._token(resource, client_id)
        return super().token(resource, client_id)

    async def send(self, call: Send) -> Answer | NoAnswer:
        """Calls a backend, unless a fault or a stand-in answers in its place."""
        found = self._fault(call)
        if found is not None:
            if not isinstance(found, Answer) and found.timeout:
                await asyncio.sleep(call.timeout)
            return found
        if not self.stand_ins:
            return await self.network.send(call)
        made = answer(call)
        if isinstance(made.stream, Chunks) and (self.network.reads_answers or not call.stream):
            made.body, made.stream = b"".join(made.stream.pieces), None
        return made

    async def fetch(self, call: Fetch) -> Answer | NoAnswer:
        """Calls something beside the request, unless its answer is scripted."""
        found = self.script.reply(call, time.time() - self._begun, self.dice)
        if found is not None:
            late = isinstance(found.reply, NoAnswer) and found.reply.timeout
            await asyncio.sleep(call.timeout if late else found.seconds or 0)
            return found.reply
        return await self.network.fetch(call)

    def _fault(self, call: Send) -> Answer | NoAnswer | None:
        elapsed = time.time() - self._begun
        for fault in self.faults:
            if not fault.concerns(call.backend) or not fault.is_on(elapsed):
                continue
            if fault.probability < 1 and not self.dice.fraction() < fault.probability:
                continue
            return failed(fault.status, fault.retry_after)
        return None
