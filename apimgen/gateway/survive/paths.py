"""Every path through something that chooses: walked one after the other, each with its odds."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CERTAIN = Fraction(1)


class Unsplittable(BaseException):
    """A draw was used in a way that leaves no few outcomes to follow.

    It is no ``Exception``, so that neither a policy nor C# can catch it.
    """


class _Fork:
    """A choice on the path that is being walked."""

    __slots__ = ("at", "odds")

    def __init__(self, odds: Sequence[Fraction]) -> None:
        self.odds = odds
        self.at = 0


class Paths:
    """Walks a tree of choices that is only known by walking it: depth first, by starting over.

    Before each path :meth:`begin` is called, and after it :meth:`more` tells whether there is
    another one. What runs in between asks :meth:`choose` at each fork.

    Attributes:
        odds: of the path that is being walked.
    """

    __slots__ = ("_depth", "_trail", "odds")

    def __init__(self) -> None:
        self._trail: list[_Fork] = []
        self._depth = 0
        self.odds = _CERTAIN

    def begin(self) -> None:
        """Starts a path."""
        self._depth = 0
        self.odds = _CERTAIN

    def choose(self, odds: Sequence[Fraction]) -> int:
        """The way to go at a fork.

        Args:
            odds: of each way, none of them zero; they add up to 1.
        """
        if len(odds) == 1:
            return 0
        if self._depth == len(self._trail):
            self._trail.append(_Fork(odds))
        fork = self._trail[self._depth]
        self._depth += 1
        self.odds *= odds[fork.at]
        return fork.at

    def more(self) -> bool:
        """Goes on to the next path; whether there is one."""
        del self._trail[self._depth :]
        while self._trail:
            fork = self._trail[-1]
            fork.at += 1
            if fork.at < len(fork.odds):
                return True
            self._trail.pop()
        return False
