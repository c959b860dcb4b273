"""What many requests have in common: conversations, shares, and the time that they take."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apimgen.gateway import sources
from apimgen.gateway.answers.faults import parse
from apimgen.gateway.answers.openai import failure
from apimgen.gateway.default_call import default_call
from apimgen.gateway.engine.exchange import Exchange
from apimgen.gateway.engine.program import Program
from apimgen.gateway.readings import Readings
from apimgen.gateway.requests import context_of
from apimgen.gateway.simulate.run import simulate
from apimgen.gateway.simulate.scenario import Scenario
from apimgen.gateway.worlds.drive import drive
from apimgen.gateway.worlds.single import SingleWorld, Try
from apimgen.inventory import loads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.engine.effects import Answer, NoAnswer, Send
    from apimgen.gateway.requests import Call

INVENTORY = """\
version: 1
backends:
  - {name: us1, url: https://us1.openai.azure.com, weight: 1}
  - {name: us2, url: https://us2.openai.azure.com, weight: 2}
  - {name: us3, url: https://us3.openai.azure.com, weight: 3}
policies:
  - name: chat
    routing: weighted
"""
WEIGHTS = {"us1": 1, "us2": 2, "us3": 3}
UNTRIED = "retry: {pick: untried}\ncooldown: {}"
# With a p of 0.001, by the degrees of freedom.
CHI_SQUARE = {1: 10.83, 2: 13.82}


def program(policy: str) -> Program:
    """The policy of these keys, ready to run."""
    lines = "".join(f"    {line}\n" for line in policy.splitlines())
    loaded = loads(INVENTORY + lines, "apimgen.yaml", {})
    assert loaded.inventory is not None, loaded.findings
    return Program(sources.from_inventory(loaded.inventory, "apimgen.yaml").instance)


class Gateway:
    """A gateway that serves one request after the other, and remembers what it caches."""

    def __init__(self, policy: str, *faults: str, seed: int = 1) -> None:
        self.program = program(policy)
        self.call = default_call(self.program.instance)
        failing = [parse(text) for text in faults]
        self.world = SingleWorld(self.program.instance, failing, Readings(), seed=seed)
        self.count = 0

    def serve(self, **headers: str) -> tuple[int, list[str], float]:
        """The status of the answer, the backends that were called, and the seconds it took."""
        self.count += 1
        given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        call: Call = replace(self.call, headers=(*self.call.headers, *given))
        begun, before = self.world.clock, len(self.world.tries)
        instance = self.program.instance
        context = context_of(
            instance, call, request_id=f"{self.count:032x}", timestamp=begun, tracing=False
        )
        exchange = Exchange(context, instance, self.world)
        drive(self.program.run(exchange), self.world)
        assert exchange.context.response is not None
        called = [each.backend for each in self.world.tries[before:]]
        return exchange.context.response.status, called, self.world.clock - begun


def conversations(gateway: Gateway) -> list[set[str]]:
    """Which backends served each of 1,000 conversations of ten requests, side by side."""
    served: list[set[str]] = [set() for _ in range(1000)]
    for _ in range(10):
        for number, backends in enumerate(served):
            status, called, _ = gateway.serve(x_session_id=f"session-{number}")
            assert status == 200
            backends.add(called[-1])
    return served


def fits(counts: Sequence[int], weights: Sequence[int]) -> bool:
    """Whether counts are shares by weight, but for chance."""
    expected = [sum(counts) * weight / sum(weights) for weight in weights]
    far = sum((n - e) ** 2 / e for n, e in zip(counts, expected, strict=True))
    return far < CHI_SQUARE[len(counts) - 1]


@pytest.mark.load
def test_each_conversation_stays_and_only_those_of_a_lost_backend_move_by_weight() -> None:
    policy = f"{UNTRIED}\naffinity: {{header: x-session-id}}"
    before = conversations(Gateway(policy))
    assert {len(backends) for backends in before} == {1}
    homes = [backend for (backend,) in before]
    assert fits([homes.count(name) for name in WEIGHTS], list(WEIGHTS.values()))

    after = conversations(Gateway(policy, "us3=401", seed=2))
    assert {len(backends) for backends in after} == {1}
    moved = Counter(
        now for home, (now,) in zip(homes, after, strict=True) if home != now or home == "us3"
    )
    assert sum(moved.values()) == homes.count("us3")
    assert fits([moved["us1"], moved["us2"]], [1, 2])


@pytest.mark.load
@pytest.mark.parametrize(
    ("fault", "serving"),
    [((), ["us1", "us2", "us3"]), (("us2=429;retry-after=60",), ["us1", "us3"])],
    ids=["all are well", "one rests"],
)
def test_the_shares_of_100_000_requests_follow_the_weights(
    fault: tuple[str, ...], serving: list[str]
) -> None:
    run = program(UNTRIED)
    scenario = Scenario(requests=100_000, faults=tuple(parse(text) for text in fault))
    done = simulate(run, default_call(run.instance), scenario, seed=3, readings=Readings())
    assert done.success_rate == 1
    counts = {place.name: place.succeeded for place in done.places}
    assert sum(counts.values()) == 100_000
    assert fits([counts[name] for name in serving], [WEIGHTS[name] for name in serving])


@pytest.mark.parametrize(
    "policy",
    [
        "retry: {pick: untried}\nforward: {deadline: 90}",
        "retry: {pick: untried}\nforward: {timeout: 40, deadline: 90}",
        "retry: {pick: untried, count: 9, interval: 7}\nforward: {timeout: 10, deadline: 90}",
        "retry: {count: 9}\nforward: {timeout: 20, deadline: 90}",
    ],
)
def test_hanging_backends_are_answered_for_within_the_deadline(policy: str) -> None:
    status, called, seconds = Gateway(policy, "*=timeout").serve()
    assert status == 503
    assert called
    assert seconds <= 90


class Throttling(SingleWorld):
    """All backends ask callers to wait for a second and a half."""

    def send(self, call: Send) -> Answer | NoAnswer:
        """A 429."""
        self.tries.append(Try(call.backend.name, 429, self.clock - self.start, 0, 0))
        throttled = failure(429)
        throttled.headers.set("retry-after-ms", ["1500"])
        return throttled


def test_a_wait_in_milliseconds_is_rounded_up_as_retry_after_is() -> None:
    # Called again the moment that one request fits, a backend turns away those that come with it.
    gateway = Gateway("backends: [us1]\ncooldown: {}")
    gateway.world = Throttling(gateway.program.instance, (), Readings())
    for after, called in ((0, ["us1"]), (1.6, []), (1.9, []), (2.1, ["us1"])):
        gateway.world.clock = gateway.world.start + after
        assert gateway.serve()[1] == called
