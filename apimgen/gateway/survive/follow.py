"""Follows a request along all of its paths; where they are too many, a sample of them."""

from __future__ import annotations

import random
import re
from dataclasses import fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from apimgen.csharp.run.plain_host import PlainDice
from apimgen.gateway.answers.script import NOTHING
from apimgen.gateway.engine.exchange import Exchange
from apimgen.gateway.engine.program import NOT_RUN
from apimgen.gateway.instance.backend import Pool
from apimgen.gateway.readings import Readings
from apimgen.gateway.requests import context_of, facts_of
from apimgen.gateway.simulate.interval import interval
from apimgen.gateway.survive.outcome import Outcome, Story
from apimgen.gateway.survive.paths import Paths, Unsplittable
from apimgen.gateway.worlds.drive import drive
from apimgen.gateway.worlds.odds import FollowedDice, OddsWorld, Salt, SplitDice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from apimgen.csharp.run.host import Dice
    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.engine.program import Program
    from apimgen.gateway.instance.backend import Backend
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.requests import Call

MOST_PATHS: Final = 1_000_000
SAMPLE: Final = 10_000
FEW_PATHS: Final = 2_000
_SEED: Final = 1
# After so many paths a guess is made at how many there are.
_LOOKS_AT: Final = (1_000, 20_000, 100_000)
_AGAIN_TO: Final = 20_000
_PROBES: Final = 500
# How often a case is looked at again with other ids and GUIDs, and up to how many paths.
_AGAIN: Final = 6
_FEW: Final = 300
_FAR_TOO_MANY: Final = 10


# What differs from request to request, in C#; where none of it is, nothing can hang on it.
_VARYING: Final = re.compile(
    r"RequestId|Guid|Now\b|Today|Ticks|TickCount|Elapsed|Timestamp|Stopwatch|Random\(\s*[^\s)]"
)


class TooManyError(Exception):
    """A case has more paths than are followed."""


class VaryingError(Exception):
    """What becomes of a request hangs on more than dice: on its id, a GUID or the second."""


class _NotedReadings(Readings):
    """Readings that note which of them are asked for."""

    __slots__ = ("asked",)
    asked: set[str]

    def __getattribute__(self, name: str) -> Any:
        if name in _NAMES:
            object.__getattribute__(self, "asked").add(name)
        return object.__getattribute__(self, name)


_NAMES: Final = frozenset(one.name for one in fields(Readings))


