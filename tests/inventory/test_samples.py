"""The samples load without a word, and the schema beside them is today's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from apimgen.inventory import AuthKind, Forward, Routing, StatusRange, json_schema, load
from tests.inventory.test_schema import complaints

SAMPLES = Path(__file__).parents[2] / "samples"
ARTICLE = sorted((SAMPLES / "article").glob("*.yaml"))


def test_the_schema_beside_the_samples_is_the_one_that_the_program_prints() -> None:
    written = (SAMPLES / "inventory.schema.json").read_text(encoding="utf-8")

    # Values are compared, since the oldest pydantic writes 1.0 where newer ones write 1.
    assert json.loads(written) == json_schema()


def test_there_is_a_sample_for_each_policy_of_the_article() -> None:
    assert [path.stem for path in ARTICLE] == [
        "1-single-key",
        "2-random-keys",
        "3-random-managed-identity",
        "4-random-retry",
    ]


@pytest.mark.parametrize("path", ARTICLE, ids=lambda path: path.stem)
def test_a_sample_loads_and_leads_editors_to_its_schema(path: Path) -> None:
    loaded = load(path, {})

    assert loaded.findings == ()
    assert loaded.inventory is not None
    text = path.read_text(encoding="utf-8")
    schema = re.match(r"# yaml-language-server: \$schema=(\S+)\n# \S", text)
    assert schema is not None
    assert (path.parent / schema[1]).resolve() == (SAMPLES / "inventory.schema.json").resolve()
    assert complaints(text) == []


def test_the_samples_are_the_articles_policies() -> None:
    loaded = [load(path, {}).inventory for path in ARTICLE]
    inventories = [each for each in loaded if each is not None]
    policies = [each.policies[0] for each in inventories]

    assert [len(each.backends) for each in inventories] == [1, 3, 3, 3]
    assert [policy.name for policy in policies] == [
        "single-key",
        "random-keys",
        "random-managed-identity",
        "random-retry",
    ]
    assert [policy.routing for policy in policies] == [Routing.SINGLE] + [Routing.RANDOM] * 3
    assert [policy.auth.kind for policy in policies] == [AuthKind.API_KEY] * 2 + [
        AuthKind.MANAGED_IDENTITY
    ] * 2
    assert [policy.retry is not None for policy in policies] == [False, False, False, True]
    retry = policies[3].retry
    assert retry is not None
    assert (retry.count, retry.interval, retry.max_interval, retry.delta) == (3, 1, 10, 1)
    assert (retry.first_fast_retry, retry.on) == (None, (StatusRange(300, 599),))
    assert policies[3].forward == Forward(buffer_request_body=True, buffer_response=False)
