"""What one has already goes to the service with the rest, and what exists is never touched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apimgen.cli.app import run
from apimgen.examples import example
from apimgen.inventory import load
from apimgen.service.plan.make import UnworkableError
from apimgen.service.plan.plan import Action
from tests.service.arm_server import GROUP, SERVICE, SUBSCRIPTION

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

SECRET = "s3cret-for-the-gateway-and-the-issuer"
SIGNED_IN = "apis/azure-openai/policies/policy"
SMALL = """
version: 1
named_values:
  - {name: tenant, value: contoso}
  - {name: signing-key, secret: {env: SIGNING_KEY}}
fragments:
  - {name: cors, file: cors.xml}
policies:
  - {name: unlimited, scope: {product: unlimited}, file: unlimited.xml}
"""
UNLIMITED = """<policies>
    <inbound>
        <base />
        <include-fragment fragment-id="cors" />
        <set-header name="x-tenant"><value>{{tenant}}</value></set-header>
        <set-header name="x-long">
            <value>@(context.RequestId.ToString("N") + "&")</value>
        </set-header>
    </inbound>
</policies>
"""
CORS = """<fragment>
    <set-header name="x-key"><value>{{signing-key}}</value></set-header>
</fragment>
"""


@pytest.fixture(autouse=True)
def folder(driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the documents, which is the current one."""
    here = tmp_path / "work"
    here.mkdir()
    monkeypatch.chdir(here)
    (here / "unlimited.xml").write_text(UNLIMITED, encoding="utf-8")
    (here / "cors.xml").write_text(CORS, encoding="utf-8")
    driver.environment["SIGNING_KEY"] = SECRET
    return here


@pytest.fixture
def sample(
    folder: Path,
    server: ArmServer,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Path:
    """The sample as its user has it, and the program told where the service is."""
    shutil.copytree(example("bring-your-own").path.parent, folder, dirs_exist_ok=True)
    path = folder / "bring-your-own.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("rg-ai", GROUP).replace("my-cool-apim-us1\n", f"{SERVICE}\n", 1)
    path.write_text(text, encoding="utf-8")
    for name, value in {
        "APIMGEN_ARM_ENDPOINT": server.url,
        "APIMGEN_ARM_TOKEN": "the-pass-of-this-test",
        "AZURE_SUBSCRIPTION_ID": SUBSCRIPTION,
        "SIGNING_KEY": SECRET,
    }.items():
        monkeypatch.setenv(name, value)
    return path


def changed(driver: Driver, inventory: str = SMALL, *, prune: bool = False) -> dict[str, Action]:
    plan = driver.plan(inventory, prune=prune)
    return {c.id.path: c.action for c in plan.changes if c.action is not Action.NO_CHANGE}


def test_everything_is_created_in_the_order_of_references(
    driver: Driver, server: ArmServer
) -> None:
    driver.parallelism = 1
    report = driver.apply(SMALL)
    assert (report.exit_code, report.failure) == (0, "")
    assert server.sent("PUT") == [
        "namedValues/tenant",
        "namedValues/signing-key",
        "policyFragments/cors",
        "products/unlimited/policies/policy",
    ]
    assert changed(driver) == {}


@pytest.mark.parametrize("form", ["rawxml", "xml"])
def test_a_document_means_the_same_in_either_form(
    driver: Driver, server: ArmServer, folder: Path, form: str
) -> None:
    escaped = UNLIMITED.replace(
        'ToString("N") + "&"', "ToString(&quot;N&quot;) + &quot;&amp;&quot;"
    )
    (folder / "unlimited.xml").write_text(escaped if form == "xml" else UNLIMITED, encoding="utf-8")
    driver.apply(SMALL)
    stored = server.resources["products/unlimited/policies/policy"].properties["value"]
    assert '"N") + "&amp;"' in stored
    assert changed(driver) == {}


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("{name: tenant, value: contoso}", "{name: tenant, value: other}", "namedValues/tenant"),
        (
            "secret: {env: SIGNING_KEY}",
            "secret: {key_vault: https://kv.vault.azure.net/secrets/x}",
            "namedValues/signing-key",
        ),
        ("file: cors.xml", "file: other.xml", "policyFragments/cors"),
        ("file: unlimited.xml", "file: open.xml", "products/unlimited/policies/policy"),
    ],
)
def test_each_change_is_seen(driver: Driver, folder: Path, old: str, new: str, path: str) -> None:
    driver.apply(SMALL)
    (folder / "other.xml").write_text(CORS.replace("x-key", "x-other"), encoding="utf-8")
    (folder / "open.xml").write_text(UNLIMITED.replace("x-long", "x-other"), encoding="utf-8")
    assert changed(driver, SMALL.replace(old, new)) == {path: Action.UPDATE}


