"""The gateway's own policies for language models, and the backends that they need."""

from __future__ import annotations

import pytest

from apimgen.analysis.service_facts import facts_from
from apimgen.document.form import Form
from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.generation import generate, needed_named_values
from apimgen.inventory import Inventory, loads
from apimgen.routing.routes import entities
from apimgen.validation.document import check_document

INVENTORY = """version: 1
backends:
  - name: us1
    url: https://us1.openai.azure.com/
    deployments: [gpt-4o, {name: ada, backend_name: ada-east}]
  - {name: safety, url: "https://safety.cognitiveservices.azure.com/", api_key: {env: SAFETY}}
policies:
  - name: p
    match_deployment: true
    retry: {pick: untried, count: 2}
    llm:
      token_limit: {tokens_per_minute: 5000, estimate_prompt_tokens: true}
      token_metric: {namespace: openai}
      semantic_cache: {embeddings: {backend: us1, deployment: ada}}
      content_safety: {backend: safety, shield_prompt: true, categories: {Hate: 4}}
"""


def inventory() -> Inventory:
    loaded = loads(INVENTORY, "apimgen.yaml", {})
    assert loaded.findings == ()
    assert loaded.inventory is not None
    return loaded.inventory


def test_they_are_in_the_document_and_have_no_findings() -> None:
    of = inventory()
    (text,) = generate(of, of.policies, "apimgen.yaml").files.values()
    source = Source(text, "p.xml")
    assert check_document(source, facts_from(of), Form.RAWXML, behaviour=True) == []
    root = read(source).root
    tags = [str(each.tag) for each in root.iter() if str(each.tag).startswith("llm-")]
    assert tags == [
        "llm-content-safety",
        "llm-token-limit",
        "llm-emit-token-metric",
        "llm-semantic-cache-lookup",
        "llm-semantic-cache-store",
    ]
    # Where there is no subscription, the caller's address counts.
    (limit,) = root.iter("llm-token-limit")
    assert limit.get("counter-key") == "@(context.Subscription?.Id ?? context.Request.IpAddress)"


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("subscription", "context.Subscription?.Id ?? context.Request.IpAddress"),
        ("product", "context.Product?.Id ?? context.Request.IpAddress"),
        ("user", "context.User?.Id ?? context.Request.IpAddress"),
        ("address", "context.Request.IpAddress"),
        (
            "{header: x-team}",
            'context.Request.Headers.GetValueOrDefault("x-team", context.Request.IpAddress)',
        ),
    ],
)
def test_callers_are_told_apart_as_the_inventory_says(written: str, expression: str) -> None:
    limit = "tokens_per_minute: 5000, "
    loaded = loads(INVENTORY.replace(limit, f"{limit}counter_key: {written}, "), "a.yaml", {})
    assert loaded.inventory is not None, loaded.findings
    of = loaded.inventory
    (text,) = generate(of, of.policies, "a.yaml").files.values()
    source = Source(text, "p.xml")
    assert check_document(source, facts_from(of), Form.RAWXML, behaviour=True) == []
    (element,) = read(source).root.iter("llm-token-limit")
    assert element.get("counter-key") == f"@({expression})"


@pytest.mark.parametrize(
    ("auth", "key", "removed"),
    [
        ("managed-identity", "", {"api-key"}),
        ("api-key", "    api_key: {env: US1}\n", {"Authorization"}),
        ("none", "", set()),
    ],
)
def test_beside_them_the_callers_credentials_stay_at_the_gateway(
    auth: str, key: str, removed: set[str]
) -> None:
    text = (
        "version: 1\nbackends:\n  - name: us1\n    url: https://us1.openai.azure.com/\n"
        f"{key}policies:\n  - name: p\n    auth: {auth}\n"
        "    llm: {token_limit: {tokens_per_minute: 5000}}\n"
    )
    loaded = loads(text, "a.yaml", {})
    assert loaded.inventory is not None, loaded.findings
    of = loaded.inventory
    (text,) = generate(of, of.policies, "a.yaml").files.values()
    headers = read(Source(text, "p.xml")).root.iter("set-header")
    assert {each.get("name") for each in headers if each.get("exists-action") == "delete"} == (
        removed
    )


def test_the_backends_that_they_need_are_made_and_take_no_part_in_the_routing() -> None:
    of = inventory()
    made = {each.name: each.properties for each in entities(of, of.policies)}
    embeddings = "https://us1.openai.azure.com/openai/deployments/ada-east/embeddings"
    assert made["us1-ada-east-embeddings"]["url"] == embeddings
    key = {"header": {"Ocp-Apim-Subscription-Key": ["{{safety-key}}"]}}
    assert made["safety"]["credentials"] == key
    assert [each.name for each in of.backends_of(of.policies[0])] == ["us1"]
    assert {each.name for each in needed_named_values(of, of.policies)} == {"us1", "safety-key"}


def test_a_deployment_for_embeddings_that_is_not_there_is_found() -> None:
    loaded = loads(INVENTORY.replace("deployment: ada", "deployment: adda"), "apimgen.yaml", {})
    (found,) = loaded.findings
    assert (found.rule, found.place.line) == ("unknown-reference", 14)
