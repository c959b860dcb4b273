"""Charts of bars: attempts, latencies, statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.gateway.report.draw import Chart, Table, drawn
from apimgen.gateway.report.palette import INK, PAPER, SERIES
from apimgen.gateway.report.words import milliseconds, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.report.results import Report

PERCENTILES = (0.5, 0.75, 0.9, 0.95, 0.99, 0.999)


class Bar(NamedTuple):
    """One bar.

    Attributes:
        row: what it belongs to.
        series: which source it is of.
        value: its length.
        text: at its end.
    """

    row: str
    series: str
    value: float
    text: str


def attempts(report: Report) -> Chart:
    """How many calls of a backend requests needed."""
    found = sorted({calls for one in report.results for calls in one.outcome.tally.attempts})
    counts = {calls: [one.outcome.tally.attempts.get(calls, 0) for one in report.results] for calls in found}
    rows = {f"{calls} {'call' if calls == 1 else 'calls'}": row for calls, row in counts.items()}
    return _counted(report, rows, "Attempts per request", "needed")


def statuses(report: Report) -> Chart:
    """Which statuses the callers got."""
    found = sorted({status for one in report.results for status in one.outcome.tally.statuses})
    rows = {
        str(status): [one.outcome.tally.statuses.get(status, 0) for one in report.results]
        for status in found
    }
    return _counted(report, rows, "Status codes at the caller", "got")


def latencies(report: Report) -> Chart:
    """How long requests took, from the fastest half to the slowest of a thousand."""
    bars = [
        Bar(f"p{share * 100:g}", label, value or 0.0, milliseconds(value))
        for share in PERCENTILES
        for label, one in zip(report.labels, report.results, strict=True)
        for value in (one.outcome.latency(share),)
    ]
    says = "Latency at the caller: " + ", ".join(f"{bar.row} {bar.text}" for bar in bars)
    note = "p95: 95 of 100 requests took no longer than this. Waits between tries are included."
    return _chart(report, bars, "Latency percentiles", f"{says}.", [note])


def _counted(report: Report, rows: dict[str, list[int]], title: str, verb: str) -> Chart:
    """Bars of how many requests there are of each kind."""
    bars = []
    for row, counts in rows.items():
        for label, one, count in zip(report.labels, report.results, counts, strict=True):
            share = count / one.outcome.tally.requests if one.outcome.tally.requests else 0.0
            bars.append(Bar(row, label, share, f"{count:,} ({percent(share)})"))
    says = ", ".join(
        f"{bar.text} {verb} {bar.row}"
        + (f" ({bar.series})" if len(report.results) > 1 else "")
        for bar in bars
    )
    return _chart(report, bars, title, f"{says}.")


def _chart(
    report: Report, bars: Sequence[Bar], title: str, says: str, notes: Sequence[str] = ()
) -> Chart:
    names = report.labels
    by_row: dict[str, list[str]] = {}
    for bar in bars:
        by_row.setdefault(bar.row, []).append(bar.text)
    table = Table(("", *names), [(row, *texts) for row, texts in by_row.items()])
    return drawn(
        lambda width: _spec(bars, names, width),
        title=title,
        says=says,
        table=table,
        notes=notes,
        half=True,
    )


def _spec(bars: Sequence[Bar], names: Sequence[str], width: int) -> dict[str, Any]:
    """Bars from left to right; the first of two sources is hollow, the second is filled."""
    most = max((bar.value for bar in bars), default=1.0) or 1.0
    several = len(names) > 1
    rows = list(dict.fromkeys(bar.row for bar in bars))
    longest = max((len(bar.text) for bar in bars), default=0)
    room = 1 / max(0.4, 1 - longest * 7.5 / (width - 60))  # for the text at the end of a bar
    y: dict[str, Any] = {
        "field": "row",
        "type": "nominal",
        "sort": rows,
        "axis": {"ticks": False, "domain": False, "labelPadding": 6},
        "scale": {"paddingInner": 0.25},
    }
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, most * room], "nice": False},
        "axis": None,
    }
    encoding: dict[str, Any] = {"x": x, "y": y}
    colour: dict[str, Any] = {"value": SERIES[0]}
    fill: dict[str, Any] = {"value": SERIES[0]}
    if several:
        series = {"field": "series", "type": "nominal", "sort": None}
        encoding["yOffset"] = {"field": "series", "sort": list(names)}
        legend = {"columns": 1, "symbolType": "square", "symbolSize": 120}
        colour = {
            **series,
            "scale": {"domain": list(names), "range": [SERIES[0], SERIES[1]]},
            "legend": legend,
        }
        fill = {
            **series,
            "scale": {"domain": list(names), "range": [PAPER, SERIES[1]]},
            "legend": legend,
        }
    return {
        "width": width,
        "height": {"step": 15 if several else 26},
        "data": {"values": [bar._asdict() for bar in bars]},
        "layer": [
            {
                "mark": {"type": "bar", "strokeWidth": 1.5},
                "encoding": {**encoding, "stroke": colour, "fill": fill},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "color": INK},
                "encoding": {**encoding, "text": {"field": "text"}},
            },
        ],
    }