def test_a_new_secret_is_seen_and_never_shown(driver: Driver, tmp_path: Path) -> None:
    driver.apply(SMALL)
    driver.environment["SIGNING_KEY"] = "an0ther-secret-of-the-gateway"
    plan = driver.plan(SMALL)
    assert [c.id.path for c in plan.work] == ["namedValues/signing-key"]
    driver.apply(plan)
    written = [p.read_text(encoding="utf-8") for p in tmp_path.rglob("*.jsonl")]
    for text in (plan.dumps(), *written):
        assert SECRET not in text
        assert "an0ther-secret" not in text


def test_what_the_inventory_drops_is_pruned(driver: Driver, server: ArmServer) -> None:
    before = set(server.resources)
    driver.apply(SMALL)
    less = """
version: 1
backends: [{name: us1, url: https://us1.openai.azure.com/}]
policies: [{name: chat, routing: single, endpoints: inline}]
"""
    assert set(changed(driver, less, prune=True)) == set(server.resources) - before
    driver.apply(driver.plan(less, prune=True))
    assert set(server.resources) == before


EXISTING = """
version: 1
named_values:
  - {name: tenant, existing: true}
  - {name: signing-key, existing: true}
fragments:
  - {name: cors, existing: true}
policies:
  - {name: unlimited, scope: {product: unlimited}, file: unlimited.xml}
"""


def test_what_exists_is_neither_written_nor_pruned(driver: Driver, server: ArmServer) -> None:
    """Even what carries our mark: another inventory may have made it, or this one before."""
    driver.apply(SMALL)
    kept = {p: r.properties for p, r in server.resources.items() if "products" not in p}
    assert changed(driver, EXISTING, prune=True) == {}
    plan = driver.plan(EXISTING, prune=True)
    assert [c.id.path for c in plan.changes] == ["products/unlimited/policies/policy"]
    driver.apply(plan)
    assert {p: r.properties for p, r in server.resources.items() if "products" not in p} == kept


def test_an_existing_named_value_is_known_by_its_display_name(
    driver: Driver, server: ArmServer
) -> None:
    value = {"displayName": "tenant", "value": "contoso", "tags": ["apimgen"]}
    server.seed("namedValues/5f1a9c", value)
    server.seed("policyFragments/cors", {"value": "<fragment />", "format": "xml"})
    text = EXISTING.replace("  - {name: signing-key, existing: true}\n", "")
    plan = driver.plan(text, prune=True)
    assert plan.warnings == ()
    assert [(c.action, c.id.path) for c in plan.changes] == [
        (Action.CREATE, "products/unlimited/policies/policy")
    ]


def test_a_plan_warns_of_what_should_exist_and_does_not(driver: Driver, server: ArmServer) -> None:
    server.seed("namedValues/tenants", {"displayName": "tenants", "value": "x"})
    text = """
version: 1
backends: [{name: us1, url: https://us1.openai.azure.com/}]
named_values: [{name: tenant, existing: true}]
fragments: [{name: cors, existing: true}]
policies: [{name: chat, routing: single, auth: none}]
"""
    assert driver.plan(text).warnings == (
        (
            'the inventory says that named value "tenant" exists, and the service has none; '
            'did you mean "tenants"?'
        ),
        'the inventory says that policy fragment "cors" exists, and the service has none',
    )


