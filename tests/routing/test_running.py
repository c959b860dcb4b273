"""What the policies that pick by themselves do with requests, as the gateway's engine runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import Program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

HEAD = """version: 1
backends:
  - name: us1
    url: https://us1.openai.azure.com/
    region: East US
    deployments: [gpt-4o, {name: ada, backend_name: ada-east}]
  - name: us2
    url: https://us2.openai.azure.com/
    region: westus
    deployments: [gpt-4o]
    weight: 2
    auth: api-key
    api_key: {env: US2_KEY}
  - name: us3
    url: https://us3.openai.azure.com/
    region: westus
    deployments: [gpt-4o]
    weight: 3
apis:
  - name: a
    path: ai
    subscription_required: false
    operations:
      - POST /openai/deployments/{deployment-id}/chat/completions
      - GET /openai/models
      - POST /openai/v1/chat/completions
policies:
  - name: p
    scope: {api: a}
"""
UNTRIED = "routing: weighted\nretry: {pick: untried}"
MATCHED = f"{UNTRIED}\nmatch_deployment: true"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command on an inventory whose policy has these keys; its JSON comes back."""
    apimgen = Program(capsys, monkeypatch)

    def run(command: str, policy: str, *options: object, head: str = HEAD) -> Any:
        path = tmp_path / "apimgen.yaml"
        lines = "".join(f"    {line}\n" for line in policy.splitlines())
        path.write_text(head + lines, encoding="utf-8")
        ran = apimgen(command, path, "--format", "json", *options)
        assert ran.code in {0, 1}, ran.err
        return json.loads(ran.out)

    return run


def called(traced: Any) -> list[str]:
    """The backends that were called."""
    return [each["backend"] for each in traced["attempts"]]


def sent(traced: Any) -> str:
    """All that was told of the steps."""
    return "\n".join(str(each["detail"]) for each in traced["steps"])


def test_only_backends_with_the_deployment_are_called_by_the_name_that_they_know(run: Run) -> None:
    traced = run("trace", MATCHED, "--deployment", "ada")
    assert called(traced) == ["us1"]
    url = "https://us1.openai.azure.com/openai/deployments/ada-east/chat/completions?api-version="
    assert url in sent(traced)
    assert traced["response"]["status"] == 200


def test_a_deployment_that_nobody_has_is_answered_before_anybody_is_called(run: Run) -> None:
    traced = run("trace", MATCHED, "--deployment", "nowhere")
    assert (traced["response"]["status"], called(traced)) == (404, [])


def test_a_request_that_names_no_deployment_may_go_to_all(run: Run, tmp_path: Path) -> None:
    request = tmp_path / "models.yaml"
    request.write_text("{method: GET, path: /openai/models}", encoding="utf-8")
    seen = {
        called(run("trace", MATCHED, "--request", request, "--seed", seed))[0] for seed in range(9)
    }
    assert seen == {"us1", "us2", "us3"}


def test_the_body_asks_each_backend_by_the_name_that_it_knows(run: Run, tmp_path: Path) -> None:
    request = tmp_path / "request.yaml"
    request.write_text(
        'method: POST\npath: /openai/v1/chat/completions\nbody: \'{"model": "ada", "n": 1}\'\n',
        encoding="utf-8",
    )
    traced = run("trace", f"{UNTRIED}\nmatch_deployment: body", "--request", request)
    assert called(traced) == ["us1"]
    assert traced["response"]["status"] == 200


def test_what_another_backend_would_answer_too_passes_as_it_is(run: Run) -> None:
    for status in (400, 404, 413, 422):
        traced = run("trace", UNTRIED, "--fault", f"*={status}")
        assert (traced["response"]["status"], len(called(traced))) == (status, 1)


def test_after_all_have_failed_the_caller_learns_when_to_come_back(run: Run) -> None:
    traced = run(
        "trace",
        f"{UNTRIED}\ncooldown: {{}}\nexhausted: {{status: 429}}",
        "--fault",
        "us1=429;retry-after=20",
        "--fault",
        "us2=429;retry-after=7",
        "--fault",
        "us3=500",
    )
    assert sorted(called(traced)) == ["us1", "us2", "us3"]
    assert traced["response"]["status"] == 429
    wait = {name.lower(): value for name, value in traced["response"]["headers"].items()}
    assert 6 <= int(wait["retry-after"]) <= 7
    assert not any("us" in value for value in wait.values())


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [
        ("30", 29, 30),
        ("3600", 59, 60),  # capped
        ("soon", 9, 10),  # nonsense: the cooldown's own seconds
        ("-1", 9, 10),
        ("99999999999999999999999", 59, 60),
    ],
)
def test_retry_after_is_read_safely(run: Run, written: str, least: int, most: int) -> None:
    policy = f"{UNTRIED}\ncooldown: {{}}"
    traced = run("trace", policy, "--fault", f"*=429;retry-after={written}")
    (wait,) = [v for n, v in traced["response"]["headers"].items() if n.lower() == "retry-after"]
    assert least <= int(wait) <= most


