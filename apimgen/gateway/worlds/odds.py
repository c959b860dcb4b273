"""A world of one request whose dice are followed, not thrown: for exact odds."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.gateway.answers import backends as answers
from apimgen.gateway.answers.beside import beside
from apimgen.gateway.backends.breakers import Breakers
from apimgen.gateway.engine.effects import NoAnswer
from apimgen.gateway.survive.continuous import fraction
from apimgen.gateway.survive.draws import MOST_VALUES, whole
from apimgen.gateway.survive.paths import Unsplittable
from apimgen.gateway.world import World

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.csharp.run.host import Dice
    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.engine.effects import Answer, Fetch, Send
    from apimgen.gateway.instance.backend import Backend
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.readings import Readings
    from apimgen.gateway.survive.paths import Paths

START = 1_735_689_600.0
"""When requests come, in seconds since 1970: the year 2025 begins."""


class FollowedDice:
    """Dice whose outcomes are all followed: each number is a draw that splits when looked at."""

    __slots__ = ("_paths",)

    def __init__(self, paths: Paths) -> None:
        self._paths = paths

    def integer(self, low: int, high: int) -> int:
        """A number from ``low`` up to and without ``high``."""
        found: int = whole(low, high, self._paths)
        return found

    def fraction(self) -> float:
        """A number from 0 up to and without 1."""
        found: float = fraction(self._paths)
        return found

    def octets(self, count: int) -> bytes:
        """The same bytes always: they make names that are not compared, such as those of GUIDs."""
        return bytes(range(1, count + 1))


class SplitDice(FollowedDice):
    """Dice whose numbers split at once: where something takes nothing but plain numbers."""

    __slots__ = ()

    def integer(self, low: int, high: int) -> int:
        """A number from ``low`` up to and without ``high``."""
        count = high - low
        if count > MOST_VALUES:
            raise Unsplittable
        return low + self._paths.choose([Fraction(1, count)] * count)

    def fraction(self) -> float:
        """Nothing: there are too many."""
        raise Unsplittable


class Called(NamedTuple):
    """A call of a backend on the way.

    Attributes:
        backend: its name.
        status: what came back: a status, ``timeout`` or ``refused``.
        wait: the seconds that were waited before it, since the call before or the beginning.
    """

    backend: str
    status: int | str
    wait: float


class OddsWorld(World):
    """What is around the gateway for one path of one request.

    Attributes:
        clock: the simulated time. Only waits and timeouts take time.
        calls: those of backends, in order.
        spent: the seconds that timeouts took.
    """

    def __init__(
        self,
        dice: Dice,
        instance: Instance,
        faults: Sequence[Fault],
        readings: Readings,
        paths: Paths | None = None,
    ) -> None:
        super().__init__(
            dice,
            Breakers(),
            readings=readings,
            region=instance.region,
            has_cache=instance.tier != "consumption",
        )
        self.clock: Any = START
        self.calls: list[Called] = []
        self.spent = 0.0
        self.seen: dict[str, Backend] = {}
        self._instance = instance
        self._faults = faults
        self._paths = paths
        self._marked: Any = START

    def now(self) -> float:
        """The time, in seconds since 1970."""
        found: float = self.clock
        return found

    def pick(self, weights: list[int]) -> int:
        """A position, as likely as its weight says."""
        if self._paths is None:
            return super().pick(weights)
        total = sum(weights)
        there = [at for at, weight in enumerate(weights) if weight]
        return there[self._paths.choose([Fraction(weights[at], total) for at in there])]

    def waited(self) -> float:
        """The seconds that were waited until now, on average."""
        return _mean(self.clock - START) - self.spent

    def send(self, call: Send) -> Answer | NoAnswer:
        """What a backend answers."""
        wait = _mean(self.clock - self._marked)
        reply = answers.reply(call, self._faults, _mean(self.clock - START), self.dice)
        if isinstance(reply, NoAnswer):
            status: int | str = "timeout" if reply.timeout else "refused"
            if reply.timeout:
                self.clock += call.timeout
                self.spent += call.timeout
        else:
            status = reply.status
        self._marked = self.clock
        self.seen.setdefault(call.backend.name, call.backend)
        self.calls.append(Called(call.backend.name, status, wait))
        return reply

    def fetch(self, call: Fetch) -> Answer | NoAnswer:
        """What a call beside the request gets."""
        return beside(call, self._instance, self._faults, _mean(self.clock - START), self.dice)


def _mean(seconds: Any) -> float:
    """A time, or the mean of one that a draw is part of."""
    return float(seconds.mean()) if hasattr(seconds, "mean") else float(seconds)
