"""Every outage of at most so many backends, and what becomes of a request in each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

from apimgen.gateway.answers.faults import Fault
from apimgen.gateway.readings import VALUES, Readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from apimgen.gateway.instance.backend import Backend
    from apimgen.gateway.survive.follow import Follower
    from apimgen.gateway.survive.outcome import Outcome

WAYS: Final = (
    Fault("*", 401),
    Fault("*", 429),
    Fault("*", 500),
    Fault("*", "timeout"),
    Fault("*", "refused"),
)
"""How a backend is down, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Case:
    """One outage, and what becomes of a request in it.

    Attributes:
        down: the names of the backends that are down; none in the case without an outage.
        fault: how they are down: a status, ``timeout`` or ``refused``; None where none is.
        readings: what the service was taken to do, as far as somebody asked for it.
        outcome: what becomes of a request.
    """

    down: tuple[str, ...]
    fault: str | None
    readings: dict[str, str]
    outcome: Outcome


class Outages:
    """The outages of a policy's backends.

    Args:
        follower: sends the request.
        order: the names of backends in the order that people know them in.
        ways: how backends are down.
    """

    def __init__(
        self, follower: Follower, order: Sequence[str], ways: Sequence[Fault] = WAYS
    ) -> None:
        self._follower = follower
        self._order = {name: at for at, name in enumerate(order)}
        self._ways = ways
        self._known: dict[tuple[frozenset[str], Fault | None], list[tuple[Readings, Outcome]]] = {}

    def candidates(self, readings: Readings) -> tuple[Backend, ...]:
        """The backends that the policy may pick: with nothing down, or with those before down."""
        found = dict(self._outcome(frozenset(), None, readings).seen)
        before = -1
        while before < len(found) and not found.keys() >= self._order.keys():
            before = len(found)
            for way in self._ways:
                found |= self._follower.called(_faults(frozenset(found), way), readings)
        last = len(self._order)
        return tuple(sorted(found.values(), key=lambda one: self._order.get(one.name, last)))

    def cases(
        self, most: int, choices: Sequence[Mapping[str, str]]
    ) -> Iterator[tuple[int, int, Callable[[], Case]]]:
        """The cases, each with its number, how many there are, and what finds its outcome.

        The first is the one without an outage.

        Args:
            most: how many backends are down at once, at the most.
            choices: the readings by name, of each round of cases.
        """
        rounds = []
        for chosen in choices:
            readings = _readings(chosen)
            names = [one.name for one in self.candidates(readings)]
            sets = [
                frozenset(down)
                for count in range(1, min(most, len(names)) + 1)
                for down in combinations(names, count)
            ]
            each: list[tuple[frozenset[str], Fault | None]] = [(frozenset(), None)]
            each += list(product(sets, self._ways))
            rounds.append((dict(chosen), readings, names, each))
        total = sum(len(each) for *_, each in rounds)
        number = 0
        for chosen, readings, names, each in rounds:
            for down, way in each:
                number += 1

                def found(
                    down: frozenset[str] = down,
                    way: Fault | None = way,
                    chosen: dict[str, str] = chosen,
                    readings: Readings = readings,
                    names: list[str] = names,
                ) -> Case:
                    outcome = self._outcome(down, way, readings)
                    shown = tuple(name for name in names if name in down)
                    return Case(shown, None if way is None else str(way.status), chosen, outcome)

                yield number, total, found

    def _outcome(self, down: frozenset[str], way: Fault | None, readings: Readings) -> Outcome:
        """The outcome of a case; of one whose readings differ only where none matters, the same."""
        known = self._known.setdefault((down, way), [])
        by_name = readings.by_name
        for _, outcome in known:
            if outcome.consulted.items() <= by_name.items():
                return outcome
        outcome = self._follower.outcome(_faults(down, way), readings)
        known.append((readings, outcome))
        return outcome


def _faults(down: frozenset[str], way: Fault | None) -> list[Fault]:
    if way is None:
        return []
    return [Fault(name, way.status, retry_after=way.retry_after) for name in sorted(down)]


def every_reading() -> list[dict[str, str]]:
    """Each combination of readings, that of the defaults first."""
    return [dict(zip(VALUES, each, strict=True)) for each in product(*VALUES.values())]


def _readings(chosen: Mapping[str, str]) -> Readings:
    return Readings(**{name.replace("-", "_"): value for name, value in chosen.items()})
