"""The article's policy under the outages of which the odds are known exactly."""

from __future__ import annotations

from math import sqrt

import pytest

from tests.gateway.simulate.simulating import ARTICLE, of_inventory, outcome_of

INSTANCE = of_inventory(ARTICLE)
ONE_DOWN = "faults: [{backend: canada, status: 401}]"
TWO_DOWN = "faults: [{backend: canada, status: 401}, {backend: us1, status: 500}]"


@pytest.mark.parametrize(
    ("faults", "deployment", "rate", "calls"),
    [
        pytest.param("", "gpt", 1, 1, id="nothing is down"),
        pytest.param(ONE_DOWN, "gpt", 80 / 81, 40 / 27, id="one of three is down"),
        pytest.param(TWO_DOWN, "gpt", 65 / 81, 65 / 27, id="two of three are down"),
        pytest.param("", "ada", 80 / 81, 40 / 27, id="one of three lacks the model"),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_known_odds_are_within_the_interval(
    faults: str, deployment: str, rate: float, calls: float, seed: int
) -> None:
    outcome = outcome_of(INSTANCE, f"requests: 20000\n{faults}", deployment=deployment, seed=seed)

    low, high = outcome.interval
    assert low <= rate <= high
    assert high - low < 0.02
    # A request makes 1 to 4 calls, so their mean is off by more than this once in 10,000 times
    tally = outcome.tally
    assert abs(tally.backend_calls / tally.requests - calls) < 4 * 1.2 / sqrt(tally.requests)
    assert sum(tally.attempts.values()) == sum(tally.statuses.values()) == 20_000
    assert sum(calls * n for calls, n in tally.attempts.items()) == tally.backend_calls
    assert sum(place.calls for place in outcome.places) == tally.backend_calls


def test_callers_get_what_the_last_try_got() -> None:
    outcome = outcome_of(INSTANCE, f"requests: 5000\n{ONE_DOWN}")

    assert set(outcome.tally.statuses) == {200, 401}
    (failure,) = outcome.failures
    assert failure.attempts == (("canada", 401),) * 4
    assert failure.requests == outcome.tally.statuses[401]


def test_a_request_for_embeddings_goes_to_their_operation() -> None:
    outcome = outcome_of(
        INSTANCE,
        "requests: 3000",
        deployment="ada",
        operation="post-openai-deployments-deployment-embeddings",
    )

    australia = next(place for place in outcome.places if place.name == "australia")
    assert australia.outcomes == {404: australia.calls}
