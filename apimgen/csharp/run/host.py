"""What an expression asks of the world around it."""

from __future__ import annotations

from typing import Protocol


class Dice(Protocol):
    """Where random numbers come from.

    What it gives may be no plain number: a world that follows every outcome gives one that splits
    when it is looked at. So code that is handed a draw uses Python's operators on it.
    """

    def integer(self, low: int, high: int) -> int:
        """A number from ``low`` up to and without ``high``, each as likely."""
        ...

    def fraction(self) -> float:
        """A number from 0 up to and without 1."""
        ...

    def octets(self, count: int) -> bytes:
        """Random bytes."""
        ...


class Host(Protocol):
    """The machine that an expression runs on."""

    dice: Dice

    def now(self) -> float:
        """The time, in seconds since 1970 in UTC."""
        ...

    def spend(self, steps: int) -> None:
        """Counts work: a turn of a loop, a call of a lambda, or characters that are made.

        Raises:
            LimitError: when an evaluation has spent more than it may.
        """
        ...

    def trace(self, message: str) -> None:
        """Takes what ``context.Trace`` says."""
        ...
