"""Every key of a policy makes a difference: in the documents, in what they need, or as an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.inventory import json_schema
from tests.cli.running import Program
from tests.keys import keys

if TYPE_CHECKING:
    from pathlib import Path

INVENTORY = """version: 1
backends:
  - {name: us1, url: "https://us1.openai.azure.com/", api_key: {env: US1_KEY}}
  - {name: us2, url: "https://us2.openai.azure.com/", api_key: {env: US2_KEY}}
policies:
  - {POLICY}
"""
OWN = "<policies><inbound><base /></inbound><backend><base /></backend></policies>"
NAME = "name: chat"
KEPT = "forward: {buffer_request_body: true}"
IDENTITY = "auth: {managed_identity: {client_id: 11111111-2222-3333-4444-555555555555"
POOL = f"{NAME}, routing: pool"

LIMIT = "token_limit: {tokens_per_minute: 5"
CACHE = "semantic_cache: {embeddings: {backend: us1, deployment: ada}"
SAFETY = "content_safety: {backend: us2"


def llm(inner: str) -> str:
    """A policy with this under ``llm``."""
    return f"{NAME}, llm: {{{inner}}}"


LLM = {
    "llm": (llm(LIMIT + "}"), NAME),
    "llm.token_limit": (llm("token_metric: {}, " + LIMIT + "}"), llm("token_metric: {}")),
    "llm.token_limit.tokens_per_minute": (llm(LIMIT + "0}"), llm(LIMIT + "}")),
    "llm.token_limit.counter_key": (llm(LIMIT + ", counter_key: address}"), llm(LIMIT + "}")),
    "llm.token_limit.counter_key.header": (
        llm(LIMIT + ", counter_key: {header: x-team}}"),
        llm(LIMIT + ", counter_key: {header: x-group}}"),
    ),
    "llm.token_limit.estimate_prompt_tokens": (
        llm(LIMIT + ", estimate_prompt_tokens: true}"),
        llm(LIMIT + "}"),
    ),
    "llm.token_metric": (llm(LIMIT + "}, token_metric: {}"), llm(LIMIT + "}")),
    "llm.token_metric.namespace": (llm("token_metric: {namespace: a}"), llm("token_metric: {}")),
    "llm.token_metric.dimensions": (
        llm("token_metric: {dimensions: [User ID]}"),
        llm("token_metric: {}"),
    ),
    "llm.semantic_cache": (llm(CACHE + "}"), NAME),
    "llm.semantic_cache.score_threshold": (
        llm(CACHE + ", score_threshold: 0.1}"),
        llm(CACHE + "}"),
    ),
    "llm.semantic_cache.seconds": (llm(CACHE + ", seconds: 60}"), llm(CACHE + "}")),
    "llm.semantic_cache.embeddings": (llm(CACHE + "}"), NAME),
    "llm.semantic_cache.embeddings.backend": (
        llm(CACHE.replace("us1", "us2") + "}"),
        llm(CACHE + "}"),
    ),
    "llm.semantic_cache.embeddings.deployment": (
        llm(CACHE.replace("ada", "other") + "}"),
        llm(CACHE + "}"),
    ),
    "llm.content_safety": (llm(SAFETY + "}"), NAME),
    "llm.content_safety.backend": (llm(SAFETY.replace("us2", "us1") + "}"), llm(SAFETY + "}")),
    "llm.content_safety.shield_prompt": (llm(SAFETY + ", shield_prompt: true}"), llm(SAFETY + "}")),
    "llm.content_safety.categories": (llm(SAFETY + ", categories: {Hate: 4}}"), llm(SAFETY + "}")),
}

# For each key a policy with it, and one that differs in nothing else.
CASES: dict[str, tuple[str, str]] = {
    "name": (NAME, "name: other"),
    "scope": (f"{NAME}, scope: global", NAME),
    "scope.api": (f"{NAME}, scope: {{api: a}}", f"{NAME}, scope: {{api: b}}"),
    "scope.operation": (f"{NAME}, scope: {{api: a, operation: o}}", f"{NAME}, scope: {{api: a}}"),
    "scope.product": (f"{NAME}, scope: {{product: a}}", f"{NAME}, scope: {{product: b}}"),
    "file": (f"{NAME}, file: own.xml", NAME),
    "backends": (f"{NAME}, backends: [us1]", NAME),
    "auth": (f"{NAME}, auth: none", NAME),
    "auth.managed_identity": (f"{NAME}, {IDENTITY}}}}}", NAME),
    "auth.managed_identity.resource": (
        f"{NAME}, {IDENTITY}, resource: 'https://example.com'}}}}",
        f"{NAME}, {IDENTITY}}}}}",
    ),
    "auth.managed_identity.client_id": (
        f"{NAME}, {IDENTITY}, resource: 'https://example.com'}}}}",
        f"{NAME}, auth: {{managed_identity: {{resource: 'https://example.com'}}}}",
    ),
    "endpoints": (f"{NAME}, endpoints: inline", NAME),
    "routing": (POOL, NAME),
    "match_deployment": (f"{NAME}, match_deployment: true", NAME),
    "prefer": (f"{NAME}, prefer: gateway-region", NAME),
    "retry": (f"{NAME}, retry: {{}}", NAME),
    "retry.count": (f"{NAME}, retry: {{count: 4}}", f"{NAME}, retry: {{}}"),
    "retry.interval": (f"{NAME}, retry: {{interval: 3}}", f"{NAME}, retry: {{interval: 4}}"),
    "retry.max_interval": (
        f"{NAME}, retry: {{interval: 3, delta: 1, max_interval: 9}}",
        f"{NAME}, retry: {{interval: 3, delta: 1, max_interval: 8}}",
    ),
    "retry.delta": (
        f"{NAME}, retry: {{interval: 3, max_interval: 9, delta: 2}}",
        f"{NAME}, retry: {{interval: 3, max_interval: 9, delta: 1}}",
    ),
    "retry.first_fast_retry": (
        f"{NAME}, retry: {{first_fast_retry: true}}",
        f"{NAME}, retry: {{}}",
    ),
    "retry.on": (f"{NAME}, retry: {{on: [429]}}", f"{NAME}, retry: {{}}"),
    "retry.pick": (f"{NAME}, retry: {{pick: untried}}", f"{NAME}, retry: {{}}"),
    "cooldown": (f"{POOL}, cooldown: {{}}", POOL),
    "cooldown.seconds": (f"{POOL}, cooldown: {{seconds: 7}}", f"{POOL}, cooldown: {{}}"),
    "cooldown.max_seconds": (
        f"{NAME}, cooldown: {{max_seconds: 70}}",
        f"{NAME}, cooldown: {{}}",
    ),
    "exhausted": (f"{NAME}, exhausted: {{}}", NAME),
    "exhausted.status": (f"{NAME}, exhausted: {{status: 429}}", f"{NAME}, exhausted: {{}}"),
    "affinity": (f"{NAME}, affinity: subscription", NAME),
    "affinity.header": (f"{NAME}, affinity: {{header: x-a}}", f"{NAME}, affinity: {{header: x-b}}"),
    "affinity.body": (f"{NAME}, affinity: {{body: a}}", f"{NAME}, affinity: {{body: b}}"),
    "response_headers": (f"{NAME}, response_headers: {{backend: x-a}}", NAME),
    "response_headers.backend": (
        f"{NAME}, response_headers: {{backend: x-a, attempts: x-b}}",
        f"{NAME}, response_headers: {{attempts: x-b}}",
    ),
    "response_headers.attempts": (
        f"{NAME}, response_headers: {{backend: x-a, attempts: x-b}}",
        f"{NAME}, response_headers: {{backend: x-a}}",
    ),
    "observe": (f"{NAME}, observe: {{trace: true}}", NAME),
    "observe.trace": (
        f"{NAME}, observe: {{trace: true, metric: m}}",
        f"{NAME}, observe: {{metric: m}}",
    ),
    "observe.metric": (
        f"{NAME}, observe: {{trace: true, metric: m}}",
        f"{NAME}, observe: {{trace: true}}",
    ),
    **LLM,
    "forward": (f"{NAME}, {KEPT}", NAME),
    "forward.timeout": (
        f"{NAME}, forward: {{timeout: 9, buffer_request_body: true}}",
        f"{NAME}, {KEPT}",
    ),
    "forward.deadline": (
        f"{NAME}, forward: {{deadline: 9, buffer_request_body: true}}",
        f"{NAME}, {KEPT}",
    ),
    "forward.buffer_request_body": (
        f"{NAME}, forward: {{timeout: 9, buffer_request_body: true}}",
        f"{NAME}, forward: {{timeout: 9}}",
    ),
    "forward.buffer_response": (
        f"{NAME}, forward: {{timeout: 9, buffer_response: true}}",
        f"{NAME}, forward: {{timeout: 9}}",
    ),
    "extra": (f"{NAME}, extra: {{inbound: <cross-domain />}}", NAME),
    "extra.inbound": (f"{NAME}, extra: {{inbound: <cross-domain />}}", NAME),
    "extra.backend": (f"{NAME}, extra: {{backend: <forward-request />}}", NAME),
    "extra.outbound": (f"{NAME}, extra: {{outbound: <json-to-xml apply='always' />}}", NAME),
    "extra.on-error": (f"{NAME}, extra: {{on-error: <json-to-xml apply='always' />}}", NAME),
}
KEYS = sorted(
    key.path.removeprefix("policies[].")
    for key in keys(json_schema())
    if key.path.startswith("policies[].")
)


@pytest.fixture
def apimgen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Program:
    """The program, run in a folder with one document."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.xml").write_text(OWN, encoding="utf-8")
    return Program(capsys, monkeypatch)


def outcome(apimgen: Program, folder: Path, policy: str) -> tuple[object, ...]:
    """All that ``generate`` makes and says of a policy."""
    path = folder / "apimgen.yaml"
    path.write_text(INVENTORY.replace("POLICY", policy), encoding="utf-8")
    out = folder / "out"
    ran = apimgen("generate", path, "-o", out, "--layout", "apiops")
    files = {p.relative_to(out): p.read_text(encoding="utf-8") for p in out.rglob("*.xml")}
    for written in out.rglob("*.xml"):
        written.unlink()
    return ran.code, ran.out, ran.err, files


@pytest.mark.parametrize("key", KEYS)
def test_a_key_makes_a_difference(key: str, apimgen: Program, tmp_path: Path) -> None:
    assert key in CASES, "add a policy with the key, and the same without"
    with_it, without = (outcome(apimgen, tmp_path, policy) for policy in CASES[key])
    assert with_it != without
    assert without[0] == 0, "the difference must not be that both are wrong"
    assert with_it[0] == 0


def test_there_is_no_case_without_a_key() -> None:
    assert {*CASES} == {*KEYS}