def test_nobody_is_hammered_while_all_are_throttled(run: Run) -> None:
    policy = f"{UNTRIED}\ncooldown: {{}}"
    done = run("simulate", policy, "--requests", 1000, "--fault", "*=429;retry-after=30")
    assert done["succeeded"] == 0
    assert done["backend_calls"] < 100


@pytest.mark.load
def test_random_failures_do_not_close_the_shop(run: Run) -> None:
    policy = f"{UNTRIED}\ncooldown: {{}}"
    done = run("simulate", policy, "--requests", 4000, "--rate", 20, "--fault", "*=500@0.2")
    assert done["success_rate"] > 0.985
    more = policy.replace("untried}", "untried, count: 3}")
    done = run("simulate", more, "--requests", 4000, "--rate", 20, "--fault", "*=500@0.2")
    assert done["success_rate"] > 0.995


@pytest.mark.load
def test_the_shares_follow_the_weights_also_of_those_that_are_left(run: Run) -> None:
    policy = f"{UNTRIED}\ncooldown: {{}}"
    shares = run("simulate", policy, "--requests", 6000)["backends"]
    assert [round(shares[name]["share"] * 6) for name in ("us1", "us2", "us3")] == [1, 2, 3]
    assert chi_square([shares[name]["calls"] for name in ("us1", "us2", "us3")], [1, 2, 3]) < 13.8
    done = run("simulate", policy, "--requests", 6000, "--fault", "us3=401")["backends"]
    assert chi_square([done[name]["succeeded"] for name in ("us1", "us2")], [1, 2]) < 10.8


def chi_square(counts: list[int], weights: list[int]) -> float:
    """How far counts are from shares; 10.8 and 13.8 have p = 0.001 with one and two degrees."""
    expected = [sum(counts) * weight / sum(weights) for weight in weights]
    return sum((n - e) ** 2 / e for n, e in zip(counts, expected, strict=True))


def test_a_conversation_stays_with_its_backend_and_only_those_of_a_lost_one_move(run: Run) -> None:
    policy = f"{UNTRIED}\naffinity: {{header: x-session-id}}"
    before, after = (
        {
            session: called(
                run("trace", policy, "--header", f"x-session-id={session}", *fault, "--seed", seed)
            )[-1]
            for session in map(str, range(30))
            for seed in (session,)
        }
        for fault in ((), ("--fault", "us3=401"))
    )
    again = called(run("trace", policy, "--header", "x-session-id=7", "--seed", "99"))
    assert again == [before["7"]]
    assert set(before.values()) == {"us1", "us2", "us3"}
    for session, backend in before.items():
        assert after[session] == backend or backend == "us3"
    assert {after[session] for session, backend in before.items() if backend == "us3"} == {
        "us1",
        "us2",
    }


def test_backends_in_the_gateways_region_come_first(run: Run) -> None:
    policy = f"{UNTRIED}\nprefer: gateway-region"
    seen = {
        called(run("trace", policy, "--region", "West US", "--seed", seed))[0] for seed in range(6)
    }
    assert seen == {"us2", "us3"}
    assert called(run("trace", policy, "--region", "eastus")) == ["us1"]


def test_hanging_backends_keep_nobody_longer_than_the_deadline(run: Run) -> None:
    policy = f"{UNTRIED}\nforward: {{timeout: 40, deadline: 90}}"
    done = run("simulate", policy, "--requests", 20, "--fault", "*=timeout")
    assert done["succeeded"] == 0
    assert done["latency_ms"]["p99"] <= 90_000


def test_credentials_are_those_of_the_backend_and_never_the_callers(run: Run) -> None:
    options = ("--header", "Authorization=Bearer callers", "--header", "api-key=callers")
    traced = run("trace", UNTRIED, *options, "--fault", "us1=401", "--fault", "us3=401")
    assert called(traced)[-1] == "us2"
    details = sent(traced)
    assert "removes Authorization" in details
    assert "removes api-key" in details


