"""Windows, buckets and periods hold what they promise, whatever comes when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.gateway.limits.periods import CalendarPeriod, Period
from apimgen.gateway.limits.windows import SlidingWindow, TokenBucket, Window

START = 1_800_000_000.0
PERIOD = 60.0

gaps = st.lists(st.integers(0, 40), max_size=60)
calls = st.integers(1, 6)
times = st.integers(0, 4_000_000_000)


def taken(window: Window, most: int, waits: list[int]) -> list[float]:
    """The times at which calls were let through."""
    now, found = START, []
    for one in waits:
        now += one
        if window.left(most, PERIOD, now) >= 1:
            window.add(1, most, PERIOD, now)
            found.append(now)
    return found


@given(calls, gaps)
def test_no_window_of_the_period_holds_more_than_the_limit(most: int, waits: list[int]) -> None:
    found = taken(SlidingWindow(), most, waits)
    for at in found:
        assert sum(at - PERIOD < one <= at for one in found) <= most


@given(calls, gaps)
def test_a_bucket_lets_a_burst_through_and_then_its_steady_flow(
    most: int, waits: list[int]
) -> None:
    found = taken(TokenBucket(), most, waits)
    for first in found:
        for last in found:
            if last >= first:
                let = sum(first <= one <= last for one in found)
                assert let <= most + (last - first) * most / PERIOD + 1e-6


@pytest.mark.parametrize("kind", [SlidingWindow, TokenBucket])
@given(calls, gaps, st.integers(1, 6))
def test_after_the_wait_there_is_as_much_as_was_wanted(
    kind: type[SlidingWindow | TokenBucket], most: int, waits: list[int], wanted: int
) -> None:
    window = kind()
    taken(window, most, waits)
    now = START + sum(waits)
    wanted = min(wanted, most)
    wait = window.wait(wanted, most, PERIOD, now)
    if wait > 1e-3:
        assert window.left(most, PERIOD, now + wait - 1e-3) < wanted
    assert window.left(most, PERIOD, now + wait) >= wanted - 1e-6


@given(times, st.integers(1, 10_000_000))
def test_a_time_is_in_its_period(now: int, seconds: int) -> None:
    period = Period(seconds)
    start, rest = period.start(now), period.rest(now)
    assert rest is not None
    assert start <= now < start + seconds
    assert start + seconds == pytest.approx(now + rest)
    assert period.start(now + rest) == pytest.approx(start + seconds)


@given(times, st.sampled_from(["Hourly", "Daily", "Weekly", "Monthly", "Yearly"]))
def test_a_calendar_period_ends_where_the_next_begins(now: int, name: str) -> None:
    period = CalendarPeriod(name)
    rest = period.rest(now)
    assert rest is not None
    assert rest > 0
    assert period.start(now) <= now
    assert period.start(now + rest) == pytest.approx(now + rest)
    assert period.start(now + rest - 1) == period.start(now)
