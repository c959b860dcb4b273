"""Charts over simulated time: how many succeed, and who serves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.gateway.report.draw import Chart, Table, drawn
from apimgen.gateway.report.grid import Cell, grid
from apimgen.gateway.report.keys import lines
from apimgen.gateway.report.palette import DASHES, SERIES, SHAPES, cycled
from apimgen.gateway.report.time_axis import axis, bands, names_above, shaded_faults
from apimgen.gateway.report.words import fault, moment, percent, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.report.results import Report, Result

_MOST_POINTS = 40
_FEW = 0.5
"""Shares of fewer calls than this part of the usual number are chance, and are not drawn."""


class Point(NamedTuple):
    """A value of a series.

    Attributes:
        time: where on the axis, in seconds.
        series: which one.
        value: a share; None where there is none.
    """

    time: float
    series: str
    value: float | None


def success(report: Report) -> Chart:
    """The share of requests that succeed, over time."""
    labels = report.labels
    points = [
        Point((number + 0.5) * one.outcome.tally.width, label, _success(one, number))
        for label, one in zip(labels, report.results, strict=True)
        for number in range(_last(one) + 1)
    ]
    values = [point.value for point in points if point.value is not None]
    least = min(values, default=0.0)
    bottom = 0.0 if least < 0.5 else math.floor(least * 20 - 0.5) / 20
    end = _end(report)
    shaded = shaded_faults(report, end)
    says = (
        f"The success rate is between {percent(least)} and {percent(max(values, default=0))} in "
        "each stretch of time."
    )
    notes = [f"{number}: {fault(one)} {when(one)}" for number, one in enumerate(shaded, 1)]
    constant = [one for one in report.scenario.faults if one.begin == 0 and one.end is None]
    notes += [f"Throughout: {fault(one)}" for one in constant]
    if bottom > 0:
        notes.append(f"The axis begins at {bottom:.0%}.")
    return drawn(
        lambda width: _lines(
            points, labels, end, (bottom, 1.0), width, shaded, marks=len(labels) > 1
        ),
        title="Success rate over time",
        says=says,
        table=_table(points, labels),
        notes=notes,
        key=lines(labels),
    )


def shares(report: Report, at: int) -> Chart:
    """The share of each backend in the calls of one source, over time."""
    outcome = report.results[at].outcome
    names = [place.name for place in outcome.places if place.calls]
    points = _shares(report.results[at])
    every = [point.value or 0.0 for one in report.results for point in _shares(one)]
    top = min(1.0, math.ceil(max(every, default=1.0) * 10 + 0.5) / 10)
    which = "" if len(report.results) == 1 else f", {report.labels[at]}"
    says = "Of all calls, " + ", ".join(
        f"{percent(outcome.share(place))} went to {place.name}"
        for place in outcome.places
        if place.calls
    )
    end = _end(report)
    shaded = shaded_faults(report, end)
    notes = ["The faults have the numbers that they have above."] if shaded else []
    title = f"Share of each backend in the calls{which}"
    table = _table(points, names)
    if len(names) > len(SERIES):  # lines that nobody could tell apart
        most = max((point.value or 0.0 for point in points), default=0.0)
        notes = [f"The stronger the colour, the larger the share; the strongest is {most:.0%}."]
        if shaded:
            notes.append("Framed: a backend while it fails. The numbers are those above.")
        cells = [Cell(one.time, one.series, one.value) for one in points if one.value is not None]
        span = _together(report.results[at]) * report.results[at].outcome.tally.width
        return drawn(
            lambda width: grid(cells, names, span, end, width, shaded),
            title=title,
            says=f"{says}.",
            table=table,
            notes=notes,
        )
    return drawn(
        lambda width: _lines(points, names, end, (0.0, top), width, shaded, marks=True),
        title=title,
        says=f"{says}.",
        table=table,
        notes=notes,
        key=lines(names),
    )


def _together(result: Result) -> int:
    """How many stretches of time make one point of the shares."""
    return math.ceil((_last(result) + 1) / _MOST_POINTS)


def _end(report: Report) -> float:
    """When the last request came or the last call was made, in simulated seconds."""
    return max((_last(one) + 1) * one.outcome.tally.width for one in report.results)


def _shares(result: Result) -> list[Point]:
    """The share of each backend that was called, over stretches of time that are long enough."""
    places = [place for place in result.outcome.places if place.calls]
    together = _together(result)
    usual = sum(place.calls for place in places) * together / (_last(result) + 1)
    points = []
    for first in range(0, _last(result) + 1, together):
        numbers = range(first, first + together)
        counts = [sum(place.over_time.get(n, 0) for n in numbers) for place in places]
        total = sum(counts)
        middle = (first + together / 2) * result.outcome.tally.width
        points += [
            Point(middle, place.name, count / total if total > usual * _FEW else None)
            for place, count in zip(places, counts, strict=True)
        ]
    return points


def _last(result: Result) -> int:
    """The number of the last stretch of time in which something happened."""
    tally = result.outcome.tally
    used = [number for place in result.outcome.places for number in place.over_time]
    return max([*tally.stretches, *used], default=0)


def _success(result: Result, number: int) -> float | None:
    stretch = result.outcome.tally.stretches.get(number)
    if stretch is None or not stretch.requests:
        return None
    return stretch.succeeded / stretch.requests


def _table(points: Sequence[Point], names: Sequence[str]) -> Table:
    rows: dict[float, dict[str, str]] = {}
    for point in points:
        text = "-" if point.value is None else percent(point.value)
        rows.setdefault(point.time, {})[point.series] = text
    return Table(
        ("around", *names),
        [(moment(time), *(row.get(name, "-") for name in names)) for time, row in rows.items()],
    )


def _lines(
    points: Sequence[Point],
    names: Sequence[str],
    end: float,
    domain: tuple[float, float],
    width: int,
    shaded: Sequence[Fault],
    *,
    marks: bool,
) -> dict[str, Any]:
    """Lines over time, with the faults as bands behind them."""
    count = len(names)
    narrow = width < 500
    x: dict[str, Any] = {"field": "time", **axis(end, width)}
    y: dict[str, Any] = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False},
        "axis": {"format": "~%", "tickCount": 5},
    }
    series = {"field": "series", "type": "nominal", "sort": None}
    encoding = {
        "x": x,
        "y": y,
        "color": {
            **series,
            "scale": {"domain": list(names), "range": cycled(SERIES, count)},
            "legend": None,
        },
        "strokeDash": {
            **series,
            "scale": {"domain": list(names), "range": cycled(DASHES, count)},
            "legend": None,
        },
    }
    layers: list[dict[str, Any]] = []
    if shaded:
        layers += [bands(shaded, end), *names_above(shaded, end, width)]
    layers.append(
        {"mark": {"type": "line", "strokeWidth": 2, "interpolate": "linear"}, "encoding": encoding}
    )
    if marks:
        shape = {
            **series,
            "scale": {"domain": list(names), "range": cycled(SHAPES, count)},
            "legend": None,
        }
        layers.append(
            {
                "transform": [{"filter": f"datum.number % {3 if narrow else 2} == 0"}],
                "mark": {"type": "point", "filled": True, "size": 36, "opacity": 1},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": encoding["color"],
                    "shape": shape,
                },
            }
        )
    seen: dict[str, int] = {}
    rows = []
    for point in points:
        number = seen[point.series] = seen.get(point.series, -1) + 1
        rows.append({**point._asdict(), "number": number})
    return {
        "width": width,
        "height": 220 if narrow else 260,
        "data": {"values": rows},
        "layer": layers,
    }
