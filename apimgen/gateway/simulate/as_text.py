"""What came of simulations as text: one column for each source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from apimgen.gateway.simulate.outcome import SHARES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apimgen.gateway.simulate.outcome import Outcome
    from apimgen.gateway.simulate.tally import Failure

_MOST_FAILURES = 5


class Table(Protocol):
    """Rows under headings as aligned text."""

    def __call__(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], indent: str = "  "
    ) -> str:
        """The text."""
        ...


def as_text(shown: Sequence[tuple[str, Outcome]], table: Table) -> str:
    """Outcomes as text.

    Args:
        shown: the name of each source, and what came of it.
        table: draws tables.
    """
    outcomes = [one for _, one in shown]
    rows = [
        ("requests", *(f"{one.tally.requests:,}" for one in outcomes)),
        ("succeeded", *(f"{one.tally.succeeded:,}" for one in outcomes)),
        ("success rate", *(f"{one.success_rate:.4%}" for one in outcomes)),
        ("  99% between", *(_between(one) for one in outcomes)),
        ("calls a request", *(_calls(one) for one in outcomes)),
    ]
    for name, share in SHARES.items():
        rows.append((f"latency {name}", *(_time(one.latency(share)) for one in outcomes)))
    for status in _keys(one.tally.statuses for one in outcomes):
        counts = [one.tally.statuses.get(status, 0) for one in outcomes]
        rows.append(
            (f"status {status}", *(_part(n, o) for n, o in zip(counts, outcomes, strict=True)))
        )
    for calls in _keys(one.tally.attempts for one in outcomes):
        counts = [one.tally.attempts.get(calls, 0) for one in outcomes]
        name = f"{calls} {'call' if calls == 1 else 'calls'}"
        rows.append((name, *(_part(n, o) for n, o in zip(counts, outcomes, strict=True))))
    text = table(("", *(name for name, _ in shown)), rows, "")
    for name, outcome in shown:
        heading = f" of {name}" if len(shown) > 1 else ""
        text += f"\nBackends{heading}:\n" + _backends(outcome, table)
        if outcome.failures:
            text += f"\nFailures{heading}:\n" + _failures(outcome.failures, table)
    return text


def _keys(counts: Iterable[dict[int, int]]) -> list[int]:
    return sorted({key for one in counts for key in one})


def _between(outcome: Outcome) -> str:
    low, high = outcome.interval
    return f"{low:.3%} and {high:.3%}"


def _calls(outcome: Outcome) -> str:
    tally = outcome.tally
    return f"{tally.backend_calls / tally.requests:.3f}" if tally.requests else "-"


def _time(milliseconds: float | None) -> str:
    return "-" if milliseconds is None else f"{milliseconds:,.0f} ms"


def _part(count: int, outcome: Outcome) -> str:
    share = count / outcome.tally.requests if outcome.tally.requests else 0.0
    return f"{count:,} ({share:.2%})"


def _backends(outcome: Outcome, table: Table) -> str:
    rows = [
        (
            place.name,
            f"{place.calls:,}",
            f"{outcome.share(place):.1%}",
            f"{place.succeeded:,}",
            ", ".join(
                f"{what}: {count:,}" for what, count in sorted(place.outcomes.items(), key=str)
            ),
        )
        for place in outcome.places
    ]
    return table(("NAME", "CALLS", "SHARE", "SUCCEEDED", "OTHER ANSWERS"), rows)


def _failures(failures: Sequence[Failure], table: Table) -> str:
    rows = [
        (f"{one.requests:,}", str(one.status), f"{one.first:.1f} s", told(one))
        for one in failures[:_MOST_FAILURES]
    ]
    text = table(("REQUESTS", "STATUS", "FIRST AT", "WHY"), rows)
    more = len(failures) - len(rows)
    return text + (f"  and {more} more {'kind' if more == 1 else 'kinds'}\n" if more > 0 else "")


def told(failure: Failure) -> str:
    """How requests failed, in words: what the backends answered, and what the gateway says."""
    met = Counter(failure.attempts)
    parts = [
        f"{name} {status}" + (f" x{count}" if count > 1 else "")
        for (name, status), count in met.items()
    ]
    if failure.reason:
        parts.append(failure.reason)
    return ", ".join(parts) or "no backend was called"
