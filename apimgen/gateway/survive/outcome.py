"""What becomes of a request in one case, over all paths that it can take."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apimgen.gateway.instance.backend import Backend
    from apimgen.gateway.worlds.odds import Called


@dataclass(frozen=True, slots=True)
class Story:
    """One way that a request takes.

    Attributes:
        calls: of backends, in order.
        status: what the caller gets.
        odds: of this path; in a sample, how often it was met.
        why: what failed in the gateway itself; empty where nothing did.
    """

    calls: tuple[Called, ...]
    status: int
    odds: Fraction
    why: str = ""

    def is_shorter(self, other: Story | None) -> bool:
        """Whether it is the better one to tell: with fewer calls, or the likelier of equals."""
        if other is None:
            return True
        if len(self.calls) != len(other.calls):
            return len(self.calls) < len(other.calls)
        return self.odds > other.odds


@dataclass(slots=True)
class Outcome:
    """What becomes of a request.

    Attributes:
        success: the share of requests whose caller gets a status below 400.
        calls: of backends, on average.
        worst_wait: the most seconds that a request waits for its tries.
        paths: how many were followed; how many requests where it is a sample.
        exact: whether all paths were followed; else it is a sample.
        interval: in a sample, the 99% interval of the success.
        failure: the shortest story of a request that fails; None where none does.
        seen: the backends that were called.
        consulted: the readings that mattered, by name, with their values.
    """

    success: Fraction = Fraction(0)
    calls: Fraction = Fraction(0)
    worst_wait: float = 0.0
    paths: int = 0
    exact: bool = True
    interval: tuple[float, float] | None = None
    failure: Story | None = None
    seen: dict[str, Backend] = field(default_factory=dict)
    consulted: dict[str, str] = field(default_factory=dict)

    def add(self, story: Story, waited: float) -> None:
        """Takes the end of a path into account.

        Args:
            story: the path, whatever came of it.
            waited: the seconds that were waited on it.
        """
        self.paths += 1
        self.calls += story.odds * len(story.calls)
        self.worst_wait = max(self.worst_wait, waited)
        if story.status < 400:
            self.success += story.odds
        elif story.is_shorter(self.failure):
            self.failure = story
