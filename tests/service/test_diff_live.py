"""``apimgen diff`` with the live service on one side."""

# ruff: noqa: F811 - tests take the fixture that is imported
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.service.arm_server import GROUP, SERVICE, SUBSCRIPTION
from tests.service.test_live_commands import run  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.arm_server import ArmServer
    from tests.service.test_live_commands import Run

TARGET = ("--subscription", SUBSCRIPTION, "-g", GROUP, "-n", SERVICE)


def changed(out: str) -> list[tuple[str, str, str]]:
    found = json.loads(out)["differences"]
    return [(d["id"], d["kind"], d["path"]) for d in found]


def test_one_argument_means_live_against_it(run: Run) -> None:
    code, out, _ = run("diff", "apimgen.yaml", "--format", "json", "--exit-code")
    assert code == 1
    assert {kind for _, kind, _ in changed(out)} == {"added"}

    assert run("apply", "apimgen.yaml", "--yes")[0] == 0
    code, out, _ = run("diff", "apimgen.yaml", "--exit-code")
    assert code == 0
    assert out.startswith("No differences between live and apimgen.yaml in ")


def test_a_change_of_the_inventory_shows_by_path(run: Run, tmp_path: Path) -> None:
    run("apply", "apimgen.yaml", "--yes")
    inventory = tmp_path / "work" / "apimgen.yaml"
    inventory.write_text(inventory.read_text().replace("count: 3", "count: 4"))
    out = run("diff", "live", "apimgen.yaml", "--format", "json")[1]
    assert [path for _, _, path in changed(out)] == ["/policies/backend/retry/@count"]
    reverse = json.loads(run("diff", "apimgen.yaml", "live", "--format", "json")[1])
    assert (reverse["differences"][0]["left"], reverse["differences"][0]["right"]) == ("4", "3")


def test_a_folder_that_was_pulled_is_the_service(run: Run, server: ArmServer) -> None:
    server.seed("policyFragments/shared", {"value": "<fragment><base /></fragment>"})
    run("apply", "apimgen.yaml", "--yes")
    for layout in ("flat", "apiops", "apiops-cli"):
        assert run("pull", "apimgen.yaml", "-o", layout, "--layout", layout)[0] == 0
        code, out, _ = run("diff", "live", layout, "--exit-code", *TARGET)
        assert (code, out.split()[0]) == (0, "No"), out


def test_a_folder_of_the_global_policy_alone(run: Run, server: ArmServer) -> None:
    for path in [p for p in server.resources if p.startswith(("namedValues", "apis"))]:
        del server.resources[path]
    server.seed("policies/policy", {"value": "<policies><inbound /></policies>", "format": "xml"})
    assert run("pull", "apimgen.yaml", "-o", "art", "--layout", "apiops")[0] == 0
    assert run("diff", "live", "art", "--exit-code", *TARGET)[0] == 0


def test_a_folder_of_products_alone(run: Run, server: ArmServer) -> None:
    server.seed("products/unlimited/policies/policy", {"value": "<policies />", "format": "xml"})
    assert run("pull", "apimgen.yaml", "-o", "art", "--layout", "apiops")[0] == 0
    assert run("diff", "live", "art", "--exit-code", *TARGET)[0] == 0


def test_live_has_no_single_file(run: Run) -> None:
    code, _, err = run("diff", "live", "a.xml")
    assert code == 2
    assert "expected an inventory or a folder" in err


KEYED = f"""
version: 1
service: {{subscription_id: {SUBSCRIPTION}, resource_group: {GROUP}, name: {SERVICE}}}
backends:
  - {{name: us1, url: https://us1.openai.azure.com/, api_key: {{env: US1_KEY}}}}
  - name: us2
    url: https://us2.openai.azure.com/
    api_key: {{key_vault: "https://kv.vault.azure.net/secrets/us2"}}
apis:
  - {{name: chat, path: openai, products: [unlimited], operations: [POST /chat]}}
policies:
  - {{name: keys, scope: {{api: chat}}, auth: api-key}}
  - {{name: pool, scope: {{api: chat, operation: post-chat}}, routing: pool, auth: api-key}}
"""