PASSED_ON = HEAD.replace(
    "    deployments: [gpt-4o, {name: ada, backend_name: ada-east}]\n",
    "    deployments: [gpt-4o]\n    auth: none\n",
)


@pytest.mark.parametrize(
    "own", [("api-key=of-their-own",), ("Authorization=Bearer of-their-own",), ()]
)
def test_only_backends_without_credentials_of_ours_get_the_callers(
    run: Run, own: tuple[str, ...]
) -> None:
    given = [option for each in own for option in ("--header", each)]
    faults = ("--fault", "us2=500", "--fault", "us3=500")
    traced = run("trace", UNTRIED, *given, *faults, "--seed", 3, head=PASSED_ON)
    assert called(traced)[-1] == "us1"
    put = [str(each["detail"]) for each in traced["steps"] if each["policy"] == "set-header"]
    # What the other backends got is gone, and what the caller sent is back, of that alone.
    expected = {"api-key", "Authorization"}
    back = {each.split("=")[0] for each in own}
    assert {each.removeprefix("removes ") for each in put[-2:] if "removes" in each} == (
        expected - back
    )
    assert {each.split(":")[0] for each in put[-2:] if "removes" not in each} == back
    assert "of-their-own" not in sent(traced)


def test_a_callers_refused_credentials_say_nothing_of_a_backend(run: Run) -> None:
    policy = f"{UNTRIED}\ncooldown: {{}}\nresponse_headers: {{backend: x-b, attempts: x-n}}"
    seen = set()
    for seed in range(6):
        traced = run("trace", policy, "--fault", "*=401", "--seed", seed, head=PASSED_ON)
        told = traced["response"]["headers"]
        seen.add((traced["response"]["status"], told["x-b"]))
        assert (traced["response"]["status"] == 401) == (told["x-b"] == "us1")
    assert (401, "us1") in seen


def test_who_answered_is_told_where_it_is_asked_for(run: Run) -> None:
    policy = f"{UNTRIED}\nresponse_headers: {{backend: x-backend, attempts: x-attempts}}"
    traced = run("trace", policy, "--fault", "us1=500", "--fault", "us2=500")
    assert traced["response"]["headers"]["x-backend"] == "us3"
    assert traced["response"]["headers"]["x-attempts"] == str(len(called(traced)))


@pytest.mark.parametrize("base", ["", "/a/b"])
@pytest.mark.parametrize("routing", [UNTRIED, "routing: pool"])
def test_a_path_of_the_backends_own_is_sent_once(run: Run, base: str, routing: str) -> None:
    head = HEAD.replace("https://us1.openai.azure.com/", f"https://us1.openai.azure.com{base}")
    head = head.replace("    auth: api-key\n", "")
    traced = run("trace", f"{routing}\nmatch_deployment: true", "--deployment", "ada", head=head)
    url = f"POST https://us1.openai.azure.com{base}/openai/deployments/ada-east/chat/completions"
    assert url in sent(traced)


def test_an_operation_of_any_path_finds_the_deployment_in_it(run: Run, tmp_path: Path) -> None:
    head = HEAD.replace("/openai/deployments/{deployment-id}/chat/completions", "/openai/*")
    request = tmp_path / "request.yaml"
    request.write_text(
        "{method: POST, path: /openai/deployments/ada/embeddings, body: '{}'}", encoding="utf-8"
    )
    traced = run("trace", MATCHED, "--request", request, head=head)
    url = "POST https://us1.openai.azure.com/openai/deployments/ada-east/embeddings"
    assert url in sent(traced)


def test_a_body_is_the_callers_own_for_a_backend_that_knows_the_name(
    run: Run, tmp_path: Path
) -> None:
    head = HEAD.replace("    deployments: [gpt-4o]\n    weight: 3", "    deployments: [ada]")
    body = '{"model":"ada",  "when":"2024-05-01T10:00:00+02:00"}'
    request = tmp_path / "request.yaml"
    request.write_text(
        f"{{method: POST, path: /openai/v1/chat/completions, body: '{body}'}}", encoding="utf-8"
    )
    policy = f"{UNTRIED}\nmatch_deployment: body"
    traced = run("trace", policy, "--request", request, "--fault", "us1=500", head=head)
    assert called(traced)[-1] == "us3"
    put = [each["detail"] for each in traced["steps"] if each["policy"] == "set-body"]
    assert put[-1] == f"{len(body)} bytes"
