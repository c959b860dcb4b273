"""What a scenario file may say, and what is said of its mistakes: with line, column and a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.finding import Finding
from apimgen.gateway.answers.faults import Fault
from apimgen.gateway.instance.backend import Backend
from apimgen.gateway.simulate.arrivals import Step
from apimgen.gateway.simulate.latencies import Latency
from apimgen.gateway.simulate.scenario import OneBackend, Scenario
from apimgen.gateway.simulate.scenario_file import scenario_of
from tests.gateway.simulate.simulating import scenario

BACKENDS = [
    Backend(name="my-endpoint-us1", url="https://us1.openai.azure.com"),
    Backend(name="my-endpoint-canada", url="https://ca.openai.azure.com", entity="ca-entity"),
]


def test_everything_that_a_scenario_can_say() -> None:
    text = """
        requests: 500
        rate: [{from: 0s, rate: 5}, {from: 1m, rate: 50}]
        gateways: {eastus: 2, westeurope: 1}
        tokens: {prompt: 700, completion: 300}
        latency_ms: {median: 800, p95: 2400}
        backends:
          my-endpoint-us1:
            tokens_per_minute: 60000
            requests_per_minute: 360
            latency_ms: {median: 700, p95: 2000}
          ca-entity: {requests_per_minute: 10}
        faults:
          - {backend: my-endpoint-canada, status: 401, from: 30s, to: 90s}
          - {backend: "*", status: 429, probability: 0.02, retry_after: 20}
          - {backend: "https://us1.openai.azure.com/", status: timeout}
    """
    found = scenario_of(text, "s.yaml", {}, BACKENDS)

    assert found == Scenario(
        requests=500,
        rates=(Step(0, 5), Step(60, 50)),
        gateways={"eastus": 2, "westeurope": 1},
        prompt=700,
        completion=300,
        vary=True,
        latency=Latency(800, 2400),
        backends={
            "my-endpoint-us1": OneBackend(
                tokens_per_minute=60000, requests_per_minute=360, latency_ms=Latency(700, 2000)
            ),
            "ca-entity": OneBackend(requests_per_minute=10),
        },
        faults=(
            Fault("my-endpoint-canada", 401, begin=30, end=90),
            Fault("*", 429, 0.02, "20"),
            Fault("https://us1.openai.azure.com/", "timeout"),
        ),
    )
    assert found.of(BACKENDS[1]).requests_per_minute == 10


def test_what_is_left_out_has_defaults() -> None:
    assert scenario("") == scenario("# nothing\n") == Scenario()
    assert scenario("seconds: 10m").requests is None
    assert scenario("seconds: 10m").seconds == 600
    assert scenario("rate: [{from: 5s, rate: 1}]").rates == (Step(0, 0), Step(5, 1))


def test_a_value_may_come_from_the_environment() -> None:
    found = scenario_of("requests: ${N:-7}\nrate: ${R}\ngateways: ${G}", "s", {"R": "2", "G": "3"})
    assert isinstance(found, Scenario)
    assert (found.requests, found.rates, found.gateways) == (7, (Step(0, 2),), {"": 3})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("request: 5", '1:1: "request" is not a key of a scenario; did you mean "requests"?'),
        ("requests: many", '1:11: "many" is not a whole number'),
        ("requests: 0", "1:11: 0 is less than 1"),
        ("rate: fast", '1:7: "fast" is not a number of requests a second above 0, nor a list such'),
        ("rate: [{from: 0, rate: -1}]", "1:24: -1 is less than 0"),
        ("rate: [{from: 9s, rate: 1}, {from: 5s, rate: 2}]", '1:36: "5s" is not later than'),
        ("rate: [{from: 0s, rate: 5}, {from: 9s, rate: 0}]", "1:46: 0 requests a second never end"),
        ("requests: 5\nseconds: 9", "2:1: either requests or seconds says when"),
        ("seconds: soon", '1:10: "soon" is no time; write it as 30s, 500ms, 2m or 1h'),
        ("gateways: {eastus: 0}", "1:12: 0 is not a number of units from 1 on"),
        ("latency_ms: 900", "1:13: 900 is not a mapping with the keys median, p95"),
        ("latency_ms: {median: 900, p95: 5}", "1:32: 5 is less than the median"),
        ("tokens: {prompt: 5}", '1:1: tokens needs the key "completion"'),
        (
            "backends: {my-endpoint-us1: {token_per_minute: 5}}",
            '1:30: "token_per_minute" is not a key of a backend; did you mean "tokens_per_minute"?',
        ),
        (
            "backends: {my-endpoint-us2: {}}",
            '1:12: there is no backend "my-endpoint-us2"; did you mean "my-endpoint-us1"?',
        ),
        (
            "faults: [{backend: my-endpoint-canda, status: 401}]",
            '1:20: there is no backend "my-endpoint-canda"; did you mean "my-endpoint-canada"?',
        ),
        (
            "faults: [{backend: '*', status: timed}]",
            '1:33: "timed" is not a status from 100 to 599, timeout or refused; did you mean',
        ),
        ("faults: [{backend: '*', status: 401, probability: 2}]", "1:51: 2 is more than 1"),
        ("faults: [{backend: '*', status: 401, form: 5s}]", '1:38: "form" is not a key of a fault'),
        ("faults: [{backend: '*', status: 401, from: 9s, to: 5s}]", '1:52: "5s" is not later than'),
        ("faults: [", "1:9: this [ is not closed by a ]"),
        ("requests: 5\nrequests: 6", '2:1: the key "requests" is already in line 1'),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_nearest_word(text: str, expected: str) -> None:
    found = scenario_of(text, "s.yaml", {}, BACKENDS)

    assert isinstance(found, tuple)
    (finding,) = found
    told = f"{finding.place.line}:{finding.place.column}: {finding.message}"
    assert told.startswith(expected)


def test_all_mistakes_are_told_at_once() -> None:
    text = "request: 5\nrate: fast\nfaults:\n  - {backend: x}\n"
    found = scenario_of(text, "s.yaml", {}, BACKENDS)
    assert isinstance(found, tuple)
    assert [one.place.line for one in found] == [1, 2, 4]


KEYS = st.sampled_from(
    ["requests", "seconds", "rate", "gateways", "tokens", "latency_ms", "backends", "faults", "x"]
)
VALUES = st.recursive(
    st.sampled_from(["1", "0", "-3", "2.5", "30s", "true", "null", "~", "'*'", "x", "1e400"]),
    lambda inside: st.one_of(
        st.lists(inside, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(
            st.sampled_from(["from", "to", "rate", "median", "p95", "backend", "status"]),
            inside,
            max_size=3,
        ).map(lambda d: "{" + ", ".join(f"{k}: {v}" for k, v in d.items()) + "}"),
    ),
    max_leaves=6,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_yaml_is_a_scenario_or_findings(lines: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in lines.items())
    found = scenario_of(text, "s.yaml", {}, BACKENDS)
    if not isinstance(found, Scenario):
        assert found
        assert all(isinstance(one, Finding) and one.message for one in found)
