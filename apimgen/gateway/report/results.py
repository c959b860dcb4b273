"""What the report is about: the outcomes of a simulation, and what was simulated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.simulate.outcome import Outcome
    from apimgen.gateway.simulate.scenario import Scenario
    from apimgen.gateway.survive.cases import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One source and what came of it.

    Attributes:
        name: of the source.
        policy: of the policy that ran.
        path: that was called, with its method.
        outcome: what came of the simulation.
        outages: every outage of one backend, the case without an outage first; empty where that
            is not known.
    """

    name: str
    policy: str
    path: str
    outcome: Outcome
    outages: Sequence[Case] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that the page tells.

    Attributes:
        results: one, or two that are compared: before and after.
        scenario: what happened.
        seed: of chance.
        readings: those that are not the default, by name.
        version: of the program.
    """

    results: Sequence[Result]
    scenario: Scenario
    seed: int
    readings: dict[str, str]
    version: str

    @property
    def end(self) -> float:
        """The simulated time in seconds at which the last request ended."""
        return max(one.outcome.tally.last for one in self.results)

    @property
    def labels(self) -> list[str]:
        """What the results are called beside each other."""
        if len(self.results) == 1:
            return ["all requests"]
        return [
            f"{word}: {one.name}"
            for word, one in zip(("before", "after"), self.results, strict=True)
        ]
