"""The axis of simulated time, and the faults on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.gateway.report.palette import INK, SHADE, SOFT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.report.results import Report

_LETTER = 7  # the width of a letter of a label, about
_CLOCK = (
    "datum.value < 3600 ? floor(datum.value / 60) + ':' + format(datum.value % 60, '02d') : "
    "floor(datum.value / 3600) + ':' + format(floor(datum.value / 60) % 60, '02d') + ':' + "
    "format(datum.value % 60, '02d')"
)


def axis(end: float, width: float) -> dict[str, Any]:
    """The axis, from 0 to an end in seconds, for a chart that is so wide."""
    most = 4 if width < 500 else 10
    return {
        "type": "quantitative",
        "scale": {"domain": [0, end], "nice": False},
        "axis": {"labelExpr": _CLOCK, "values": _ticks(end, most), "grid": False},
    }


def shaded_faults(report: Report, end: float) -> list[Fault]:
    """The faults that hold for a part of the time only, in the order of their numbers."""
    some = [one for one in report.scenario.faults if one.begin > 0 or one.end is not None]
    return [one for one in some if one.begin < end]


def _ticks(end: float, most: int) -> list[float]:
    """Round moments for the axis of time, at most so many after the first."""
    steps = (
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        180,
        300,
        600,
        900,
        1800,
        3600,
        7200,
        14400,
        43200,
        86400,
    )
    step = next((one for one in steps if end / one <= most), end / most)
    return [number * step for number in range(int(end / step) + 1)]


def names_above(shaded: Sequence[Fault], end: float, width: float) -> list[dict[str, Any]]:
    """The number of each fault above its begin, with its name where there is room."""
    rows = []
    for number, one in enumerate(shaded, 1):
        until = end if one.end is None else min(one.end, end)
        room = (until - one.begin) / end * (width - 60)
        name = f"{number} {'all' if one.backend == '*' else one.backend} {one.status}"
        label = name if len(name) * _LETTER < room else str(number)
        row = {"from": one.begin, "to": until, "label": label, "drop": -8 - 15 * ((number - 1) % 3)}
        rows.append(row)
    x = {"field": "from", "type": "quantitative"}
    return [
        {
            "transform": [{"filter": f"datum.drop == {drop}"}],
            "data": {"values": rows},
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 4,
                "y": drop,
                "color": INK,
                "fontSize": 11,
            },
            "encoding": {"x": x, "text": {"field": "label"}},
        }
        for drop in sorted({-8 - 15 * (number % 3) for number in range(len(rows))})
    ]


def bands(shaded: Sequence[Fault], end: float) -> dict[str, Any]:
    """Faults as shaded bands."""
    rows = [
        {"from": one.begin, "to": end if one.end is None else min(one.end, end)} for one in shaded
    ]
    return {
        "data": {"values": rows},
        "mark": {
            "type": "rect",
            "color": SHADE,
            "opacity": 0.6,
            "stroke": SOFT,
            "strokeDash": [3, 3],
        },
        "encoding": {"x": {"field": "from", "type": "quantitative"}, "x2": {"field": "to"}},
    }
