"""What pull writes: names of files, values, and what is left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import yaml

from apimgen.inventory import loads
from apimgen.layout import Layout
from apimgen.service.arm.connect import connected
from apimgen.service.pull import pull
from tests.service.driver import ARTICLE

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

POLICY = {"format": "rawxml", "value": "<policies><inbound><base /></inbound></policies>"}


def files(driver: Driver, layout: Layout = Layout.FLAT, inventory: str = "") -> dict[str, str]:
    loaded = loads(inventory, "x.yaml", {}).inventory if inventory else None
    with connected(driver.connecting(), driver.target()) as arm:
        return pull(arm, layout, loaded, 4)


def test_policies_of_every_scope_have_names_of_their_own(driver: Driver, server: ArmServer) -> None:
    server.seed("apis/a", {"displayName": "a", "path": "a"})
    server.seed("apis/a;rev=2", {"displayName": "a", "path": "a"})
    server.seed("apis/a/operations/o", {"displayName": "o", "method": "GET"})
    server.seed("apis/a.o", {"displayName": "a.o", "path": "b"})
    for scope in (
        "apis/a",
        "apis/a;rev=2",
        "apis/a/operations/o",
        "apis/a.o",
        "products/unlimited",
    ):
        server.seed(f"{scope}/policies/policy", POLICY)
    assert set(files(driver)) == {
        "global.xml",
        "a.xml",
        "a.o.xml",
        "a.o-2.xml",
        "product-unlimited.xml",
    }
    assert {path for path in files(driver, Layout.APIOPS) if path.endswith("policy.xml")} == {
        "policy.xml",
        "apis/a/policy.xml",
        "apis/a/operations/o/policy.xml",
        "apis/a.o/policy.xml",
        "products/unlimited/policy.xml",
    }


def test_an_inventory_lends_its_names(driver: Driver) -> None:
    driver.apply()
    named = ARTICLE.replace("- name: azure-openai\n    scope", "- name: balanced\n    scope")
    assert "balanced.xml" in files(driver, inventory=named)


def test_named_values_are_a_map_that_trace_reads_and_secrets_are_left_out(
    driver: Driver, server: ArmServer
) -> None:
    server.seed("namedValues/plain", {"displayName": "plain", "value": "yes: no # maybe"})
    server.seed(
        "namedValues/hidden", {"displayName": "hidden", "value": "the secret value", "secret": True}
    )
    vault = {"secretIdentifier": "https://kv.vault.azure.net/secrets/s"}
    server.seed("namedValues/kept", {"displayName": "kept", "secret": True, "keyVault": vault})
    text = files(driver)["named-values.yaml"]
    assert yaml.safe_load(text) == {"plain": "yes: no # maybe"}
    assert "# hidden: secret, not downloaded\n" in text
    assert "# kept: in Key Vault, https://kv.vault.azure.net/secrets/s\n" in text
    written = files(driver, Layout.APIOPS_CLI)
    hidden = json.loads(written["namedValues/hidden/namedValueInformation.json"])
    assert hidden == {"properties": {"displayName": "hidden", "secret": True, "tags": []}}


def test_fragments_and_backends(driver: Driver, server: ArmServer) -> None:
    fragment = '<fragment><set-variable name="x" value="@(1 < 2)" /></fragment>'
    server.seed("policyFragments/f", {"value": fragment, "format": "rawxml", "description": "d"})
    server.seed("backends/b", {"url": "https://b.example", "protocol": "http"})
    flat = files(driver)
    assert 'value="@(1 < 2)"' in flat["fragments/f.xml"]
    assert json.loads(flat["backends/b.json"])["properties"]["url"] == "https://b.example"
    apiops = files(driver, Layout.APIOPS)
    assert 'value="@(1 < 2)"' in apiops["policy fragments/f/policy.xml"]
    assert json.loads(apiops["policy fragments/f/policyFragmentInformation.json"]) == {
        "properties": {"description": "d", "format": "rawxml"}
    }


def test_a_name_never_leaves_its_folder(driver: Driver, server: ArmServer) -> None:
    for name in ("..", "...", "a:b", "a*b"):
        server.seed(f"backends/{name}", {"url": "https://b.example", "protocol": "http"})
    assert {path for path in files(driver) if path.startswith("backends/")} == {
        "backends/%2E%2E.json",
        "backends/%2E%2E%2E.json",
        "backends/a%3Ab.json",
        "backends/a%2Ab.json",
    }
