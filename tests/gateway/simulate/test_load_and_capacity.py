"""When requests come, how long answers take, what backends can serve, and when they fail."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.gateway.simulate.arrivals import Step, arrivals, expected
from apimgen.gateway.simulate.capacity import Capacity
from tests.gateway.simulate.simulating import of_policy, outcome_of

PLAIN = of_policy(
    """
    <policies>
        <inbound><set-backend-service base-url="https://model" /></inbound>
        <backend><forward-request timeout="5" /></backend>
        <outbound /><on-error />
    </policies>
    """
)


def near(count: float, mean: float) -> bool:
    """Whether a count of a Poisson process can have this mean, but for once in 10,000."""
    return abs(count - mean) < 4 * sqrt(mean)


def test_requests_come_at_the_rate_of_the_time() -> None:
    steps = [Step(0, 10), Step(100, 0), Step(200, 50)]
    times = list(arrivals(steps, Random(1), seconds=300))

    assert times == sorted(times)
    assert near(sum(one < 100 for one in times), 1000)
    assert not any(100 <= one < 200 for one in times)
    assert near(sum(200 <= one < 300 for one in times), 5000)
    assert expected(steps, 3500, None) == 250


def test_as_many_requests_come_as_were_asked_for() -> None:
    assert len(list(arrivals([Step(0, 10), Step(5, 1)], Random(1), requests=321))) == 321
    assert outcome_of(PLAIN, "requests: 321").tally.requests == 321


def test_gaps_are_exponential() -> None:
    times = [0.0, *arrivals([Step(0, 4)], Random(2), requests=20_000)]
    gaps = [b - a for a, b in pairwise(times)]
    mean = sum(gaps) / len(gaps)
    assert mean == pytest.approx(0.25, rel=0.03)
    assert sum(gap > mean for gap in gaps) / len(gaps) == pytest.approx(0.368, abs=0.015)


def test_answers_take_as_long_as_the_scenario_says() -> None:
    outcome = outcome_of(PLAIN, "requests: 20000\nlatency_ms: {median: 700, p95: 2000}")
    p50, p95 = outcome.latency(0.5), outcome.latency(0.95)
    assert p50 == pytest.approx(700, rel=0.03)
    assert p95 == pytest.approx(2000, rel=0.05)


def test_an_answer_that_takes_longer_than_the_timeout_is_none() -> None:
    outcome = outcome_of(PLAIN, "requests: 500\nlatency_ms: {median: 6000, p95: 6001}")

    assert outcome.tally.statuses == {504: 500}
    assert outcome.places[0].outcomes == {"timeout": 500}
    (failure,) = outcome.failures
    assert failure.reason == "Timeout"
    assert outcome.latency(0.5) == pytest.approx(5000, rel=0.005)


@pytest.mark.parametrize(
    ("status", "seen", "slowest"),
    [("401", {401}, 400), ("timeout", {504}, 5100), ("refused", {500}, 10)],
)
def test_a_fault_holds_between_its_times(status: str, seen: set[int], slowest: float) -> None:
    what = f"""
        seconds: 100
        rate: 50
        latency_ms: {{median: 1, p95: 1}}
        faults: [{{backend: "https://model", status: {status}, from: 20s, to: 30s}}]
    """
    outcome = outcome_of(PLAIN, what)

    failed = {
        number: one.requests - one.succeeded for number, one in outcome.tally.stretches.items()
    }
    assert near(sum(failed.values()), 500)
    assert {number for number, count in failed.items() if count} == set(range(20, 30))
    assert set(outcome.tally.statuses) == {200} | seen
    p999 = outcome.latency(0.999)
    assert p999 is not None
    assert p999 < slowest


def test_a_fault_with_a_probability_holds_as_often() -> None:
    what = "requests: 20000\nfaults: [{backend: '*', status: 503, probability: 0.2}]"
    assert near(outcome_of(PLAIN, what).tally.statuses[503], 4000)


# Retries as often as it takes, and waits as long as it is told.
PATIENT = of_policy(
    """
    <policies>
        <inbound><set-backend-service base-url="https://model" /></inbound>
        <backend>
            <retry condition="@(context.Response.StatusCode == 429)" count="50"
                interval="@(int.Parse(context.Response.Headers["Retry-After"][0]))">
                <forward-request />
            </retry>
        </backend>
        <outbound /><on-error />
    </policies>
    """
)


def test_a_backend_serves_so_many_requests_a_minute_and_answers_429_beyond() -> None:
    # 10 a second for two minutes, and room for 120 a minute: 240, and what fits in at the seams
    what = "seconds: 120\nrate: 10\nbackends: {'https://model': {requests_per_minute: 120}}"
    outcome = outcome_of(PLAIN, what)

    assert outcome.tally.statuses[200] == 240
    assert set(outcome.tally.statuses) == {200, 429}


def test_tokens_are_counted_too() -> None:
    what = """
        seconds: 120
        rate: 10
        tokens: {prompt: 800, completion: 200}
        backends: {"https://model": {tokens_per_minute: 100000}}
    """
    served = outcome_of(PLAIN, what).tally.statuses[200]
    assert 180 <= served <= 240  # a hundred a minute on average, and small ones fit in last


def test_whoever_waits_as_long_as_retry_after_says_is_served_in_the_end() -> None:
    what = "requests: 30\nrate: 1\nbackends: {'https://model': {requests_per_minute: 20}}"
    outcome = outcome_of(PATIENT, what)

    assert outcome.success_rate == 1
    assert outcome.places[0].outcomes[429] >= 10
    # The ten who found it full waited until the first twenty were a minute old
    assert outcome.tally.last > 60


@given(
    st.lists(st.tuples(st.floats(0, 30), st.integers(1, 50)), min_size=1, max_size=60),
    st.integers(20, 200),
    st.integers(1, 8),
)
def test_no_minute_holds_more_than_the_capacity_and_retry_after_is_right(
    calls: list[tuple[float, int]], tokens: int, requests: int
) -> None:
    capacity = Capacity(tokens, requests)
    now = 0.0
    served: list[tuple[float, int]] = []
    for gap, size in calls:
        now += gap
        wait = capacity.take(now, size)
        if wait:
            assert 0 < wait < 60 + 1e-6
            now += wait + 1e-6
            assert capacity.take(now, size) == 0
        served.append((now, min(size, tokens)))
        last = [one for at, one in served if at > now - 60]
        assert len(last) <= requests
        assert sum(last) <= tokens
