"""The outages of one backend as a heat map: which backend, in which way, and who is served."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from apimgen.gateway.answers.faults import Fault
from apimgen.gateway.report.words import percent
from apimgen.gateway.survive.cases import WAYS, Case
from apimgen.gateway.survive.follow import Follower, TooManyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.engine.program import Program
    from apimgen.gateway.readings import Readings
    from apimgen.gateway.report.results import Report
    from apimgen.gateway.requests import Call

_MOST_PATHS = 10_000  # of all outages: a report is no place to wait


class Cell(NamedTuple):
    """One outage.

    Attributes:
        text: the success rate.
        heat: how bad it is, from 0 to 1, which gives the colour: the root of the share that fails,
            so that few failures can be told from none.
        more: what else is known.
    """

    text: str
    heat: float
    more: str


class Heat(NamedTuple):
    """A heat map.

    Attributes:
        title: of the source; empty where there is only one.
        ways: the headings of its columns.
        rows: the backends that are down, with a cell for each way.
        intact: the case without an outage.
    """

    title: str
    ways: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell | None]]]
    intact: Cell


def outages_of(
    program: Program, call: Call, names: Sequence[str], readings: Readings
) -> list[Case]:
    """Every outage of one backend, that without an outage first; none where that takes long.

    Args:
        program: the policy, compiled.
        call: what the caller sends.
        names: of the backends that were called.
        readings: what the service is taken to do where nobody knows.
    """
    outages: list[tuple[tuple[str, ...], Fault | None]] = [((), None)]
    outages += [((name,), way) for name in names for way in WAYS]
    cases, left = [], _MOST_PATHS
    for down, way in outages:
        follower = Follower(program, call, most=left, samples=False)
        faults = [Fault(name, way.status) for name in down if way is not None]
        try:
            outcome = follower.outcome(faults, readings)
        except TooManyError:
            return []
        left -= outcome.paths
        cases.append(Case(down, None if way is None else str(way.status), {}, outcome))
    return cases


def heats(report: Report) -> list[Heat]:
    """A heat map for each source whose outages are known."""
    return [
        _heat(one.outages, label if len(report.results) > 1 else "")
        for label, one in zip(report.labels, report.results, strict=True)
        if one.outages
    ]


def _heat(cases: Sequence[Case], title: str) -> Heat:
    ways = list(dict.fromkeys(one.fault for one in cases if one.fault is not None))
    downs = list(dict.fromkeys(one.down for one in cases if one.down))
    by_outage = {(one.down, one.fault): one for one in cases}
    rows = []
    for down in downs:
        found = [by_outage.get((down, way)) for way in ways]
        rows.append((" and ".join(down), [None if one is None else _cell(one) for one in found]))
    return Heat(title, ways, rows, _cell(cases[0]))


def _cell(case: Case) -> Cell:
    outcome = case.outcome
    rate = float(outcome.success)
    calls = f"{float(outcome.calls):.2f} calls, at most {outcome.worst_wait:.3g} s of waits"
    if outcome.exact and outcome.success.denominator not in (1,):
        calls = f"{outcome.success} succeed, {calls}"
    if not outcome.exact:
        calls += ", estimated"
    return Cell(percent(rate), round(math.sqrt(1 - rate), 4), calls)