class TestResources:
    """What the live service has of all that an inventory makes."""

    @pytest.fixture(autouse=True)
    def applied(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("US1_KEY", "5ecr3t-0f-us1")
        (tmp_path / "work" / "keys.yaml").write_text(KEYED, encoding="utf-8")
        assert run("apply", "keys.yaml", "--yes")[0] == 0

    def found(self, run: Run, *sides: str) -> list[dict[str, str]]:
        code, out, err = run("diff", *sides, "--format", "json", "--exit-code")
        assert "5ecr3t" not in out + err
        differences: list[dict[str, str]] = json.loads(out)["differences"]
        assert code == (1 if differences else 0)
        return differences

    def test_what_was_applied_is_no_difference(self, run: Run) -> None:
        assert self.found(run, "keys.yaml") == []
        assert self.found(run, "keys.yaml", "live") == []

    def test_a_url_that_somebody_changed(self, run: Run, server: ArmServer) -> None:
        server.seed("namedValues/us1", {"displayName": "us1", "value": "https://evil.example/"})
        assert self.found(run, "live", "keys.yaml") == [
            {
                "type": "named-value",
                "id": "us1",
                "kind": "changed",
                "path": "value",
                "left": "https://evil.example/",
                "right": "https://us1.openai.azure.com/",
            }
        ]
        (turned,) = self.found(run, "keys.yaml", "live")
        assert turned["left"] == "https://us1.openai.azure.com/"

    def test_what_is_gone(self, run: Run, server: ArmServer) -> None:
        del server.resources["products/unlimited/apis/chat"]
        del server.resources["backends/pool-pool"]
        assert [(d["type"], d["id"], d["kind"]) for d in self.found(run, "keys.yaml")] == [
            ("backend", "pool-pool", "added"),
            ("api", "products/unlimited/apis/chat", "added"),
        ]
        assert {d["kind"] for d in self.found(run, "keys.yaml", "live")} == {"removed"}

    def test_a_secret_is_compared_by_its_key_vault(
        self,
        run: Run,
        server: ArmServer,
    ) -> None:
        plain = {"displayName": "us2-key", "secret": False, "value": "5ecr3t-in-clear"}
        server.seed("namedValues/us2-key", plain)
        assert [(d["id"], d["path"]) for d in self.found(run, "keys.yaml")] == [
            ("us2-key", "secret"),
            ("us2-key", "keyVault"),
            ("us2-key", "value"),
        ]
        vault = {"secretIdentifier": "https://other.vault.azure.net/secrets/us2"}
        moved = {"displayName": "us2-key", "secret": True, "keyVault": vault}
        server.seed("namedValues/us2-key", moved)
        (one,) = self.found(run, "keys.yaml")
        assert "https://other.vault.azure.net/secrets/us2" in one["left"]
        assert "https://kv.vault.azure.net/secrets/us2" in one["right"]

    def test_the_value_of_a_secret_is_not_read(
        self,
        run: Run,
        server: ArmServer,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("US1_KEY", "5ecr3t-that-is-new")
        before = len(server.log)
        assert self.found(run, "keys.yaml") == []
        assert not [call for call in server.log[before:] if "listValue" in str(call)]

    def test_a_policy_without_a_scope_is_named(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "work" / "keys.yaml"
        path.write_text(KEYED.replace("scope: {api: chat}, ", ""), encoding="utf-8")
        code, out, err = run("diff", "keys.yaml", "--exit-code")
        assert (code, "in 1 policy" in out) == (0, True), out
        assert "warning: keys has no scope, so it was not compared with the live service" in err


def test_an_invalid_inventory_is_no_difference(run: Run, tmp_path: Path) -> None:
    text = KEYED.replace("routing: pool", "routing: pol")
    (tmp_path / "work" / "bad.yaml").write_text(text, encoding="utf-8")
    for line in (("diff", "bad.yaml"), ("diff", "bad.yaml", "live"), ("plan", "bad.yaml")):
        code, _, err = run(*line, "--exit-code")
        assert code == 2
        assert 'did you mean "pool"?' in err
    assert run("apply", "bad.yaml", "--yes")[0] == 1