def test_a_policy_that_needs_what_does_not_exist_is_refused(driver: Driver) -> None:
    with pytest.raises(UnworkableError, match='needs policy fragment "cors", which'):
        driver.plan(EXISTING)


def test_what_nobody_lists_stays(driver: Driver, server: ArmServer) -> None:
    server.seed("namedValues/theirs", {"displayName": "theirs", "value": "x"})
    server.seed("policyFragments/theirs", {"value": "<fragment />", "format": "xml"})
    server.seed("products/starter", {"displayName": "Starter"})
    server.seed("products/starter/policies/policy", {"value": "<policies />", "format": "xml"})
    driver.apply(SMALL)
    assert changed(driver, prune=True) == {}


def test_a_fragment_that_was_there_before_is_taken_over_without_a_mark(
    driver: Driver, server: ArmServer
) -> None:
    theirs = {"value": "<fragment><!-- old --></fragment>", "format": "xml", "description": "Ours"}
    server.seed("policyFragments/cors", theirs)
    driver.apply(SMALL)
    stored = server.resources["policyFragments/cors"].properties
    assert "x-key" in stored["value"]
    assert stored["description"] == "Ours"
    assert changed(driver) == {}


def test_the_sample_goes_there_and_back(
    sample: Path, server: ArmServer, capfd: pytest.CaptureFixture[str]
) -> None:
    before = {path: r.properties for path, r in server.resources.items()}
    assert run(["plan", str(sample), "--out", "plan.json"]) == 0
    assert run(["apply", "plan.json", "--yes", "--force"]) == 0
    assert run(["plan", str(sample), "--exit-code"]) == 0
    assert run(["diff", "live", str(sample), "--exit-code"]) == 0
    assert run(["pull", str(sample), "-o", "pulled"]) == 0
    live = {p.relative_to("pulled").as_posix() for p in Path("pulled").rglob("*")}
    assert {"everything.xml", "azure-openai.xml", "chat.xml", "fragments/browsers.xml"} <= live
    assert run(["generate", str(sample), "-o", "out"]) == 0
    assert run(["diff", "pulled", "out", "--exit-code"]) == 0
    journal = next(Path(".apimgen/journals").glob("*.jsonl"))
    where = ["--subscription", SUBSCRIPTION, "-g", GROUP, "-n", SERVICE]
    assert run(["rollback", str(journal), *where]) == 0
    after = {path: r.properties for path, r in server.resources.items()}
    assert after.keys() == before.keys()
    out, err = capfd.readouterr()
    everywhere = [out, err, *(p.read_text("utf-8") for p in Path().rglob("*") if p.is_file())]
    assert not any(SECRET in text for text in everywhere)


def test_json_of_a_plan_has_every_kind(
    sample: Path, server: ArmServer, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", str(sample), "--format", "json"]) == 0
    changes = json.loads(capfd.readouterr().out)["changes"]
    assert {(c["type"], c["id"]) for c in changes} >= {
        ("named-value", "tenant"),
        ("named-value", "signing-key"),
        ("fragment", "browsers"),
        ("policy", "global"),
        ("policy", "api/azure-openai"),
    }
    assert load(sample, {"AZURE_SUBSCRIPTION_ID": SUBSCRIPTION}).findings == ()


def test_a_fragment_has_the_backends_made_that_it_names(
    driver: Driver, server: ArmServer, folder: Path
) -> None:
    (folder / "cors.xml").write_text(
        '<fragment><set-backend-service backend-id="us1" />'
        '<set-header name="x" exists-action="override"><value>{{us2}}</value></set-header>'
        "</fragment>",
        encoding="utf-8",
    )
    backends = """
backends:
  - {name: us1, url: https://us1.openai.azure.com/}
  - {name: us2, url: https://us2.openai.azure.com/}
"""
    report = driver.apply(SMALL + backends)
    assert (report.exit_code, report.failure) == (0, "")
    assert {"backends/us1", "namedValues/us2"} <= set(server.resources)
    assert {"backends/us2", "namedValues/us1"}.isdisjoint(server.resources)
