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
    """A choice on the path that is being walked.

    Attributes:
        odds: of each way.
        before: the odds of the path up to here.
        at: the way that is being walked.
        after: the odds of the path with this way.
    """

    __slots__ = ("after", "at", "before", "odds")

    def __init__(self, odds: Sequence[Fraction], before: Fraction) -> None:
        self.odds = odds
        self.before = before
        self.at = -1
        self.on()

    def on(self) -> bool:
        """Takes the next way; whether there is one."""
        self.at += 1
        if self.at == len(self.odds):
            return False
        self.after = self.before * self.odds[self.at]
        return True


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
            self._trail.append(_Fork(odds, self.odds))
        return self._next()

    def chosen(self) -> int | None:
        """The way at a fork that was met before, without its odds; None at a new one."""
        return None if self._depth == len(self._trail) else self._next()

    def _next(self) -> int:
        fork = self._trail[self._depth]
        self._depth += 1
        self.odds = fork.after
        return fork.at

    def more(self) -> bool:
        """Goes on to the next path; whether there is one."""
        del self._trail[self._depth :]
        while self._trail:
            if self._trail[-1].on():
                return True
            self._trail.pop()
        return False
