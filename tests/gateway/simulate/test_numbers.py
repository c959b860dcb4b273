"""The statistics: exact intervals, and percentiles in little memory."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.gateway.simulate.histogram import Histogram, bucket_of
from apimgen.gateway.simulate.interval import interval


def at_least(succeeded: int, of: int, share: float) -> float:
    """The odds of so many successes or more, where each has this share."""
    p = Fraction(share)
    terms = (comb(of, n) * p**n * (1 - p) ** (of - n) for n in range(succeeded, of + 1))
    return float(sum(terms, Fraction(0)))


@pytest.mark.parametrize(
    ("succeeded", "of"), [(0, 10), (10, 10), (5, 10), (81, 163), (3, 200), (199, 200)]
)
def test_at_the_ends_of_the_interval_what_was_counted_is_as_rare_as_it_may_be(
    succeeded: int, of: int
) -> None:
    low, high = interval(succeeded, of)
    if succeeded > 0:
        assert at_least(succeeded, of, low) == pytest.approx(0.005, rel=1e-6)
    if succeeded < of:
        assert 1 - at_least(succeeded + 1, of, high) == pytest.approx(0.005, rel=1e-6)
    assert interval(0, of)[0] == 0
    assert interval(of, of)[1] == 1


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_interval_is_around_the_share_and_mirrors(succeeded: int, failed: int) -> None:
    of = succeeded + failed
    low, high = interval(succeeded, of)
    if of:
        assert 0 <= low <= succeeded / of <= high <= 1
    mirrored = interval(failed, of)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-9)


@given(
    st.lists(st.floats(0.01, 1e7), min_size=1, max_size=200),
    st.sampled_from([0.01, 0.5, 0.9, 0.95, 0.99, 1.0]),
)
def test_a_percentile_is_right_to_half_a_percent(times: list[float], share: float) -> None:
    histogram = Histogram()
    for time in times:
        bucket = bucket_of(time)
        histogram.counts[bucket] = histogram.counts.get(bucket, 0) + 1
    exact = sorted(times)[max(0, -int(-share * len(times) // 1) - 1)]
    assert histogram.percentile(share) == pytest.approx(exact, rel=0.005)


def test_of_nothing_there_is_no_percentile() -> None:
    assert Histogram().percentile(0.5) is None
    assert interval(0, 0) == (0.0, 1.0)
