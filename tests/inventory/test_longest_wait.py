"""How long a caller may wait without a deadline: told by validate, and true when it is run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from apimgen.inventory import loads
from tests.cli.running import Program

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
version: 1
backends:
  - {name: us1, url: https://us1.openai.azure.com, deployments: [gpt-4o]}
  - {name: us2, url: https://us2.openai.azure.com, deployments: [gpt-4o, ada]}
  - {name: us3, url: https://us3.openai.azure.com, deployments: [gpt-4o, ada]}
policies:
  - name: chat
"""

CASES = {
    "the article's": ("retry: {}", "1,212 s: 4 tries of at most 300 s each, and 12 s between them"),
    "a timeout": ("retry: {interval: 0}\nforward: {timeout: 20}", "80 s: 4 tries of at most 20 s"),
    "waits of one length": (
        "retry: {count: 2, interval: 7}",
        "914 s: 3 tries of at most 300 s each, and 14 s between them",
    ),
    "waits that grow by a step": (
        "retry: {count: 3, interval: 1, delta: 5}",
        "1,218 s: 4 tries of at most 300 s each, and 18 s between them",
    ),
    "no first wait": (
        "retry: {count: 3, interval: 10, first_fast_retry: true}",
        "1,220 s: 4 tries of at most 300 s each, and 20 s between them",
    ),
    "each backend once": ("retry: {pick: untried}", "900 s: 3 tries of at most 300 s each"),
    "a second round": (
        "retry: {pick: untried, count: 3, interval: 2}",
        "1,202 s: 4 tries of at most 300 s each, and 2 s between them",
    ),
    "rounds of a deployment that two backends have": (
        "match_deployment: true\nretry: {pick: untried, count: 4, interval: 2}",
        "1,504 s: 5 tries of at most 300 s each, and 4 s between them",
    ),
    "a pool": (
        "routing: pool\nretry: {count: 1, interval: 3}",
        "603 s: 2 tries of at most 300 s each, and 3 s between them",
    ),
}


def told(policy: str) -> list[str]:
    """What is told of an inventory in which nothing is wrong."""
    lines = "".join(f"    {line}\n" for line in policy.splitlines())
    loaded = loads(HEAD + lines, "apimgen.yaml", {})
    assert not [each for each in loaded.findings if each.severity == "error"]
    return [each.message for each in loaded.advice]


@pytest.mark.parametrize(("policy", "expected"), CASES.values(), ids=CASES)
def test_the_longest_time_is_all_tries_and_the_waits_between_them(
    policy: str, expected: str
) -> None:
    (message,) = told(policy)
    assert message.startswith(f"without forward.deadline a caller may wait up to {expected}")


@pytest.mark.parametrize(
    "policy",
    [
        "auth: managed-identity",
        "retry: {}\nforward: {deadline: 90}",
        "backends: [us1]\nrouting: single\nretry: {pick: untried}",
    ],
)
def test_nothing_is_told_where_there_is_a_deadline_or_one_try(policy: str) -> None:
    assert told(policy) == []


@pytest.mark.parametrize(
    ("policy", "seconds"),
    [
        ("routing: weighted\nretry: {count: 3, interval: 1, delta: 5}", 1218),
        ("routing: weighted\nretry: {pick: untried, count: 5, interval: 7}", 1807),
    ],
)
def test_a_request_to_hanging_backends_takes_what_was_told(
    policy: str,
    seconds: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    assert f"{seconds:,} s" in told(policy)[0]
    path = tmp_path / "apimgen.yaml"
    path.write_text(HEAD + "".join(f"    {line}\n" for line in policy.splitlines()))
    apimgen = Program(capsys, monkeypatch)
    ran = apimgen("simulate", path, "--requests", 1, "--fault", "*=timeout", "--format", "json")
    assert json.loads(ran.out)["latency_ms"]["p99"] == pytest.approx(seconds * 1000, rel=0.01)


def test_validate_alone_tells_it_and_it_is_no_warning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "apimgen.yaml"
    path.write_text(HEAD + "    retry: {}\n")
    apimgen = Program(capsys, monkeypatch)
    ran = apimgen("validate", path, "--strict", "--format", "json")
    (found,) = json.loads(ran.out)["findings"]
    assert (ran.code, found["rule"], found["severity"]) == (0, "no-deadline", "info")
    assert (found["line"], found["column"]) == (8, 5)
    assert "no-deadline" not in apimgen("generate", path, "-o", tmp_path / "out").err
