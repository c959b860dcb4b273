"""--endpoints: what answers beside the backends, in all commands that run policies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program

ASKS = """<policies>
    <inbound>
        <base />
        <send-request mode="new" response-variable-name="token" timeout="5" ignore-error="true">
            <set-url>https://Login.example/tenant/token?v=2</set-url>
            <set-method>POST</set-method>
        </send-request>
        <choose>
            <when condition="@(context.Variables["token"] == null)">
                <return-response><set-status code="504" reason="No token" /></return-response>
            </when>
            <when condition="@(((IResponse)context.Variables["token"]).StatusCode == 200)">
                <set-header name="x-token" exists-action="override">
                    <value>@{
                        var answer = (IResponse)context.Variables["token"];
                        return (string)answer.Body.As<JObject>()["token"];
                    }</value>
                </set-header>
            </when>
            <otherwise>
                <return-response><set-status code="403" reason="Refused" /></return-response>
            </otherwise>
        </choose>
        <set-backend-service base-url="https://one.example" />
    </inbound>
    <backend><base /></backend>
    <outbound><base /></outbound>
    <on-error><base /></on-error>
</policies>
"""
MODELS = """<policies>
    <inbound>
        <base />
        <llm-content-safety backend-id="safety" />
        <llm-semantic-cache-lookup score-threshold="0.1" embeddings-backend-id="ada" />
        <set-backend-service base-url="https://one.example" />
    </inbound>
    <backend><base /></backend>
    <outbound><llm-semantic-cache-store duration="60" /><base /></outbound>
    <on-error><base /></on-error>
</policies>
"""
PLAIN = '{url: "https://login.example/", body: {token: abc}}'


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def traced(apimgen: Program, *arguments: object) -> dict[str, Any]:
    ran = apimgen("trace", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.parametrize(
    ("endpoints", "status", "said"),
    [
        (PLAIN, 200, "answers 200, into token"),
        ('{url: "https://login.example/*/token*", body: "{\\"token\\": 1}"}', 200, "answers 200"),
        ('{url: "https://login.example/tenant", method: POST, status: 401}', 403, "answers 401"),
        ('{url: "https://login.example", status: timeout}', 504, "No answer came in time"),
        ('{url: "https://login.example", status: refused}', 504, "The connection was refused"),
        ('{url: "https://login.example", latency_ms: 6000}', 504, "No answer came in time"),
        (f'{{url: "https://login.example", status: 500, from: 1s}}, {PLAIN}', 200, "answers 200"),
        (f'{{url: "https://login.example/ten", status: 500}}, {PLAIN}', 200, "answers 200"),
        (f'{{url: "https://login.example", method: GET, status: 500}}, {PLAIN}', 200, "answers"),
    ],
)
def test_an_endpoint_answers_as_it_is_scripted(
    apimgen: Program, tmp_path: Path, endpoints: str, status: int, said: str
) -> None:
    policy = written(tmp_path / "asks.xml", ASKS)
    script = written(tmp_path / "script.yaml", f"endpoints: [{endpoints}]")
    found = traced(apimgen, policy, "--endpoints", script)
    assert found["response"]["status"] == status
    step = next(one for one in found["steps"] if one["policy"] == "send-request")
    assert said in step["detail"]
    assert "made up" not in step["detail"]


def test_an_answer_that_nobody_scripted_is_told_to_be_made_up(
    apimgen: Program, tmp_path: Path
) -> None:
    found = traced(apimgen, written(tmp_path / "asks.xml", ASKS))
    step = next(one for one in found["steps"] if one["policy"] == "send-request")
    assert step["detail"].endswith("; the answer is made up, since no endpoint is scripted there")


def test_a_body_from_a_file_beside_the_script_and_from_the_environment(
    apimgen: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "from-outside")
    policy = written(tmp_path / "asks.xml", ASKS)
    written(tmp_path / "token.json", '{"token": "from-a-file"}')
    for given, token in (
        ("file: token.json", "from-a-file"),
        ("body: {token: '${TOKEN}'}", "from-outside"),
    ):
        entry = f"endpoints:\n  - url: https://login.example\n    {given}\n"
        found = traced(apimgen, policy, "--endpoints", written(tmp_path / "script.yaml", entry))
        details = [one["detail"] for one in found["steps"] if one["policy"] == "set-header"]
        assert token in details[0]


def test_the_odds_and_a_simulation_take_the_script_too(apimgen: Program, tmp_path: Path) -> None:
    policy = written(tmp_path / "asks.xml", ASKS)
    entry = '{url: "https://login.example", status: refused, probability: 0.25}'
    script = written(tmp_path / "script.yaml", f"endpoints: [{entry}, {PLAIN}]")
    ran = apimgen("survive", policy, "--endpoints", script, "--format", "json")
    assert json.loads(ran.out)["cases"][0]["success"] == "3/4"
    scenario = written(
        tmp_path / "scenario.yaml", f"requests: 400\nendpoints: [{entry}, {PLAIN}]\n"
    )
    for option, file in (("--endpoints", script), ("--scenario", scenario)):
        ran = apimgen("simulate", policy, option, file, "--format", "json")
        assert ran.code == 0, ran.err
        found = json.loads(ran.out)
        assert 0.68 < found["success_rate"] < 0.82
        assert found["statuses"].keys() == {"200", "504"}


def test_a_check_of_content_refuses_what_is_scripted(apimgen: Program, tmp_path: Path) -> None:
    policy = written(tmp_path / "models.xml", MODELS)
    script = written(tmp_path / "script.yaml", "content_safety: {refuses: [HELLO]}")
    found = traced(apimgen, policy, "--endpoints", script)
    assert found["response"]["status"] == 403
    assert 'refuses "HELLO"' in found["steps"][0]["detail"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("endpoint: []", 'did you mean "endpoints"?'),
        ("endpoints: [{url: 'ftp://x'}]", '1:19: error: "ftp://x" is not a URL'),
        (
            "endpoints: [{url: 'https://x', status: timout}]",
            'did you mean "timeout"?',
        ),
        ("endpoints: [{status: 200}]", 'needs the key "url"'),
        ("endpoints: [{url: 'https://x', file: no.json}]", 'there is no file "no.json"'),
        ("endpoints: [{url: 'https://x', body: a, file: b}]", "not both"),
        ("endpoints: [{url: 'https://x', from: 5s, to: 2s}]", "is not later than from"),
        ("endpoints: {", "1:"),
    ],
)
def test_a_mistake_in_the_script_is_told_at_its_place(
    apimgen: Program, tmp_path: Path, text: str, said: str
) -> None:
    policy = written(tmp_path / "asks.xml", ASKS)
    ran = apimgen("trace", policy, "--endpoints", written(tmp_path / "script.yaml", text))
    assert ran.code == 2
    assert said in ran.err
    assert "script.yaml:1:" in ran.err
    assert "Traceback" not in ran.err
