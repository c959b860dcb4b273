"""A plain machine for expressions: dice with a seed, a clock, and limits."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from apimgen.csharp.run.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.host import Dice

MAX_STEPS = 10_000_000
MAX_SECONDS = 3.0
_LOOK_EVERY = 1 << 14


class PlainDice:
    """Random numbers from a seed.

    Args:
        seed: None for another one each time.
    """

    __slots__ = ("_random",)

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(seed)  # noqa: S311  a policy's dice, no secret

    def integer(self, low: int, high: int) -> int:
        """A number from ``low`` up to and without ``high``."""
        return low + int(self._random.random() * (high - low))

    def fraction(self) -> float:
        """A number from 0 up to and without 1."""
        return self._random.random()

    def octets(self, count: int) -> bytes:
        """Random bytes."""
        return self._random.randbytes(count)


class PlainHost:
    """A host with limits; one for each evaluation, or :meth:`reset` between them.

    Attributes:
        dice: where random numbers come from.
        traced: what ``context.Trace`` said.
        steps: how many are left.

    Args:
        seed: of the dice; None for another one each time.
        now: the time in seconds since 1970; None for the machine's clock.
        max_steps: how many steps an evaluation may take.
        max_seconds: how long it may take.
    """

    __slots__ = (
        "_look_at",
        "_max_seconds",
        "_max_steps",
        "_now",
        "_until",
        "dice",
        "steps",
        "traced",
    )

    def __init__(
        self,
        seed: int | None = None,
        now: float | Callable[[], float] | None = None,
        *,
        max_steps: int = MAX_STEPS,
        max_seconds: float = MAX_SECONDS,
    ) -> None:
        self.dice: Dice = PlainDice(seed)
        self.traced: list[str] = []
        self._now = now
        self._max_steps = max_steps
        self._max_seconds = max_seconds
        self.reset()

    def reset(self) -> None:
        """Gives the next evaluation its full limits."""
        self.steps = self._max_steps
        self._until = 0.0
        self._look_at = self._max_steps - _LOOK_EVERY

    def now(self) -> float:
        """The time, in seconds since 1970 in UTC."""
        if self._now is None:
            return time.time()
        return self._now() if callable(self._now) else self._now

    def spend(self, steps: int) -> None:
        """Counts work.

        Raises:
            LimitError: when more is spent than an evaluation may.
        """
        self.steps -= steps
        if self.steps < self._look_at:
            self._look()

    def _look(self) -> None:
        if self.steps < 0:
            raise LimitError(f"more than {self._max_steps:,} steps")
        now = time.monotonic()
        if not self._until:
            self._until = now + self._max_seconds
        elif now > self._until:
            raise LimitError(f"longer than {self._max_seconds:g} seconds")
        self._look_at = max(self.steps - _LOOK_EVERY, 0)

    def trace(self, message: str) -> None:
        """Keeps what ``context.Trace`` says."""
        self.traced.append(message)
