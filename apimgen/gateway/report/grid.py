"""Shares over time as a grid: a row for each series, where there are too many for lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.gateway.answers.faults import EVERY
from apimgen.gateway.report.names import Rows
from apimgen.gateway.report.palette import INK, SERIES, SOFT
from apimgen.gateway.report.time_axis import axis, names_above

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.answers.faults import Fault

_THICK = 16


class Cell(NamedTuple):
    """A share in a stretch of time.

    Attributes:
        time: the middle of the stretch, in seconds.
        series: whose share.
        value: the share.
    """

    time: float
    series: str
    value: float


def grid(
    cells: Sequence[Cell],
    names: Sequence[str],
    span: float,
    end: float,
    width: int,
    shaded: Sequence[Fault],
) -> dict[str, Any]:
    """Cells that are darker where the share is larger.

    Args:
        cells: the shares.
        names: of the series, from top to bottom.
        span: the length of a stretch, in seconds.
        end: of the axis.
        width: of the chart.
        shaded: the faults; the row of each has a frame while it holds.
    """
    rows = Rows(names, width, room=width / 2)
    most = max((cell.value for cell in cells), default=0.0) or 1.0
    y = rows.encoding(_THICK)
    values = [
        {
            "from": max(0.0, cell.time - span / 2),
            "to": min(end, cell.time + span / 2),
            "row": cell.series,
            "value": cell.value,
        }
        for cell in cells
    ]
    shares = {
        "mark": {"type": "rect", "color": SERIES[0], "stroke": None},
        "encoding": {
            "x": {"field": "from", **axis(end, width - rows.beside)},
            "x2": {"field": "to"},
            "y": y,
            "opacity": {
                "field": "value",
                "type": "quantitative",
                "scale": {"domain": [0, most], "range": [0, 1]},
                "legend": None,
            },
        },
    }
    frames = [
        {"from": one.begin, "to": end if one.end is None else min(one.end, end), "row": name}
        for one in shaded
        for name in names
        if one.backend in (EVERY, name)
    ]
    framed = {
        "data": {"values": frames},
        "mark": {"type": "rect", "filled": False, "stroke": INK, "strokeDash": [4, 2]},
        "encoding": {
            "x": {"field": "from", "type": "quantitative"},
            "x2": {"field": "to"},
            "y": y,
        },
    }
    lines = {
        "data": {"values": [{"row": name} for name in names]},
        "mark": {"type": "rect", "filled": False, "stroke": SOFT, "strokeWidth": 0.4},
        "encoding": {"y": y},
    }
    return {
        "width": width,
        "height": rows.height(_THICK),
        "data": {"values": values},
        "layer": [
            lines,
            shares,
            *([framed] if frames else []),
            *rows.layers(_THICK),
            *(names_above(shaded, end, width - rows.beside) if shaded else []),
        ],
    }
