"""What the policies that pick by themselves ask of C# and of the service, in every combination."""

from __future__ import annotations

import random
import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pytest

from apimgen.analysis.service_facts import facts_from
from apimgen.csharp.expression import analyse
from apimgen.csharp.facts import Kind
from apimgen.document.form import Form
from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.finding import Severity
from apimgen.generation import generate
from apimgen.inventory import loads
from apimgen.validation.document import check_document
from tests.csharp.razor import judge as razor
from tests.csharp.roslyn import compiler

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from apimgen.finding import Finding

BACKENDS = """version: 1
backends:
  - name: us1
    url: https://us1.openai.azure.com/
    region: East US
    deployments: [gpt-4o, {name: ada, backend_name: ada-east}]
    weight: 4
    api_key: {env: US1}
  - name: us2
    url: https://us2.openai.azure.com/
    region: westus
    deployments: [gpt-4o]
    priority: 2
    api_key: {env: US2}
    OWN
  - {name: any, url: "https://any.openai.azure.com/", priority: 2, weight: 6, api_key: {env: ANY}}
policies:
"""
CLIENT = "11111111-2222-3333-4444-555555555555"
# In each combination of these.
CORE = {
    "routing": ("random", "weighted", "priority"),
    "retry": (
        None,
        "{count: 2, interval: 0}",
        "{pick: untried}",
        "{pick: untried, count: 5, interval: 2}",
    ),
    "cooldown": (None, "{seconds: 5}"),
    "match_deployment": (None, "true", "body"),
    "auth": ("managed-identity", "api-key", "none", "mixed"),
    "exhausted": (None, "{status: 429}"),
}
# With one of each of these, rolled by dice that always fall the same.
BESIDE = {
    "prefer": (None, "gateway-region"),
    "affinity": (None, "subscription", "{header: x-session-id}", "{body: prompt_cache_key}"),
    "forward": (None, "{timeout: 10}", "{deadline: 90}", "{timeout: 30, deadline: 90}"),
    "response_headers": (None, "{backend: x-b}", "{attempts: x-n}", "{backend: b, attempts: c}"),
    "observe": (None, "{trace: true}", "{metric: openai}", "{trace: true, metric: openai}"),
    "endpoints": (None, "inline"),
    # What the one backend of its own takes.
    "mixed": ("api-key", "none", f"{{managed_identity: {{client_id: {CLIENT}}}}}"),
}  # fmt: skip


class Made(NamedTuple):
    """A policy that was generated."""

    written: str
    text: str
    findings: list[Finding]


def combinations() -> Iterator[dict[str, str | None]]:
    """What a policy says, in each combination."""
    dice = random.Random(19)
    for words in product(*CORE.values()):
        beside = {key: dice.choice(values) for key, values in BESIDE.items()}
        yield dict(zip(CORE, words, strict=True)) | beside


@cache
def made() -> tuple[Made, ...]:
    """The document of each, with what validation says of it."""
    everything = []
    for number, combination in enumerate(combinations()):
        own = combination.pop("mixed")
        mixed = combination["auth"] == "mixed"
        said = combination | ({"auth": "managed-identity"} if mixed else {})
        head = BACKENDS.replace("OWN", f"auth: {own}" if mixed else "")
        lines = [f"    {key}: {value}\n" for key, value in said.items() if value]
        written = f"  - name: p{number}\n{''.join(lines)}"
        loaded = loads(head + written, "apimgen.yaml", {})
        assert loaded.inventory is not None, (written, loaded.findings)
        assert {each.rule for each in loaded.findings} <= {"no-effect", "odd-combination"}
        of = loaded.inventory
        (text,) = generate(of, of.policies, "apimgen.yaml").files.values()
        source = Source(text, "p.xml")
        findings = check_document(source, facts_from(of), Form.RAWXML, behaviour=True)
        everything.append(Made(written, text, findings))
    return tuple(everything)


@cache
def expressions() -> frozenset[str]:
    """Each expression in any of them, with its brackets."""
    found = set()
    for text in {one.text for one in made()}:
        for element in read(Source(text, "p.xml")).root.iter():
            if isinstance(element.tag, str):
                values = [*map(str, element.attrib.values()), (element.text or "").strip()]
                found |= {value for value in values if value.startswith(("@(", "@{"))}
    return frozenset(found)


@pytest.mark.slow
def test_no_combination_has_a_finding() -> None:
    told = [
        (one.written, str(finding))
        for one in made()
        for finding in one.findings
        if finding.severity is not Severity.INFO
    ]
    article = [
        written for written, finding in told if "unguarded-response" in finding
    ]  # the article's own retry looks at no response that is null
    assert [each for each in told if each[0] not in article] == []
    for written in article:
        assert "retry: {count" in written
        assert "routing: random" in written


def test_every_expression_is_understood_as_a_whole() -> None:
    for expression in expressions():
        found = analyse(expression[2:-1], Kind(expression[:2]))
        assert (found.problems, found.gaps) == ((), 0), expression


@pytest.mark.judge
@pytest.mark.slow
def test_a_compiler_accepts_every_expression(tmp_path: Path) -> None:
    if not compiler.is_built():
        pytest.skip("no compiler of C# is built; .ci/judge builds one")
    asked = [re.sub("{{.+?}}", "https://host", each) for each in sorted(expressions())]
    refused = [each for each in compiler.ask(asked, tmp_path) if not each.accepted]
    assert refused == []


@pytest.mark.judge
def test_azures_own_reader_accepts_every_expression() -> None:
    if razor.command() is None:
        pytest.skip("the judge of expressions is not built; .ci/judge builds it")
    asked = [re.sub("{{.+?}}", "https://host", each) for each in sorted(expressions())]
    refused = [verdict for verdict in razor.ask(asked) if verdict.refused]
    assert refused == []
