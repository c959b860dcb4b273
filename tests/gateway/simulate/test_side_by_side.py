"""Requests overlap, and see each other's state in the order of simulated time."""

from __future__ import annotations

from tests.gateway.simulate.simulating import of_inventory, of_policy, outcome_of

# The first to come asks elsewhere, which takes a while, and keeps what it got.
STAMPEDE = """
    <policies>
        <inbound>
            <cache-lookup-value key="token" variable-name="token" />
            <choose>
                <when condition="@(!context.Variables.ContainsKey("token"))">
                    <set-backend-service base-url="https://issuer" />
                    <set-variable name="asked" value="@(true)" />
                </when>
                <otherwise>
                    <set-backend-service base-url="https://model" />
                </otherwise>
            </choose>
        </inbound>
        <backend>
            <forward-request />
        </backend>
        <outbound>
            <choose>
                <when condition="@(context.Variables.ContainsKey("asked"))">
                    <cache-store-value key="token" value="t" duration="1000000" />
                </when>
            </choose>
        </outbound>
        <on-error />
    </policies>
"""


def calls(text: str, what: str) -> dict[str, int]:
    return {place.name: place.calls for place in outcome_of(of_policy(text), what).places}


def test_those_that_come_before_the_first_answer_find_nothing_in_the_cache() -> None:
    # At 100 a second, and an answer after a second, about a hundred ask the issuer.
    what = "requests: 2000\nrate: 100\nlatency_ms: {median: 1000, p95: 1000}"
    asked = calls(STAMPEDE, what)["https://issuer"]

    assert 70 < asked < 140
    assert calls(STAMPEDE, what)["https://model"] == 2000 - asked


def test_one_at_a_time_only_the_first_asks() -> None:
    slowly = "requests: 200\nrate: 0.01\nlatency_ms: {median: 10, p95: 10}"
    assert calls(STAMPEDE, slowly) == {"https://issuer": 1, "https://model": 199}


def test_each_region_has_a_cache_of_its_own_and_units_of_one_share_it() -> None:
    slowly = "requests: 400\nrate: 0.01\nlatency_ms: {median: 10, p95: 10}\n"

    assert calls(STAMPEDE, f"{slowly}gateways: 4")["https://issuer"] == 1
    two = calls(STAMPEDE, f"{slowly}gateways: {{eastus: 3, westeurope: 1}}")
    assert two["https://issuer"] == 2


POOL = """version: 1
backends:
  - {name: main, url: "https://main.openai.azure.com/", priority: 1}
  - {name: spare, url: "https://spare.openai.azure.com/", priority: 2}
policies:
  - name: pooled
    scope: {api: chat}
    auth: none
    routing: pool
    cooldown: {seconds: 10}
"""


def test_each_unit_has_breakers_of_its_own() -> None:
    # The main one always fails. Each unit has to find that out for itself, again and again.
    pool = of_inventory(POOL)
    what = "requests: 1000\nrate: 5\nfaults: [{backend: main, status: 500}]\n"

    def failed(units: int) -> int:
        outcome = outcome_of(pool, f"{what}gateways: {units}")
        main, spare = outcome.places
        assert main.outcomes == {500: main.calls}
        assert spare.calls == spare.succeeded > 4 * main.calls
        return main.calls

    alone = failed(1)
    assert 2.5 * alone < failed(4) < 5 * alone


def test_a_gateway_prefers_the_backends_of_its_region() -> None:
    instance = of_inventory(
        """version: 1
backends:
  - {name: us, url: "https://us.openai.azure.com/", region: eastus}
  - {name: eu, url: "https://eu.openai.azure.com/", region: westeurope}
policies:
  - {name: near, scope: {api: chat}, auth: none, routing: priority, prefer: gateway-region}
"""
    )

    def share(gateways: str) -> dict[str, float]:
        outcome = outcome_of(instance, f"requests: 2000\ngateways: {gateways}")
        return {place.name: outcome.share(place) for place in outcome.places}

    assert share("{eastus: 1}") == {"us": 1, "eu": 0}
    assert share("{westeurope: 1}") == {"us": 0, "eu": 1}
    assert 0.7 < share("{eastus: 3, westeurope: 1}")["us"] < 0.8