class Follower:
    """Sends one request into a program, again and again.

    Args:
        program: what runs.
        call: what the caller sends.
        told: hears now and then how many paths of a case were followed.
        most: how many paths of a case are followed.
        samples: whether a case with more of them is estimated; else it raises.
        script: what is scripted beside the backends.
    """

    def __init__(
        self,
        program: Program,
        call: Call,
        told: Callable[[int], None] | None = None,
        most: int = MOST_PATHS,
        *,
        samples: bool = True,
        script: Script = NOTHING,
    ) -> None:
        self._most = most
        self._samples = samples
        self._script = script
        self._program = program
        self._call = call
        self._facts = facts_of(program.instance, call)
        self._told = told
        self._constant: frozenset[int] = frozenset()
        self._varies = any(_VARYING.search(text) for text in _texts(program.instance))

    def outcome(self, faults: Sequence[Fault], readings: Readings) -> Outcome:
        """What becomes of the request.

        Args:
            faults: the backends that are down, and how.
            readings: what the service is taken to do.

        Raises:
            TooManyError: for a case that would have to be estimated, where none may be.
        """
        return self._followed(faults, readings, self._most, SAMPLE)

    def called(self, faults: Sequence[Fault], readings: Readings) -> dict[str, Backend]:
        """The backends that the request may come to, by name; found with less care for odds."""
        return self._followed(faults, readings, FEW_PATHS, FEW_PATHS).seen

    def _followed(
        self, faults: Sequence[Fault], readings: Readings, most: int, sample: int
    ) -> Outcome:
        for dice in (FollowedDice, SplitDice):
            try:
                return self._settled(dice, faults, readings, most)
            except (TooManyError, VaryingError):
                break
            except Unsplittable:
                continue
        if not self._samples:
            raise TooManyError
        return self._sampled(faults, readings, sample)

    def _settled(
        self, dice: type[FollowedDice], faults: Sequence[Fault], readings: Readings, most: int
    ) -> Outcome:
        """The outcome, after a look that it is the same with other ids, GUIDs and seconds."""
        salt = Salt(0, self._constant)
        found = self._exact(dice, faults, readings, most, salt)
        if not self._varies:
            return found
        again = _AGAIN if found.paths <= _FEW or salt.octets else found.paths <= _AGAIN_TO
        for number in range(1, again + 1):
            other = Salt(number, self._constant)
            compared = self._exact(dice, faults, readings, most, other)
            constant = salt.seeds & other.seeds
            if constant:  # these give the same numbers to each request
                self._constant |= constant
                return self._settled(dice, faults, readings, most)
            if (found.success, found.calls) != (compared.success, compared.calls):
                raise VaryingError
            found.seen |= compared.seen
        return found

    def _exact(
        self,
        dice: type[FollowedDice],
        faults: Sequence[Fault],
        readings: Readings,
        most: int,
        salt: Salt,
    ) -> Outcome:
        paths, found, noted = Paths(), Outcome(), _noted(readings)
        more = True
        while more:
            paths.begin()
            world = self._world(dice(paths, salt), faults, noted, salt, paths)
            status, why = self._send(world, salt, found)
            found.add(Story(tuple(world.calls), status, paths.odds, why), world.waited())
            if found.paths % 1000 == 0 and self._told is not None:
                self._told(found.paths)
            if found.paths in _LOOKS_AT:
                self._look(dice, faults, readings)
            if found.paths > most:
                raise TooManyError
            more = paths.more()
        found.consulted = _values(noted, noted.asked)
        return found

    def _look(self, dice: type[FollowedDice], faults: Sequence[Fault], readings: Readings) -> None:
        """Gives up early where there are far too many paths, by probes (Knuth, 1975)."""
        total = 0
        thrown = random.Random(0)  # noqa: S311 - no secret
        salt = Salt(0, self._constant)
        for _ in range(_PROBES):
            probe = _Probe(thrown)
            world = self._world(dice(probe, salt), faults, readings, salt, probe)
            self._send(world, salt, Outcome())
            total += probe.size
        if total > _PROBES * self._most * _FAR_TOO_MANY:
            raise TooManyError

    def _sampled(self, faults: Sequence[Fault], readings: Readings, sample: int) -> Outcome:
        found, noted = Outcome(exact=False), _noted(readings)
        thrown: Dice = PlainDice(_SEED)
        each = Fraction(1, sample)
        for done in range(sample):
            salt = Salt(done + 1)
            world = self._world(thrown, faults, noted, salt)
            status, why = self._send(world, salt, found)
            found.add(Story(tuple(world.calls), status, each, why), world.waited())
            if done % 1000 == 0 and self._told is not None:
                self._told(done)
        found.interval = interval(int(found.success * sample), sample)
        found.consulted = _values(noted, noted.asked)
        return found

    def _world(
        self,
        dice: Dice,
        faults: Sequence[Fault],
        readings: Readings,
        salt: Salt,
        paths: Paths | None = None,
    ) -> OddsWorld:
        instance = self._program.instance
        return OddsWorld(
            dice, instance, faults, readings, paths, start=salt.start, script=self._script
        )

    def _send(self, world: OddsWorld, salt: Salt, found: Outcome) -> tuple[int, str]:
        """Sends the request once; the status that the caller gets, and what failed."""
        instance = self._program.instance
        context = context_of(
            instance,
            self._call,
            facts=self._facts,
            request_id=salt.request_id,
            timestamp=salt.start,
        )
        exchange = Exchange(context, instance, world)
        drive(self._program.run(exchange), world)
        found.seen.update(world.seen)
        if isinstance(exchange.backend, Pool):
            for member in exchange.backend.members:
                if member.weight:
                    found.seen.setdefault(member.backend.name, member.backend)
        failed = exchange.failed
        if type(world.dice) is FollowedDice and failed and failed.reason == NOT_RUN:
            raise Unsplittable  # a draw may have come where only a plain number goes
        response = context.response
        assert response is not None  # noqa: S101 - each request ends with an answer
        return int(response.status), failed.message if failed else ""


class _Probe(Paths):
    """One path at random, and how many it stands for.

    Attributes:
        size: how many paths there would be, were all forks as on this one.
    """

    __slots__ = ("_random", "size")

    def __init__(self, thrown: random.Random) -> None:
        super().__init__()
        self.size = 1
        self._random = thrown

    def choose(self, odds: Sequence[Fraction]) -> int:
        """Any way, each as likely."""
        self.size *= len(odds)
        return self._random.randrange(len(odds))


def _texts(instance: Instance) -> Iterator[str]:
    """The texts of all documents."""
    for scoped in instance.chain:
        yield scoped.document.source.text
    for document in instance.fragments.values():
        yield document.source.text


def _noted(readings: Readings) -> _NotedReadings:
    made = _NotedReadings(**{name: getattr(readings, name) for name in _NAMES})
    object.__setattr__(made, "asked", set())
    return made


def _values(readings: Readings, names: set[str]) -> dict[str, str]:
    asked = sorted(names)  # before this very look asks for them all
    return {name.replace("_", "-"): getattr(readings, name) for name in asked}
