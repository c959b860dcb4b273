"""Each thing that an inventory can say, changed alone: ``diff`` and ``plan`` see it, or a finding
says that it means nothing here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

import apimgen
from apimgen.inventory import json_schema, loads
from tests.inventory.test_every_key import CASES as OF_POLICIES
from tests.inventory.test_every_key import OWN
from tests.keys import keys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

ENVIRONMENT = {
    "US1_KEY": "key-of-us1",
    "US2_KEY": "key-of-us2",
    "WEST_KEY": "key-of-west",
    "NEW_KEY": "the-new-key",
    "US3": "key-of-us3",
    "FROM_ENV": "the-secret",
}

BASE = """version: 1
backends:
  - {name: us1, url: "https://us1.openai.azure.com/", api_key: {env: US1_KEY}}
  - name: us2
    url: https://us2.openai.azure.com/
    priority: 2
    weight: 3
    api_key: {key_vault: "https://kv.vault.azure.net/secrets/us2"}
  - name: west
    url: https://west.openai.azure.com/
    region: westus
    deployments: [gpt-4o, {name: ada, backend_name: ada-2}]
    auth: api-key
    api_key: {env: WEST_KEY}
  - {name: identity, url: "https://identity.openai.azure.com/", auth: {managed_identity: {}}}
apis:
  - name: chat
    path: openai
    subscription_required: false
    products: [unlimited]
    operations: [POST /chat]
named_values:
  - {name: plain, value: one}
  - {name: from-env, secret: {env: FROM_ENV}}
  - {name: from-vault, secret: {key_vault: "https://kv.vault.azure.net/secrets/from"}}
fragments:
  - {name: first, file: one.xml}
policies:
  - {name: keys, scope: {api: chat}}
  - {name: pool, scope: {api: a}, routing: pool, auth: api-key, backends: [us2]}
  - name: picks
    scope: {api: b}
    backends: [west, identity]
    match_deployment: true
    prefer: gateway-region
"""

# For each key what is replaced in the inventory above, and by what.
CASES: dict[str, tuple[str, str]] = {
    "backends": ("apis:", "  - {name: us3, url: 'https://us3.com', api_key: {env: US3}}\napis:"),
    "backends[].name": ("name: us1,", "name: us9,"),
    "backends[].url": ("https://us1.openai", "https://evil.openai"),
    "backends[].priority": ("priority: 2", "priority: 3"),
    "backends[].weight": ("weight: 3", "weight: 4"),
    "backends[].api_key": ("env: WEST_KEY", 'key_vault: "https://kv.vault.azure.net/secrets/us1"'),
    "backends[].api_key.env": ("env: WEST_KEY", "env: NEW_KEY"),
    "backends[].api_key.key_vault": ("secrets/us2", "secrets/other"),
    "backends[].region": ("region: westus", "region: eastus"),
    "backends[].deployments": ("[gpt-4o, ", "[gpt-4, gpt-4o, "),
    "backends[].deployments[].name": ("name: ada,", "name: other,"),
    "backends[].deployments[].backend_name": ("backend_name: ada-2", "backend_name: ada-3"),
    "backends[].auth": ("    auth: api-key\n", "    auth: managed-identity\n"),
    "backends[].auth.managed_identity": (
        "auth: {managed_identity: {}}",
        "auth: {managed_identity: {resource: 'https://other.example.com'}}",
    ),
    "backends[].auth.managed_identity.resource": (
        "auth: {managed_identity: {}}",
        "auth: {managed_identity: {resource: 'https://example.com'}}",
    ),
    "backends[].auth.managed_identity.client_id": (
        "auth: {managed_identity: {}}",
        "auth: {managed_identity: {client_id: 11111111-2222-3333-4444-555555555555}}",
    ),
    "apis": ("named_values:", "  - {name: more, path: more}\nnamed_values:"),
    "apis[].name": ("name: chat\n    path: openai", "name: talk\n    path: talk"),
    "apis[].path": ("path: openai", "path: ai"),
    "apis[].subscription_required": ("subscription_required: false", "subscription_required: true"),
    "apis[].products": ("[unlimited]", "[a]"),
    "apis[].operations": ("[POST /chat]", "[POST /chat, GET /models]"),
    "named_values": ("fragments:", "  - {name: more, value: more}\nfragments:"),
    "named_values[].name": ("name: plain", "name: plainer"),
    "named_values[].value": ("value: one", "value: two"),
    "named_values[].secret": ("plain, value: one", "plain, secret: {env: FROM_ENV}"),
    "named_values[].secret.env": ("env: FROM_ENV", "env: NEW_KEY"),
    "named_values[].secret.key_vault": ("secrets/from", "secrets/other-from"),
    "named_values[].existing": ("plain, value: one", "plain, existing: true"),
    "fragments": ("policies:", "  - {name: more, file: two.xml}\npolicies:"),
    "fragments[].name": ("name: first", "name: primary"),
    "fragments[].file": ("file: one.xml", "file: two.xml"),
    "fragments[].existing": ("first, file: one.xml", "first, existing: true"),
    "policies": ("policies:", "policies:\n  - {name: more, scope: {product: a}}"),
}  # fmt: skip

# What only describes, so that nothing on a service depends on it.
DESCRIBES: Mapping[str, str] = {
    "version": "there is one version of the format",
    "service": "which service is meant, not what is on it",
    "service.subscription_id": "as above",
    "service.resource_group": "as above",
    "service.name": "as above",
    "service.tier": "what is reported of the service; apimgen does not change its tier",
    "policies[].name": "names the file; on a service a policy is known by its scope",
}

# A policy that has lost its scope is no longer apimgen's; the global one was there before.
NEVER_TAKEN_AWAY = {"policies[].scope"}
# `diff` tells that apimgen no longer has them; on the service nothing is touched.
LEFT_ALONE = {"named_values[].existing", "fragments[].existing"}


class Pair(NamedTuple):
    """Two inventories that differ in one key."""

    was: str
    now: str


def pair(key: str) -> Pair:
    """The inventory without a change of a key, and with it."""
    if key in CASES:
        before, after = CASES[key]
        assert BASE.count(before) == 1
        now = BASE.replace(before, after)
        # What refers to a thing by its name follows it.
        return Pair(BASE, now.replace("api: chat}", "api: talk}") if "talk" in after else now)
    policy = key.removeprefix("policies[].")
    with_it, without = OF_POLICIES[policy]
    below = key.startswith("policies[].scope")
    return Pair(_of(without, scoped=below), _of(with_it, scoped=below))


def _of(policy: str, *, scoped: bool) -> str:
    # What only the global policy may hold is none of our business here.
    policy = policy.replace("<cross-domain />", "<json-to-xml apply='always' />")
    scope = "" if scoped else ", scope: {api: a}"
    return f"""version: 1
