"""``apimgen diff`` of two inventories: all that they make."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program

INVENTORY = """version: 1
backends:
  - {name: us1, url: "https://us1.openai.azure.com/", api_key: {env: US1_KEY}}
  - {name: us2, url: "https://us2.openai.azure.com/", api_key: {env: US2_KEY}}
apis:
  - {name: chat, path: openai, products: [unlimited], operations: [POST /chat]}
policies:
  - {name: keys, auth: api-key, scope: {api: chat}}
  - {name: single, routing: single, backends: [us1], scope: {product: unlimited}}
"""


@pytest.fixture(autouse=True)
def old(tmp_path: Path) -> None:
    """The inventory before each change."""
    (tmp_path / "old.yaml").write_text(INVENTORY, encoding="utf-8")


def found(apimgen: Program, folder: Path, *changes: tuple[str, str]) -> list[dict[str, Any]]:
    """What the JSON tells of an inventory that has these changes."""
    text = INVENTORY
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    (folder / "new.yaml").write_text(text, encoding="utf-8")
    ran = apimgen("diff", "old.yaml", "new.yaml", "--format", "json", "--exit-code")
    document = json.loads(ran.out)
    differences: list[dict[str, Any]] = document["differences"]
    assert ran.code == (1 if differences else 0)
    assert document["compared"] == [
        "named-value", "backend", "fragment", "api", "operation", "policy",
    ]  # fmt: skip
    return differences


def told(differences: list[dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    return [(d["type"], d["id"], d["kind"], d["path"]) for d in differences]


def test_a_url_that_is_somebody_elses(apimgen: Program, tmp_path: Path) -> None:
    assert found(apimgen, tmp_path, ("us1.openai", "evil.openai")) == [
        {
            "type": "named-value",
            "id": "us1",
            "kind": "changed",
            "path": "value",
            "left": "https://us1.openai.azure.com/",
            "right": "https://evil.openai.azure.com/",
        }
    ]


def test_text_names_both_sides_and_tells_each_property(apimgen: Program, tmp_path: Path) -> None:
    found(apimgen, tmp_path, ("us1.openai", "evil.openai"))
    assert apimgen("diff", "old.yaml", "new.yaml").out.splitlines() == [
        "--- old.yaml",
        "+++ new.yaml",
        "",
        "~ named-value us1",
        "  ~ value",
        "      - https://us1.openai.azure.com/",
        "      + https://evil.openai.azure.com/",
        "",
        "0 of 2 policies and 1 of 7 other resources differ.",
    ]
    markdown = apimgen("diff", "old.yaml", "new.yaml", "--format", "markdown").out
    assert "<details><summary><code>named-value us1</code> changed</summary>" in markdown
    assert "@@ value @@\n- https://us1.openai.azure.com/\n" in markdown


class TestSecrets:
    @pytest.fixture(autouse=True)
    def keys(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("US1_KEY", "5ecr3t-0f-us1")

    def test_another_variable(self, apimgen: Program, tmp_path: Path) -> None:
        (one,) = found(apimgen, tmp_path, ("env: US1_KEY", "env: OTHER"))
        assert (one["type"], one["id"], one["path"]) == ("named-value", "us1-key", "value")
        assert (one["left"], one["right"]) == ("{env: US1_KEY}", "{env: OTHER}")

    def test_from_a_variable_to_a_key_vault_and_another(
        self, apimgen: Program, tmp_path: Path
    ) -> None:
        vault = "key_vault: 'https://kv.vault.azure.net/secrets/us1'"
        differences = found(apimgen, tmp_path, ("env: US1_KEY", vault))
        assert told(differences) == [
            ("named-value", "us1-key", "added", "keyVault"),
            ("named-value", "us1-key", "removed", "value"),
        ]
        (tmp_path / "old.yaml").write_text(INVENTORY.replace("env: US1_KEY", vault))
        moved = vault.replace("kv.", "kv2.")
        (one,) = found(apimgen, tmp_path, ("env: US1_KEY", moved))
        assert "https://kv2.vault.azure.net/secrets/us1" in one["right"]

    def test_no_value_of_a_secret_is_shown(self, apimgen: Program, tmp_path: Path) -> None:
        header = '<set-header name="x"><value>5ecr3t-0f-us1</value></set-header>'
        change = ("auth: api-key", f"auth: api-key, extra: {{inbound: '{header}'}}")
        (one,) = found(apimgen, tmp_path, change)
        assert "***" in one["right"]
        for form in ("text", "json", "markdown"):
            ran = apimgen("diff", "old.yaml", "new.yaml", "--format", form)
            assert "5ecr3t" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("change", "differences"),
    [
        (("path: openai,", "path: ai,"), [("api", "chat", "changed", "path")]),
        (
            ("products: [unlimited], ", ""),
            [("api", "products/unlimited/apis/chat", "removed", "/")],
        ),
        (
            ("[POST /chat]", "[POST /chat, GET /models]"),
            [("operation", "chat/get-models", "added", "/")],
        ),
        (
            ("auth: api-key, scope", "routing: pool, auth: api-key, scope"),
            [
                ("backend", "keys-pool", "added", "/"),
                ("backend", "us1", "added", "/"),
                ("backend", "us2", "added", "/"),
            ],
        ),
        (
            ("backends: [us1], scope", "backends: [us2], scope"),
            [("policy", "product/unlimited", "changed", "/policies/inbound")],
        ),
    ],
)
def test_what_it_is_called(
    apimgen: Program,
    tmp_path: Path,
    change: tuple[str, str],
    differences: list[tuple[str, str, str, str]],
) -> None:
    seen = told(found(apimgen, tmp_path, change))
    for type_, id_, kind, path in differences:
        assert any(one[:3] == (type_, id_, kind) and one[3].startswith(path) for one in seen), seen


class TestPolicies:
    def test_the_same_scope_is_the_same_policy(self, apimgen: Program, tmp_path: Path) -> None:
        assert found(apimgen, tmp_path, ("name: keys", "name: renamed")) == []
        changes = ("name: keys", "name: renamed"), ("auth: api-key, ", "")
        policies = [one for one in found(apimgen, tmp_path, *changes) if one["type"] == "policy"]
        assert {(one["id"], one["policy"]) for one in policies} == {("api/chat", "renamed")}

    def test_two_that_change_places(self, apimgen: Program, tmp_path: Path) -> None:
        text = INVENTORY.replace("name: keys", "name: x").replace("name: single", "name: keys")
        (tmp_path / "new.yaml").write_text(text.replace("name: x", "name: single"))
        assert apimgen("diff", "old.yaml", "new.yaml", "--exit-code").code == 0

    def test_another_scope(self, apimgen: Program, tmp_path: Path) -> None:
        moved = ("scope: {product: unlimited}", "scope: {product: other}")
        assert told(found(apimgen, tmp_path, moved)) == [
            ("policy", "product/other", "added", "/policies"),
            ("policy", "product/unlimited", "removed", "/policies"),
        ]

    def test_a_scope_where_there_was_none(self, apimgen: Program, tmp_path: Path) -> None:
        (one,) = found(apimgen, tmp_path, (", scope: {product: unlimited}", ""))
        assert (one["id"], one["policy"], one["kind"]) == ("product/unlimited", "single", "removed")
        assert (one["path"], one["left"], one["right"]) == ("scope", "product/unlimited", None)
        ran = apimgen("diff", "new.yaml", "old.yaml", "--format", "json")
        (turned,) = json.loads(ran.out)["differences"]
        assert (turned["kind"], turned["right"]) == ("added", "product/unlimited")

    def test_without_scopes_the_name_tells(self, apimgen: Program, tmp_path: Path) -> None:
        bare = INVENTORY.replace(", scope: {product: unlimited}", "")
        (tmp_path / "old.yaml").write_text(bare)
        (tmp_path / "new.yaml").write_text(bare.replace("name: single", "name: other"))
        ran = apimgen("diff", "old.yaml", "new.yaml", "--format", "json")
        assert told(json.loads(ran.out)["differences"]) == [
            ("policy", "other", "added", "/policies"),
            ("policy", "single", "removed", "/policies"),
        ]


def test_a_folder_has_policies_alone(apimgen: Program, tmp_path: Path) -> None:
    apimgen("generate", "old.yaml")
    (tmp_path / "new.yaml").write_text(INVENTORY.replace("us1.openai", "evil.openai"))
    ran = apimgen("diff", "out", "new.yaml", "--exit-code")
    assert ran.code == 0
    assert "Only policies were compared; not compared: named values, backends, " in ran.out
    ran = apimgen("diff", "new.yaml", "out", "--format", "json")
    assert json.loads(ran.out)["compared"] == ["policy"]


def test_a_policy_beside_a_folder_has_its_scope_as_id(apimgen: Program, tmp_path: Path) -> None:
    apimgen("generate", "old.yaml")
    (tmp_path / "new.yaml").write_text(INVENTORY.replace("auth: api-key", "auth: none"))
    ran = apimgen("diff", "out", "new.yaml", "--format", "json")
    assert {(d["id"], d["policy"]) for d in json.loads(ran.out)["differences"]} == {
        ("api/chat", "keys")
    }


class TestBroken:
    """1 means a difference, so what is broken ends with 2."""

    @pytest.mark.parametrize("sides", [("old.yaml", "bad.yaml"), ("bad.yaml", "out")])
    def test_an_invalid_inventory(
        self, apimgen: Program, tmp_path: Path, sides: tuple[str, str]
    ) -> None:
        apimgen("generate", "old.yaml")
        (tmp_path / "bad.yaml").write_text(INVENTORY.replace("routing: single", "routing: singel"))
        ran = apimgen("diff", *sides, "--exit-code")
        assert (ran.code, ran.out) == (2, "")
        assert 'did you mean "single"?' in ran.err
        as_json = apimgen("diff", *sides, "--format", "json")
        assert as_json.code == 2
        assert json.loads(as_json.out)["error"] == "bad.yaml is not a valid inventory"

    @pytest.mark.parametrize("xml", ["<set-heeder />", "<set-header"])
    def test_policies_that_would_not_work(self, apimgen: Program, tmp_path: Path, xml: str) -> None:
        text = INVENTORY.replace("auth: api-key", f"auth: api-key, extra: {{inbound: '{xml}'}}")
        (tmp_path / "bad.yaml").write_text(text)
        ran = apimgen("diff", "bad.yaml", "old.yaml", "--exit-code")
        assert (ran.code, ran.out) == (2, "")
        assert "keys.xml:" in ran.err or "bad.yaml:" in ran.err

    def test_generate_check(self, apimgen: Program, tmp_path: Path) -> None:
        apimgen("generate", "old.yaml")
        (tmp_path / "bad.yaml").write_text(INVENTORY.replace("routing: single", "routing: singel"))
        assert apimgen("generate", "bad.yaml", "--check").code == 2
        assert apimgen("generate", "bad.yaml").code == 1
        assert apimgen("validate", "bad.yaml").code == 1
        (tmp_path / "bad.yaml").write_text(
            INVENTORY.replace("auth: api-key", "auth: api-key, extra: {inbound: <set-heeder />}")
        )
        assert apimgen("generate", "bad.yaml", "--check").code == 2
        assert apimgen("generate", "bad.yaml").code == 1
        (tmp_path / "new.yaml").write_text(INVENTORY.replace("auth: api-key", "auth: none"))
        assert apimgen("generate", "new.yaml", "--check").code == 1
