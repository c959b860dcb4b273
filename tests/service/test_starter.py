"""``pull`` writes an inventory to start from: of it, nothing would change on the service."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apimgen.cli.app import run
from apimgen.inventory import load
from tests.service.arm_server import GROUP, SERVICE, SUBSCRIPTION

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer

WHERE = ["--subscription", SUBSCRIPTION, "-g", GROUP, "-n", SERVICE]
VAULT = "https://kv.vault.azure.net/secrets/partner"
GLOBAL = """<policies>
    <inbound>
        <include-fragment fragment-id="cors" />
        <set-header name="x-tenant" exists-action="override">
            <value>@("{{tenant}}" + "&amp;${NAME}")</value>
        </set-header>
    </inbound>
    <backend>
        <forward-request />
    </backend>
    <outbound />
    <on-error />
</policies>"""
API = """<policies>
    <inbound>
        <base />
        <set-backend-service backend-id="theirs" />
        <set-header name="api-key" exists-action="override">
            <value>{{Partner-Key}}</value>
        </set-header>
        <set-header name="x-other" exists-action="override">
            <value>{{by-portal}}{{hidden}}</value>
        </set-header>
    </inbound>
    <backend>
        <base />
    </backend>
    <outbound>
        <base />
    </outbound>
    <on-error>
        <base />
    </on-error>
</policies>"""


@pytest.fixture(autouse=True)
def service(server: ArmServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that people have made by hand, and the program told where it is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APIMGEN_ARM_ENDPOINT", server.url)
    monkeypatch.setenv("APIMGEN_ARM_TOKEN", "the-pass-of-this-test")

    def named(id_: str, **properties: object) -> None:
        server.seed(f"namedValues/{id_}", {"displayName": id_, **properties})

    named("tenant", value="contoso ${NAME}")
    named("Partner-Key", secret=True, keyVault={"secretIdentifier": VAULT})
    named("hidden", secret=True, value="s3cret-of-the-portal")
    named("5f1a9c", displayName="by-portal", value="x")
    cors = "<fragment><set-header name='x' exists-action='delete' /></fragment>"
    server.seed("policyFragments/cors", {"value": cors, "format": "xml"})
    server.seed("backends/theirs", {"url": "https://theirs.example.com", "protocol": "http"})
    server.seed("apis/chat", {"displayName": "Chat", "path": "chat"})
    operation = {"displayName": "Post", "method": "POST", "urlTemplate": "/"}
    server.seed("apis/chat/operations/post", operation)
    document = {"format": "xml"}
    server.seed("policies/policy", {"value": GLOBAL, **document})
    server.seed("apis/chat/policies/policy", {"value": API, **document})
    server.seed("apis/chat/operations/post/policies/policy", {"value": "<policies />", **document})
    server.seed("products/unlimited/policies/policy", {"value": "<policies />", **document})


def test_nothing_would_change(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["pull", "-o", "mine", *WHERE]) == 0
    assert run(["validate", "mine/apimgen.yaml"]) == 0
    assert run(["plan", "mine/apimgen.yaml", "--exit-code"]) == 0
    assert run(["plan", "mine/apimgen.yaml", "--exit-code", "--prune"]) == 0
    assert run(["diff", "mine/apimgen.yaml", "--exit-code"]) == 0
    out, _ = capfd.readouterr()
    assert "Plan: 0 to create, 0 to update, 0 to delete, 7 unchanged\n" in out
    assert re.search(r"^No differences between live and .* in 4 policies", out, re.MULTILINE)
    text = Path("mine/apimgen.yaml").read_text(encoding="utf-8")
    assert "s3cret-of-the-portal" not in text + out


def test_it_says_what_there_is() -> None:
    run(["pull", "-o", "mine", *WHERE])
    loaded = load(Path("mine/apimgen.yaml"), {})
    assert loaded.inventory is not None
    assert loaded.findings == ()
    values = {v.name: v for v in loaded.inventory.named_values}
    assert values["tenant"].value == "contoso ${NAME}"
    assert values["Partner-Key"].secret is not None
    assert values["Partner-Key"].secret.key_vault == VAULT
    # Its value is nobody's to read, and the other has an id that apimgen would not give it.
    assert values["hidden"].existing
    assert values["by-portal"].existing
    assert [(p.name, str(p.scope), p.file) for p in loaded.inventory.policies] == [
        ("global", "global", "global.xml"),
        ("product-unlimited", "product unlimited", "product-unlimited.xml"),
        ("chat", "api chat", "chat.xml"),
        ("chat.post", "operation post of api chat", "chat.post.xml"),
    ]


def test_an_inventory_that_is_there_stays() -> None:
    Path("mine").mkdir()
    Path("mine/apimgen.yaml").write_text("# mine\n", encoding="utf-8")
    assert run(["pull", "-o", "mine", *WHERE]) == 0
    assert Path("mine/apimgen.yaml").read_text(encoding="utf-8") == "# mine\n"
    assert Path("mine/chat.xml").exists()


def test_other_layouts_have_none() -> None:
    assert run(["pull", "-o", "mine", "--layout", "apiops", *WHERE]) == 0
    assert not Path("mine/apimgen.yaml").exists()
