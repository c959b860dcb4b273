"""A world of one request whose dice are followed, not thrown: for exact odds."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.csharp.run.library.system.dice import SeededDice
from apimgen.gateway.answers import backends as answers
from apimgen.gateway.answers.beside import beside
from apimgen.gateway.answers.script import NOTHING
from apimgen.gateway.backends.breakers import Breakers
from apimgen.gateway.engine.effects import NoAnswer
from apimgen.gateway.survive.continuous import fraction
from apimgen.gateway.survive.draws import whole
from apimgen.gateway.survive.paths import Unsplittable
from apimgen.gateway.survive.spread import MOST_VALUES
from apimgen.gateway.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apimgen.csharp.run.host import Dice
    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.engine.effects import Answer, Fetch, Send
    from apimgen.gateway.instance.backend import Backend
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.readings import Readings
    from apimgen.gateway.survive.paths import Paths

START = 1_735_689_600.0
"""When requests come, in seconds since 1970: the year 2025 begins."""


class Salt:
    """What differs from request to request, and is no dice: ids, GUIDs, the time in its minute.

    Attributes:
        request_id: 32 hexadecimal digits.
        start: when the request comes.
        seeds: those that a ``Random`` was made with.
        octets: whether random bytes were asked for, such as a GUID's.
        constant: the seeds that are the same for each request.
    """

    __slots__ = ("_random", "constant", "octets", "request_id", "seeds", "start")

    def __init__(self, number: int, constant: frozenset[int] = frozenset()) -> None:
        self._random = random.Random(number)  # noqa: S311 - names, no secrets
        self.request_id = f"{self._random.getrandbits(128):032x}"
        self.start = START + 60 * self._random.random() * (number > 0)
        self.seeds: set[int] = set()
        self.octets = False
        self.constant = constant

    def bytes_of(self, number: int, count: int) -> bytes:
        """Random bytes, the same for the same number."""
        self.octets = True
        return random.Random(f"{self.request_id}-{number}").randbytes(count)  # noqa: S311


class FollowedDice:
    """Dice whose outcomes are all followed: each number is a draw that splits when looked at.

    So are those of a ``Random`` with a seed that differs from request to request; two with the
    same seed give the same numbers.
    """

    __slots__ = ("_asked", "_paths", "_salt", "_seeded")

    def __init__(self, paths: Paths, salt: Salt) -> None:
        self._paths = paths
        self._salt = salt
        self._asked = 0
        self._seeded: dict[tuple[int, ...], Any] = {}

    def integer(self, low: int, high: int) -> Any:
        """A number from ``low`` up to and without ``high``."""
        return whole(low, high, self._paths)

    def fraction(self) -> Any:
        """A number from 0 up to and without 1."""
        return fraction(self._paths)

    def octets(self, count: int) -> bytes:
        """Bytes that differ each time, and from request to request."""
        self._asked += 1
        return self._salt.bytes_of(self._asked, count)

    def of_seed(self, seed: int) -> Dice:
        """The dice of a ``Random`` with a seed."""
        if seed in self._salt.constant:
            return SeededDice(seed)
        self._salt.seeds.add(seed)
        return _DiceOfSeed(self, seed, self._seeded)


class SplitDice(FollowedDice):
    """Dice whose numbers split at once: where something takes nothing but plain numbers."""

    __slots__ = ()

    def integer(self, low: int, high: int) -> Any:
        """A number from ``low`` up to and without ``high``."""
        count = high - low
        if count > MOST_VALUES:
            raise Unsplittable
        return low + self._paths.choose([Fraction(1, count)] * count)

    def fraction(self) -> Any:
        """Nothing: there are too many."""
        raise Unsplittable


class _DiceOfSeed:
    """The numbers that a seed gives: the first of one is the first of another."""

    __slots__ = ("_dice", "_given", "_known", "_seed")

    def __init__(self, dice: FollowedDice, seed: int, known: dict[tuple[int, ...], Any]) -> None:
        self._dice = dice
        self._seed = seed
        self._known = known
        self._given = 0

    def integer(self, low: int, high: int) -> Any:
        """A number from ``low`` up to and without ``high``."""
        return self._number((low, high), lambda: self._dice.integer(low, high))

    def fraction(self) -> Any:
        """A number from 0 up to and without 1."""
        return self._number((), self._dice.fraction)

    def octets(self, count: int) -> bytes:
        """Bytes that differ each time."""
        return self._dice.octets(count)

    def _number(self, bounds: tuple[int, ...], draw: Callable[[], Any]) -> Any:
        self._given += 1
        place = (self._seed, self._given)
        if self._known.setdefault(place, bounds) != bounds:
            raise Unsplittable  # one number, in two ranges
        key = (*place, *bounds, -1)
        if key not in self._known:
            self._known[key] = draw()
        return self._known[key]


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
        *,
        start: float = START,
        script: Script = NOTHING,
    ) -> None:
        super().__init__(
            dice,
            Breakers(),
            readings=readings,
            region=instance.region,
            has_cache=instance.tier != "consumption",
            script=script,
        )
        self.clock: Any = start
        self.calls: list[Called] = []
        self.spent = 0.0
        self.seen: dict[str, Backend] = {}
        self._instance = instance
        self._faults = faults
        self._paths = paths
        self._start = start
        self._marked: Any = start

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
        return _mean(self.clock - self._start) - self.spent

    def send(self, call: Send) -> Answer | NoAnswer:
        """What a backend answers."""
        wait = _mean(self.clock - self._marked)
        reply = answers.reply(call, self._faults, _mean(self.clock - self._start), self.dice)
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
        elapsed = _mean(self.clock - self._start)
        return beside(call, self._instance, self._faults, self.script, elapsed, self.dice).reply


def _mean(seconds: Any) -> float:
    """A time, or the mean of one that a draw is part of."""
    return float(seconds.mean()) if hasattr(seconds, "mean") else float(seconds)
