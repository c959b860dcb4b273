"""The page: what was simulated, its figures and charts, in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.gateway.report import bars, over_time
from apimgen.gateway.report.outages import heats
from apimgen.gateway.report.words import milliseconds, moment, percent, span, summary
from apimgen.gateway.simulate.as_text import told

if TYPE_CHECKING:
    from apimgen.gateway.report.results import Report, Result

MOST_FAILURES = 20


def page(report: Report) -> str:
    """The report as HTML that needs no other file and no network."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=PackageLoader("apimgen.gateway.report", "template"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    charts = [over_time.success(report)]
    charts += [over_time.shares(report, at) for at in range(len(report.results))]
    charts += [bars.attempts(report), bars.statuses(report)]
    charts += [bars.latencies(report), bars.calls(report)]
    return environment.get_template("page.html.j2").render(
        title=_title(report),
        summary=summary(report),
        labels=report.labels,
        figures=_figures(report),
        charts=charts,
        failures=[_failures(one) for one in report.results],
        heats=heats(report),
        unfollowed=[
            label
            for label, one in zip(report.labels, report.results, strict=True)
            if not one.outages
        ],
        report=report,
        facts=_facts(report),
    )


def _title(report: Report) -> str:
    names = [one.name for one in report.results]
    return "Simulation of " + " and ".join(dict.fromkeys(names))


def _figures(report: Report) -> list[tuple[str, list[tuple[str, str]]]]:
    """What matters most: each with a value, and what is said of it, for each source."""
    figures: list[tuple[str, list[tuple[str, str]]]] = [
        ("Requests that succeed", []),
        ("Calls per request", []),
        ("Median latency", []),
        ("95th percentile of latency", []),
    ]
    for one in report.results:
        outcome, tally = one.outcome, one.outcome.tally
        low, high = outcome.interval
        calls = tally.backend_calls / tally.requests if tally.requests else 0.0
        between = f"{tally.requests - tally.succeeded:,} failed; 99% sure: {low:.2%} to {high:.2%}"
        values = [
            (percent(outcome.success_rate), between),
            (f"{calls:.2f}", f"{tally.backend_calls:,} calls of backends"),
            (milliseconds(outcome.latency(0.5)), ""),
            (
                milliseconds(outcome.latency(0.95)),
                f"99 in 100: {milliseconds(outcome.latency(0.99))}",
            ),
        ]
        for (_, cells), value in zip(figures, values, strict=True):
            cells.append(value)
    return figures


def _failures(result: Result) -> dict[str, Any]:
    found = result.outcome.failures
    rows = [
        (f"{one.requests:,}", str(one.status), moment(one.first), told(one))
        for one in found[:MOST_FAILURES]
    ]
    return {"rows": rows, "more": len(found) - len(rows)}


def _facts(report: Report) -> list[tuple[str, str]]:
    """How to get the same numbers again."""
    facts = [
        ("Seed", str(report.seed)),
        ("Latency of backends", _latency(report)),
        ("Simulated", span(report.end)),
    ]
    facts += [(f"Reading {name}", value) for name, value in report.readings.items()]
    limits = [
        f"{name}: {', '.join(parts)}"
        for name, one in report.scenario.backends.items()
        if (parts := _limits(one.tokens_per_minute, one.requests_per_minute))
    ]
    if limits:
        facts.append(("Capacity", "; ".join(limits)))
    for one in report.results:
        facts += [("Left out", str(each)) for each in one.outcome.left_out]
    return [*facts, ("Made by", f"apimgen {report.version}")]


def _latency(report: Report) -> str:
    latency = report.scenario.latency
    return f"median {latency.median:g} ms, p95 {latency.p95:g} ms, log-normal"


def _limits(tokens: float | None, requests: float | None) -> list[str]:
    return [
        f"{value:,.0f} {what} a minute"
        for value, what in ((tokens, "tokens"), (requests, "requests"))
        if value is not None
    ]
