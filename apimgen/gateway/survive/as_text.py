"""The outages as a table from best to worst, and the story of the worst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.readings import VALUES
from apimgen.gateway.survive.words import answer, chance, listed, percent, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apimgen.gateway.survive.cases import Case
    from apimgen.gateway.survive.outcome import Outcome, Story

    Style = Callable[[str, str], str]
    Row = tuple[str, ...]


def as_text(
    cases: Sequence[Case],
    headline: str,
    table: Callable[[Sequence[str], Sequence[Row]], str],
    style: Style,
) -> str:
    """The report.

    Args:
        cases: the one without an outage first.
        headline: what was asked.
        table: makes a table of headings and rows.
        style: puts a text into a style.
    """
    ranked = sorted(cases, key=lambda one: (-one.outcome.success, one.outcome.calls))
    with_readings = any(one.readings for one in cases)
    rows = [_row(*group, with_readings=with_readings) for group in _groups(ranked)]
    headings = ["SERVED", "CALLS", "LONGEST WAIT", "DOWN", "HOW"]
    if with_readings:
        headings.append("READINGS")
    parts = [
        f"{headline}\n\n",
        table(headings, rows),
        "\n",
        _worst(_worst_of(ranked), cases, style),
    ]
    samples = [one for one in cases if not one.outcome.exact]
    if samples:
        parts.append(
            f"\n{listed_count(len(samples), 'case')} marked ~ can't be followed whole: "
            "a sample of requests, with its 99% interval.\n"
        )
    return "".join(parts)


def listed_count(number: int, noun: str) -> str:
    """``1 case``, ``2 cases``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _groups(ranked: Sequence[Case]) -> list[tuple[Case, list[str], str]]:
    """What shares a row: one of its cases, the ways of being down, and the readings."""
    each = {tuple(one.readings.items()) for one in ranked}
    by_fault: dict[tuple[object, ...], list[Case]] = {}
    for one in ranked:
        by_fault.setdefault((*_alike(one), one.fault), []).append(one)
    rows: dict[tuple[object, ...], tuple[Case, list[str], str]] = {}
    for group in by_fault.values():
        first, readings = group[0], _readings(group, len(each))
        _, faults, _ = rows.setdefault((*_alike(first), readings), (first, [], readings))
        if first.fault is not None:
            faults.append(first.fault)
    return list(rows.values())


def _alike(case: Case) -> tuple[object, ...]:
    """What cases have in common that share a row, besides the readings."""
    outcome = case.outcome
    told = (outcome.success, outcome.calls, outcome.worst_wait, outcome.exact)
    return (case.down, *told, outcome.interval)


def _readings(group: Sequence[Case], every: int) -> str:
    """The readings under which one way of being down ends so.

    Args:
        group: the cases.
        every: how many combinations of readings there are.
    """
    first = group[0].readings
    if len(group) == every:
        return "any" if every > 1 else _spelled(first)
    same = {
        name: value
        for name, value in first.items()
        if all(one.readings[name] == value for one in group)
    }
    others = 2 ** (len(first) - len(same))
    if same and len(group) == others:
        return _spelled(same)
    return " or ".join(dict.fromkeys(_spelled(one.outcome.consulted) for one in group))


def _spelled(readings: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in readings.items())


def _row(first: Case, faults: Sequence[str], readings: str, *, with_readings: bool) -> Row:
    outcome = first.outcome
    row = [
        _served(outcome),
        f"{float(outcome.calls):.2f}",
        seconds(outcome.worst_wait),
        listed(first.down, "and") if first.down else "nothing",
        ", ".join(faults),
    ]
    return (*row, readings) if with_readings else tuple(row)


def _served(outcome: Outcome) -> str:
    shown = percent(outcome.success)
    if outcome.interval is not None:
        low, high = outcome.interval
        return f"~{shown} ({percent(low)} to {percent(high)})"
    if 0 < outcome.success < 1 and outcome.success.denominator < 1_000_000:
        return f"{shown} ({outcome.success})"
    return shown


def _worst_of(ranked: Sequence[Case]) -> Case:
    """The first of those that are the worst."""
    last = ranked[-1].outcome
    return next(
        one
        for one in ranked
        if (one.outcome.success, one.outcome.calls) == (last.success, last.calls)
    )


def _worst(worst: Case, cases: Sequence[Case], style: Style) -> str:
    if worst.outcome.success == 1:
        number = len(cases) - 1
        if number < 1:
            return style("Every request is served.", "green") + "\n"
        each = "the outage" if number == 1 else f"each of {number} cases of an outage"
        return style(f"Every request is served in {each}.", "green") + "\n"
    down = "With nothing down"
    if worst.down:
        verb = "is" if len(worst.down) == 1 else "are"
        down = f"{listed(worst.down, 'and')} {verb} down ({worst.fault})"
    mattered = worst.outcome.consulted.items() & worst.readings.items()
    unusual = [f", with {name}={value}" for name, value in mattered if value != VALUES[name][0]]
    reading = "".join(sorted(unusual))
    text = style(f"The worst: {down}{reading}. {_fails(worst.outcome)}", "bold") + "\n"
    story = worst.outcome.failure
    return text + (_story(story) if story is not None else "")


def _fails(outcome: Outcome) -> str:
    failing = 1 - outcome.success
    return f"{chance(failing, exact=outcome.exact)}, like this:"


def _story(story: Story) -> str:
    lines = []
    for one in story.calls:
        wait = f"after {seconds(one.wait)}, " if one.wait else ""
        lines.append(f"{wait}{one.backend} {answer(one.status)}")
    if not lines:
        lines.append("no backend is called")
    lines.append(f"the caller gets {story.status}" + (f": {story.why}" if story.why else ""))
    return "".join(f"  {line}\n" for line in lines)
