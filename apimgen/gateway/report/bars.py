"""Charts of bars: attempts, latencies, statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.gateway.report import keys
from apimgen.gateway.report.draw import Chart, Table, drawn
from apimgen.gateway.report.names import LETTER, Rows
from apimgen.gateway.report.palette import INK, PAPER, SERIES
from apimgen.gateway.report.words import milliseconds, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.report.results import Report

_LONG = 21
_MANY = 8
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
    counts = {
        calls: [one.outcome.tally.attempts.get(calls, 0) for one in report.results]
        for calls in found
    }
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


def calls(report: Report) -> Chart:
    """How many calls each backend got, and how many of them it served."""
    bars = []
    names = [place.name for one in report.results for place in one.outcome.places]
    for name in dict.fromkeys(names):
        for label, one in zip(report.labels, report.results, strict=True):
            for place in one.outcome.places:
                if place.name == name:
                    served = place.succeeded / place.calls if place.calls else 0.0
                    text = f"{place.calls:,}" + (
                        f", {percent(served)} served" if place.calls else ""
                    )
                    bars.append(Bar(name, label, one.outcome.share(place), text))
    says = ", ".join(f"{bar.row}: {bar.text}" for bar in bars)
    note = "Served: answered with a status below 400."
    half = not has_long_rows(report)
    return _chart(report, bars, "Calls of each backend", f"{says}.", [note], half=half)


def has_long_rows(report: Report) -> bool:
    """Whether backends are so many, or have such long names, that half of a page is not enough."""
    names = {place.name for one in report.results for place in one.outcome.places}
    return len(names) > _MANY or any(len(name) > _LONG for name in names)


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
    half = not has_long_rows(report)  # or it would be alone in its line
    return _chart(report, bars, "Latency percentiles", f"{says}.", [note], half=half)


def _counted(report: Report, rows: dict[str, list[int]], title: str, verb: str) -> Chart:
    """Bars of how many requests there are of each kind."""
    bars = []
    for row, counts in rows.items():
        for label, one, count in zip(report.labels, report.results, counts, strict=True):
            share = count / one.outcome.tally.requests if one.outcome.tally.requests else 0.0
            bars.append(Bar(row, label, share, f"{count:,} ({percent(share)})"))
    says = ", ".join(
        f"{bar.text} {verb} {bar.row}" + (f" ({bar.series})" if len(report.results) > 1 else "")
        for bar in bars
    )
    return _chart(report, bars, title, f"{says}.")


def _chart(
    report: Report,
    bars: Sequence[Bar],
    title: str,
    says: str,
    notes: Sequence[str] = (),
    *,
    half: bool = True,
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
        key=keys.bars(names),
        half=half,
    )


def _spec(bars: Sequence[Bar], names: Sequence[str], width: int) -> dict[str, Any]:
    """Bars from left to right; the first of two sources is hollow, the second is filled."""
    most = max((bar.value for bar in bars), default=1.0) or 1.0
    several = len(names) > 1
    rows = list(dict.fromkeys(bar.row for bar in bars))
    texts = max((len(bar.text) for bar in bars), default=0) * LETTER + 10
    named = Rows(rows, width, room=texts + width / 5)
    room = (width - named.beside) / max(width / 5, width - named.beside - texts)
    thick = 15 * len(names) if several else 20
    y = named.encoding(thick)
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
        colour = {
            **series,
            "scale": {"domain": list(names), "range": [SERIES[0], SERIES[1]]},
            "legend": None,
        }
        fill = {
            **series,
            "scale": {"domain": list(names), "range": [PAPER, SERIES[1]]},
            "legend": None,
        }
    return {
        "width": width,
        "height": named.height(thick),
        "data": {"values": [bar._asdict() for bar in bars]},
        "layer": [
            *named.layers(thick),
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
