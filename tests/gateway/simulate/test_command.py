"""``apimgen simulate`` as people and pipelines call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import apimgen
from tests.gateway.simulate.simulating import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program, Ran

__all__ = ["apimgen"]

SINGLE = """version: 1
backends:
  - {name: us1, url: "https://us1.openai.azure.com/", deployments: [gpt]}
  - {name: canada, url: "https://canada.openai.azure.com/", deployments: [gpt]}
policies:
  - {name: one, scope: {api: azure-openai}, routing: single, backends: [canada], auth: none}
"""
DOWN = ("--fault", "canada=401")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.yaml"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def single(tmp_path: Path) -> Path:
    path = tmp_path / "single.yaml"
    path.write_text(SINGLE, encoding="utf-8")
    return path


def shape(ran: Ran) -> Any:
    return json.loads(ran.out)


def test_what_pipelines_read(apimgen: Program, article: Path) -> None:
    ran = apimgen(
        *("simulate", article, "--requests", 3000, "--format", "json", *DOWN, "--rate", 50)
    )

    assert ran.code == 0
    found = shape(ran)
    assert found["requests"] == 3000
    assert found["succeeded"] == found["statuses"]["200"]
    assert found["success_rate"] == found["succeeded"] / 3000
    assert found["statuses"].keys() == {"200", "401"}
    assert sum(found["attempts"].values()) == 3000
    assert found["attempts"].keys() == {"1", "2", "3", "4"}
    calls = {name: one["calls"] for name, one in found["backends"].items()}
    assert list(calls) == ["us1", "canada", "australia"]
    assert sum(calls.values()) == found["backend_calls"]
    for name, one in found["backends"].items():
        assert one["share"] == calls[name] / found["backend_calls"]
    assert found["backends"]["canada"]["succeeded"] == 0
    assert 0 < found["latency_ms"]["p50"] < found["latency_ms"]["p95"] < found["latency_ms"]["p99"]
    low, high = found["success_interval"]["low"], found["success_interval"]["high"]
    assert low < found["success_rate"] < high
    assert 50 < found["seconds"] < 90


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes_in_any_process(article: Path) -> None:
    def run(hash_seed: str, seed: str) -> bytes:
        command = [sys.executable, "-m", "apimgen", "simulate", str(article)]
        command += ["--requests", "400", "--gateways", "eastus=2,westeurope=1", "--seed", seed]
        command += ["--fault", "*=500@0.2", "--format", "json"]
        environ = {**os.environ, "PYTHONHASHSEED": hash_seed}
        return subprocess.run(command, env=environ, capture_output=True, check=True).stdout

    first = run("1", "7")
    assert run("2", "7") == first
    assert run("1", "8") != first


def test_two_sources_get_the_same_requests_and_the_second_is_judged(
    apimgen: Program, article: Path, single: Path
) -> None:
    both = ("--requests", 2000, "--format", "json", "--deployment", "gpt", *DOWN)
    better = apimgen("simulate", single, article, *both, "--fail-under", "90%")
    worse = apimgen("simulate", article, single, *both, "--fail-under", 0.9)

    assert (better.code, worse.code) == (0, 1)
    assert "0.0000% succeeded, which is under 90.0000%" in worse.err
    first, second = shape(better)["sources"]
    assert (first["source"], second["source"]) == (str(single), str(article))
    assert (first["success_rate"], first["backends"]["us1"]["calls"]) == (0, 0)
    assert second["success_rate"] > 0.97
    assert first["timeline"]["requests"] == second["timeline"]["requests"]


def test_the_table_for_people(apimgen: Program, article: Path, single: Path) -> None:
    ran = apimgen("simulate", single, article, "--requests", 1000, "--deployment", "gpt", *DOWN)

    assert ran.code == 0
    lines = {line.split("  ")[0]: line.split() for line in ran.out.splitlines()}
    assert lines["requests"][1:] == ["1,000", "1,000"]
    assert lines["success rate"][2] == "0.0000%"
    assert f"Failures of {single}:\n" in ran.out
    assert "canada 401 x4" in ran.out


def test_options_come_before_the_scenario(apimgen: Program, article: Path, tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(
        "requests: 900\nrate: 1\ngateways: 3\nfaults: [{backend: us1, status: 500}]\n", "utf-8"
    )
    ran = apimgen(
        *("simulate", article, "--scenario", file, "--format", "json"),
        *("--requests", 300, "--rate", 100, "--fault", "us1=403"),
    )

    found = shape(ran)
    assert found["requests"] == 300
    assert found["seconds"] < 60
    assert found["backends"]["us1"]["failures"].keys() == {"403"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--fault", "canda=401"], 'there is no backend "canda"; did you mean "canada"?'),
        (["--gateways", "two"], '"two" is no number of gateway units'),
        (["--gateways", "eastus=2,eastus=1"], "is no number of gateway units"),
        (["--gateways", "eastus=0"], '"eastus=0" is no number of gateway units'),
        (["--rate", "0"], "--rate is a number of requests a second above 0, not 0"),
        (["--rate", "nan"], "--rate is a number of requests a second above 0, not nan"),
        (["--requests", "0"], "--requests"),
        (["--fail-under", "99"], '--fail-under takes a rate such as 0.999 or 99.9%, not "99"'),
        (["--fault", "us1=tiemout"], 'refused is expected; did you mean "timeout"?'),
        (["--fault", "us1=401;from=5m;to=1m"], "ends at 60 s, not after its begin (300 s)"),
        (["--report", "page.pdf"], "FILE.html, not page.pdf"),
        (["--report", "no/page.html"], "can't write no/page.html: there is no folder no"),
        (["--report", "."], "can't write .: it is a folder"),
        (["--scenario", "none.yaml"], "none.yaml: there is no such file"),
        (["--reading", "wait=now"], "the reading wait is from-zero or from-one"),
        (["--policy", "random"], "random-retry"),
        (["--operation", "chat"], 'there is no operation "chat"'),
    ],
)
def test_mistakes_are_told_before_anything_runs(
    apimgen: Program, article: Path, arguments: list[str], expected: str
) -> None:
    ran = apimgen("simulate", article, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert expected in ran.err


def test_a_scenario_with_mistakes_is_told_with_places(
    apimgen: Program, article: Path, tmp_path: Path
) -> None:
    file = tmp_path / "s.yaml"
    file.write_text("request: 5\nfaults: [{backend: canda, status: 401}]\n", "utf-8")
    ran = apimgen("simulate", article, "--scenario", file)

    assert (ran.code, ran.out) == (2, "")
    assert 's.yaml:1:1: error: "request" is not a key of a scenario; did you mean "requests"?' in (
        ran.err
    )


LEFT_OUT = """<policies>
    <inbound>
        <set-backend-service base-url="https://model" />
        <publish-to-dapr topic="orders">x</publish-to-dapr>
    </inbound>
    <backend><forward-request /></backend>
    <outbound /><on-error />
</policies>
"""


def test_a_policy_that_cannot_be_run_is_named_once_and_an_error_where_strict(
    apimgen: Program, tmp_path: Path
) -> None:
    path = tmp_path / "dapr.xml"
    path.write_text(LEFT_OUT, "utf-8")

    ran = apimgen("simulate", path, "--requests", 50)
    assert ran.code == 0
    assert ran.err.count("<publish-to-dapr> at line 4") == 1
    strict = apimgen("simulate", path, "--requests", 50, "--strict")
    assert strict.code == 1
    assert "<publish-to-dapr> at line 4 of dapr can't be run offline" in strict.err


def test_nothing_is_said_beside_the_result_where_quiet_is_asked_for(
    apimgen: Program, article: Path
) -> None:
    ran = apimgen("simulate", article, "--requests", 10, "--quiet")
    assert (ran.code, ran.err) == (0, "")