def test_waits_let_others_go_first() -> None:
    # Two tries with ten seconds between them: requests that come later end before.
    text = """
        <policies>
            <inbound><set-backend-service base-url="https://model" /></inbound>
            <backend>
                <retry condition="@(context.Response.StatusCode == 503)" count="1" interval="10">
                    <forward-request />
                </retry>
            </backend>
            <outbound /><on-error />
        </policies>
    """
    what = """
        requests: 100
        rate: 10
        latency_ms: {median: 100, p95: 100}
        faults: [{backend: "https://model", status: 503, to: 1s}]
    """
    outcome = outcome_of(of_policy(text), what)

    assert outcome.success_rate == 1
    assert outcome.tally.attempts[2] == outcome.places[0].outcomes[503]
    p99, p50 = outcome.latency(0.99), outcome.latency(0.5)
    assert p99 is not None
    assert p50 is not None
    assert 10_000 < p99 < 10_600
    assert 95 < p50 < 105


def test_things_side_by_side_take_as_long_as_the_longest_of_them() -> None:
    text = """
        <policies>
            <inbound>
                <wait for="all">
                    <send-request mode="new" response-variable-name="a"><set-url>https://a</set-url></send-request>
                    <send-request mode="new" response-variable-name="b"><set-url>https://b</set-url></send-request>
                </wait>
                <set-backend-service base-url="https://model" />
            </inbound>
            <backend><forward-request /></backend>
            <outbound /><on-error />
        </policies>
    """
    outcome = outcome_of(of_policy(text), "requests: 50\nlatency_ms: {median: 100, p95: 100}")

    assert outcome.success_rate == 1
    p50 = outcome.latency(0.5)
    assert p50 is not None
    assert 115 < p50 < 125


def test_a_call_beside_a_request_meets_the_faults_of_its_backend() -> None:
    instance = of_inventory(
        """version: 1
backends:
  - {name: main, url: "https://main.openai.azure.com/"}
  - {name: safety, url: "https://safety.openai.azure.com/"}
policies:
  - name: checked
    scope: {api: chat}
    routing: single
    backends: [main]
    auth: none
    extra:
      inbound: |
        <send-request mode="new" response-variable-name="verdict" timeout="3" ignore-error="true">
          <set-url>https://safety.openai.azure.com/check</set-url>
        </send-request>
        <choose>
          <when condition="@(context.Variables["verdict"] == null)">
            <return-response><set-status code="502" reason="No verdict" /></return-response>
          </when>
        </choose>
"""
    )
    what = "requests: 400\nlatency_ms: {median: 100, p95: 100}\n"
    assert outcome_of(instance, what).tally.statuses == {200: 400}

    outcome = outcome_of(instance, f"{what}faults: [{{backend: safety, status: timeout}}]")
    assert outcome.tally.statuses == {502: 400}
    assert outcome.tally.attempts == {0: 400}
    p50 = outcome.latency(0.5)
    assert p50 is not None
    assert 2980 < p50 < 3020


def test_one_thing_that_fails_beside_others_fails_its_request_and_no_other() -> None:
    text = """
        <policies>
            <inbound>
                <wait for="all">
                    <choose><when condition="@(int.Parse("x") == 1)" /></choose>
                    <send-request mode="new" response-variable-name="b"><set-url>https://b</set-url></send-request>
                </wait>
                <set-backend-service base-url="https://model" />
            </inbound>
            <backend><forward-request /></backend>
            <outbound /><on-error />
        </policies>
    """
    outcome = outcome_of(of_policy(text), "requests: 50")

    assert outcome.tally.statuses == {500: 50}
    (failure,) = outcome.failures
    assert failure.reason == "ExpressionValueEvaluationFailure"