backends:
  - {{name: us1, url: "https://us1.openai.azure.com/", api_key: {{env: US1_KEY}}}}
  - {{name: us2, url: "https://us2.openai.azure.com/", api_key: {{env: US2_KEY}}}}
policies:
  - {{{policy}{scope}}}
"""


ALL = sorted(key.path for key in keys(json_schema()))


@pytest.fixture
def service(server: ArmServer, driver: Driver) -> Driver:
    """A service with the APIs and products that the scopes name."""
    driver.environment |= ENVIRONMENT
    for name in ("a", "b"):
        server.seed(f"products/{name}", {"displayName": name})
        server.seed(f"apis/{name}", {"displayName": name, "path": name, "protocols": ["https"]})
    operation = {"displayName": "o", "method": "GET", "urlTemplate": "/o"}
    server.seed("apis/a/operations/o", operation)
    return driver


def refused_or_warned(one: Pair) -> bool:
    """Whether a finding about the changed inventory, and not the other, says it does nothing."""
    before, after = (
        {(each.rule, each.message) for each in loads(text, "a.yaml", ENVIRONMENT).findings}
        for text in one
    )
    return any(rule == "no-effect" for rule, _ in after - before)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(key, marks=[pytest.mark.slow] if turn % 3 else [])
        for turn, key in enumerate(key for key in ALL if key not in DESCRIBES)
    ],
)
def test_a_key_is_seen(
    key: str, service: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, method in (("one.xml", "GET"), ("two.xml", "PUT")):
        document = f"<fragment><set-method>{method}</set-method></fragment>"
        (tmp_path / name).write_text(document, encoding="utf-8")
    (tmp_path / "own.xml").write_text(OWN, encoding="utf-8")
    one = pair(key)
    if refused_or_warned(one):
        return
    files = [tmp_path / "was.yaml", tmp_path / "now.yaml"]
    for path, text in zip(files, one, strict=True):
        path.write_text(text, encoding="utf-8")
    for left, right in (files, reversed(files)):
        assert apimgen.diff(left, right, environ=ENVIRONMENT).changed, "diff does not see it"

    assert not service.apply(service.plan(one.was), force=True).failure
    assert not service.plan(one.was, prune=True).work
    there = service.plan(one.now, prune=True)
    assert there.work or key in LEFT_ALONE, "plan does not see it"
    assert not service.apply(there, force=True).failure
    assert not service.plan(one.now, prune=True).work
    back = service.plan(one.was, prune=True)
    assert back.work or key in NEVER_TAKEN_AWAY | LEFT_ALONE, "plan does not see that it is gone"


def test_each_key_is_changed_or_explained() -> None:
    """A new key needs a case here, or in the table of the policies' keys."""
    of_policies = {f"policies[].{key}" for key in OF_POLICIES}
    assert {*CASES} | of_policies | DESCRIBES.keys() == {*ALL}


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("weight: 1", "weight: 2"),
        ("priority: 1", "priority: 2"),
        ("routing: pool", "routing: pool, endpoints: inline"),
        ("routing: pool", "routing: pool, cooldown: {max_seconds: 60}"),
        ("backends: [us1]}", "backends: [us1], retry: {pick: random}}"),
    ],
)
def test_what_means_nothing_is_warned_of(was: str, now: str) -> None:
    """Keys that other policies would make mean something."""
    text = """version: 1
backends:
  - {name: us1, url: "https://us1.openai.azure.com/", weight: 1, priority: 1}
policies:
  - {name: one, routing: single, backends: [us1]}
"""
    if "pool" in was:
        text = text.replace("single", "pool")
    assert was in text
    assert refused_or_warned(Pair(text, text.replace(was, now)))
