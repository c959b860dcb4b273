"""The commands as people and pipelines run them, against the double."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apimgen.cli import app
from apimgen.service.plan.plan import Action, Change, Plan
from apimgen.service.resources.resource import ResourceId
from apimgen.service.show import plan_markdown, plan_text
from tests.service.arm_server import GROUP, SERVICE, SERVICE_ID, SUBSCRIPTION
from tests.service.arm_transport import Fault
from tests.service.driver import ARTICLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.service.arm_server import ArmServer

    Run = Callable[..., tuple[int, str, str]]

SERVICE_KEYS = (
    f"service: {{subscription_id: {SUBSCRIPTION}, resource_group: {GROUP}, name: {SERVICE}}}\n"
)
INVENTORY = ARTICLE + SERVICE_KEYS


@pytest.fixture
def run(
    server: ArmServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs one command line in a folder of its own; its exit code, output and messages."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("APIMGEN_ARM_ENDPOINT", server.url)
    monkeypatch.setenv("APIMGEN_ARM_TOKEN", "token-of-the-pipeline")
    (folder / "apimgen.yaml").write_text(INVENTORY, encoding="utf-8")

    def line(*arguments: str) -> tuple[int, str, str]:
        code = app.run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return line


def test_plan_apply_plan(run: Run) -> None:
    code, out, _ = run("plan", "apimgen.yaml")
    assert code == 0
    assert "+ named-value my-endpoint-us1\n" in out
    assert out.endswith("Plan: 8 to create, 0 to update, 0 to delete, 0 unchanged\n")

    code, out, _ = run("apply", "apimgen.yaml", "--yes")
    assert code == 0
    assert "Applied: 8 created, 0 updated, 0 deleted, 0 unchanged\n" in out
    assert re.search(r"Recorded in (\S+\.jsonl), and apimgen rollback undoes it\n\Z", out)

    code, out, _ = run("plan", "apimgen.yaml", "--exit-code")
    assert (code, out) == (0, "Plan: 0 to create, 0 to update, 0 to delete, 8 unchanged\n")


def test_a_service_that_has_nothing_to_download(run: Run, server: ArmServer) -> None:
    for path in [p for p in server.resources if p.startswith(("policies", "namedValues"))]:
        del server.resources[path]
    code, out, _ = run("pull", "apimgen.yaml", "-o", "live")
    assert (code, out) == (
        0,
        f"{SERVICE} has no policies, named values, backends or fragments to download.\n",
    )


def test_exit_code_is_1_where_something_would_change(run: Run) -> None:
    assert run("plan", "apimgen.yaml", "--exit-code")[0] == 1


def test_a_saved_plan_is_applied_without_asking(run: Run) -> None:
    code, _, err = run("plan", "apimgen.yaml", "--out", "plan.json")
    assert code == 0
    assert err.endswith("saved plan.json; carry out exactly this: apimgen apply plan.json\n")
    code, out, _ = run("apply", "plan.json", "--format", "json")
    report = json.loads(out)
    assert code == 0
    assert {change["outcome"] for change in report["changes"]} == {"applied"}
    assert report["journal"].endswith(".jsonl")


def test_a_stale_plan_is_exit_4(run: Run, server: ArmServer) -> None:
    run("plan", "apimgen.yaml", "--out", "plan.json")
    server.seed("namedValues/my-endpoint-us1", {"displayName": "my-endpoint-us1", "value": "x"})
    code, out, err = run("apply", "plan.json")
    assert (code, out) == (4, "")
    assert err.endswith(
        "error: the plan is stale: the service has changed since: named-value my-endpoint-us1\n"
        "Nothing was written. Run plan again and review it.\n"
    )


def test_a_program_gets_json_also_where_nothing_is_done(run: Run, server: ArmServer) -> None:
    run("plan", "apimgen.yaml", "--out", "plan.json")
    server.seed("namedValues/my-endpoint-us1", {"displayName": "my-endpoint-us1", "value": "x"})
    code, out, _ = run("apply", "plan.json", "--format", "json")
    report = json.loads(out)
    assert (code, report["journal"]) == (4, None)
    assert report["error"].startswith("the plan is stale")
    assert {change["outcome"] for change in report["changes"]} == {"not-attempted"}

    server.seed("apis/azure-openai", {"displayName": "azure-openai", "path": "openai-test"})
    guarded = {"value": "<policies><inbound><ip-filter /></inbound></policies>", "format": "xml"}
    server.seed("apis/azure-openai/policies/policy", guarded)
    code, out, _ = run("apply", "apimgen.yaml", "--yes", "--format=json")
    report = json.loads(out)
    assert (code, report["journal"]) == (5, None)
    assert "it removes <ip-filter>" in report["error"]

    code, out, _ = run("plan", "nowhere.yaml", "--format", "json")
    assert (code, json.loads(out)["error"]) == (2, "nowhere.yaml: there is no such file")


def test_nobody_there_to_ask(run: Run, server: ArmServer) -> None:
    before = server.snapshot()
    code, _, err = run("apply", "apimgen.yaml")
    assert code == 2
    assert "give --yes" in err
    assert server.snapshot() == before


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "not json", '{"format_version": 2, "changes": []}']
)
def test_what_is_no_plan_is_refused(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "work" / "plan.json").write_text(text, encoding="utf-8")
    code, _, err = run("apply", "plan.json")
    assert code == 2
    assert "plan" in err
    assert "Traceback" not in err


def test_a_plan_is_for_one_service(run: Run) -> None:
    run("plan", "apimgen.yaml", "--out", "plan.json")
    code, _, err = run("apply", "plan.json", "-n", "another-service")
    assert code == 2
    assert "the plan is for /subscriptions/" in err


def test_a_failure_names_what_happened_to_each(run: Run, server: ArmServer) -> None:
    server.faults = [Fault(5, "412")]
    before = server.snapshot()
    code, out, err = run("apply", "apimgen.yaml", "--yes", "--parallelism", "1")
    assert code == 3
    assert "Failed:\n  operation azure-openai/post-openai" in out
    assert "Rolled back:\n  named-value my-endpoint-us1\n" in out
    assert "Not attempted:\n" in out
    assert err.endswith("The service is as it was before. Run plan again and review it.\n")
    assert server.snapshot() == before


@pytest.mark.parametrize(
    "arguments", [("plan",), ("apply", "--yes"), ("pull", "-o", "live"), ("diff",)]
)
def test_a_variable_that_is_not_set_is_named_where_it_is_missed(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SUBSCRIPTION", raising=False)
    text = INVENTORY.replace(SUBSCRIPTION, '"${SUBSCRIPTION}"')
    (tmp_path / "work" / "apimgen.yaml").write_text(text, encoding="utf-8")
    code, _, err = run(*arguments, "apimgen.yaml")
    assert code == 2
    first, second = err.splitlines()
    assert first.startswith("error: apimgen.yaml:19:29: the variable SUBSCRIPTION is not set; ")
    assert second.startswith("which service? give --subscription")
    assert run(*arguments, "apimgen.yaml", "--subscription", SUBSCRIPTION)[0] == 0


def test_rollback_undoes_an_apply_that_worked(run: Run, server: ArmServer) -> None:
    before = server.snapshot()
    journal = json.loads(run("apply", "apimgen.yaml", "--yes", "--format", "json")[1])["journal"]
    assert server.snapshot() != before
    code, out, _ = run("rollback", journal)
    assert code == 0
    assert out.endswith("Rolled back: 8, not: 0\n")
    assert server.snapshot() == before
    assert run("rollback", journal)[1] == "Rolled back: 0, not: 0\n"


def test_the_plan_as_markdown(run: Run, server: ArmServer) -> None:
    server.service["identity"] = None
    code, out, _ = run("plan", "apimgen.yaml", "--format", "markdown")
    assert code == 0
    assert out.startswith("**Plan: 8 to create, 0 to update, 0 to delete, 0 unchanged**\n")
    assert "<details><summary>create <code>named-value my-endpoint-us1</code></summary>" in out
    assert "> **Warning:** policy azure-openai signs in with the service's managed identity" in out


def test_a_plan_in_markdown_and_text_says_what_apply_refuses() -> None:
    resource = ResourceId("backends/<b>")
    change = Change(Action.UPDATE, resource, diff="+ x: ````", refused=("it is unwise",))
    made = Plan("", (change,), warnings=("first\nsecond",))
    markdown = plan_markdown(made)
    assert "<code>backend &lt;b></code>" in markdown
    assert "\n`````diff\n+ x: ````\n`````\n" in markdown
    assert "> **Warning:** apply refuses without `--force`: it is unwise\n" in markdown
    assert "> **Warning:** first\n> second\n" in markdown
    assert "apply refuses without --force: it is unwise\n" in plan_text(made)


def test_json_is_all_that_stands_on_standard_output(run: Run, server: ArmServer) -> None:
    server.service["identity"] = None
    code, out, err = run("plan", "apimgen.yaml", "--format", "json")
    assert code == 0
    assert json.loads(out)["service"] == SERVICE_ID
    assert "warning" in err


def test_the_global_policy_takes_force(run: Run, server: ArmServer, tmp_path: Path) -> None:
    text = INVENTORY.replace("scope: {api: azure-openai}", "scope: global")
    (tmp_path / "work" / "global.yaml").write_text(text, encoding="utf-8")
    before = server.snapshot()
    code, _, err = run("apply", "global.yaml", "--yes")
    assert code == 5
    assert "it changes the global policy" in err
    assert server.snapshot() == before
    assert run("apply", "global.yaml", "--yes", "--force")[0] == 0


def test_pull_writes_what_generate_would(run: Run, tmp_path: Path) -> None:
    run("apply", "apimgen.yaml", "--yes")
    assert run("pull", "apimgen.yaml", "-o", "live")[0] == 0
    folder = tmp_path / "work" / "live"
    assert sorted(p.name for p in folder.iterdir()) == [
        "azure-openai.xml",
        "global.xml",
        "named-values.yaml",
    ]
    values = (folder / "named-values.yaml").read_text(encoding="utf-8")
    assert "my-endpoint-us1: https://us1.openai.azure.com/\n" in values
    code, out, _ = run("diff", "live/azure-openai.xml", "apimgen.yaml", "--exit-code")
    assert code == 0
    assert out.startswith(
        "No differences between live/azure-openai.xml and apimgen.yaml in 1 policy."
    )


@pytest.mark.parametrize(
    ("layout", "values"), [("apiops", "named values"), ("apiops-cli", "namedValues")]
)
def test_pull_in_the_layouts_of_other_tools(
    run: Run, server: ArmServer, tmp_path: Path, layout: str, values: str
) -> None:
    run("apply", "apimgen.yaml", "--yes")
    server.seed("policyFragments/f", {"value": "<fragment><base/></fragment>", "format": "xml"})
    server.seed("backends/b", {"url": "https://b.example", "protocol": "http"})
    assert run("pull", "apimgen.yaml", "-o", "art", "--layout", layout)[0] == 0
    folder = tmp_path / "work" / "art"
    assert (folder / "apis/azure-openai/policy.xml").is_file()
    assert (folder / "policy.xml").is_file()
    assert (folder / "backends/b/backendInformation.json").is_file()
    fragments = "policy fragments" if layout == "apiops" else "policyFragments"
    assert (folder / fragments / "f/policyFragmentInformation.json").is_file()
    file = folder / values / "my-endpoint-us1/namedValueInformation.json"
    assert json.loads(file.read_text())["properties"]["value"] == "https://us1.openai.azure.com/"


def test_diff_with_the_live_service(run: Run, server: ArmServer) -> None:
    run("apply", "apimgen.yaml", "--yes")
    assert run("diff", "live", "apimgen.yaml", "--exit-code")[:2] == (
        0,
        "No differences between live and apimgen.yaml in 1 policy and 7 other resources.\n",
    )
    text = server.resources["apis/azure-openai/policies/policy"].properties["value"]
    changed = {"format": "xml", "value": text.replace('count="3"', 'count="9"')}
    server.seed("apis/azure-openai/policies/policy", changed)
    code, out, _ = run("diff", "apimgen.yaml", "--exit-code")
    assert code == 1
    assert "/policies/backend/retry/@count" in out


def test_a_rollback_on_a_service_that_is_not_there_changes_nothing_of_its_record(
    run: Run, server: ArmServer, tmp_path: Path
) -> None:
    before = server.snapshot()
    journal = Path(
        json.loads(run("apply", "apimgen.yaml", "--yes", "--format", "json")[1])["journal"]
    )
    recorded = journal.read_text(encoding="utf-8")
    elsewhere = recorded.replace(f"service/{SERVICE}", "service/apim-tset")
    journal.write_text(elsewhere, encoding="utf-8")
    code, out, err = run("rollback", str(journal))
    assert (code, out) == (2, "")
    assert f"did you mean {SERVICE} in {GROUP}?" in err
    assert journal.read_text(encoding="utf-8") == elsewhere
    journal.write_text(recorded, encoding="utf-8")
    assert run("rollback", str(journal))[0] == 0
    assert server.snapshot() == before


def test_rollback_names_what_it_cannot_put_back(run: Run, server: ArmServer) -> None:
    journal = json.loads(run("apply", "apimgen.yaml", "--yes", "--format", "json")[1])["journal"]
    server.seed("namedValues/my-endpoint-us1", {"displayName": "my-endpoint-us1", "value": "x"})
    before = server.snapshot()
    left = {
        "resource": "namedValues/my-endpoint-us1",
        "why": "somebody else has changed it since, so it stays as it is",
    }
    code, out, err = run("rollback", journal, "--format", "json")
    assert (code, server.snapshot()) == (5, before)
    assert json.loads(out) == {"rolled_back": [], "not_rolled_back": [left], "refused": True}
    assert "error: refused: not everything can be put back:\n  named-value my-endpoint-us1" in err
    assert "Nothing was written. --force puts back the rest." in err
    code, out, err = run("rollback", journal, "--format", "json", "--force")
    report = json.loads(out)
    assert (code, report["not_rolled_back"]) == (3, [left])
    assert len(report["rolled_back"]) == 7
    assert "error: not rolled back: named-value my-endpoint-us1: somebody else" in err


def test_a_secret_of_long_ago_is_not_put_back_and_said_so(
    run: Run, server: ArmServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a run is over, nothing keeps the old value of a secret."""
    text = INVENTORY.replace(".com/}", ".com/, api_key: {env: THE_KEY}}", 1).replace(
        "scope: {api",
        "auth: api-key\n    backends: [my-endpoint-us1]\n    routing: single\n    scope: {api",
    )
    (tmp_path / "work" / "keys.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("THE_KEY", "the first of the keys")
    assert run("apply", "keys.yaml", "--yes")[0] == 0
    monkeypatch.setenv("THE_KEY", "the second of the keys")
    journal = json.loads(run("apply", "keys.yaml", "--yes", "--format", "json")[1])["journal"]
    code, _, err = run("rollback", journal)
    assert code == 5
    assert "its old secret value is gone; set it by hand" in err
    stored = server.resources["namedValues/my-endpoint-us1-key"].properties
    assert stored["value"] == "the second of the keys"


def test_a_secret_that_is_not_set(run: Run, tmp_path: Path, server: ArmServer) -> None:
    text = INVENTORY.replace(".com/}", ".com/, api_key: {env: NOWHERE_SET}}", 1).replace(
        "scope: {api",
        "auth: api-key\n    backends: [my-endpoint-us1]\n    routing: single\n    scope: {api",
    )
    (tmp_path / "work" / "keys.yaml").write_text(text, encoding="utf-8")
    before = server.snapshot()
    code, _, err = run("apply", "keys.yaml", "--yes")
    assert code == 2
    assert "not set: NOWHERE_SET" in err
    assert server.snapshot() == before


def test_a_policy_with_errors_is_never_sent(run: Run, tmp_path: Path, server: ArmServer) -> None:
    header = "<set-header name='h' exists-action='sometimes'><value>v</value></set-header>"
    extra = f'extra: {{inbound: "{header}"}}'
    text = INVENTORY.replace("    scope:", f"    {extra}\n    scope:")
    (tmp_path / "work" / "bad.yaml").write_text(text, encoding="utf-8")
    for ends, command in (
        (2, ("plan", "bad.yaml")),  # where 1 means that something would change
        (2, ("diff", "live", "bad.yaml")),
        (1, ("apply", "bad.yaml", "--yes")),
    ):
        code, _, err = run(*command)
        assert code == ends, err
        assert re.search(r"^bad.yaml:[0-9]+:[0-9]+: error: .*sometimes", err, re.MULTILINE)
    assert server.log == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("apply", "nowhere.json"), "there is no file nowhere.json"),
        (("rollback", "nowhere.jsonl"), "there is no file nowhere.jsonl"),
        (("rollback", "apimgen.yaml"), "is not a journal"),
        (("apply", "plan.json", "--prune"), "--prune goes with an inventory"),
        (
            ("plan", "apimgen.yaml", "--arm-endpoint", "http://x"),
            "must begin with https://",
        ),
        (("pull", "-o", "x"), "which service? give --subscription"),
        (("plan", "apimgen.yaml", "-n", "apim-tset"), "did you mean apim-test in rg-ai?"),
        (("pull", "apimgen.yaml", "-o", "x", "-n", "apim-tset"), "did you mean apim-test in"),
        (
            ("apply", "apimgen.yaml", "--yes", "--journals", "apimgen.yaml/x"),
            "can't write the journal",
        ),
    ],
)
def test_what_cannot_be_done_is_exit_2_and_one_message(
    run: Run, arguments: tuple[str, ...], message: str
) -> None:
    run("plan", "apimgen.yaml", "--out", "plan.json")
    code, _, err = run(*arguments)
    assert (code, "Traceback" in err) == (2, False)
    assert message in err


def test_a_secret_in_an_url_stops_a_plan_from_being_saved(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "sig-of-the-url"
    text = INVENTORY.replace(
        "https://us1.openai.azure.com/}",
        f"https://us1.openai.azure.com/{secret}, api_key: {{env: KEY}}}}",
    ).replace("    scope:", "    auth: api-key\n    backends: [my-endpoint-us1]\n    scope:")
    (tmp_path / "work" / "apimgen.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("KEY", secret)
    code, _, err = run("plan", "apimgen.yaml", "--out", "plan.json")
    assert code == 2
    assert "the plan would hold a secret" in err
    assert not (tmp_path / "work" / "plan.json").exists()


def test_no_permission_in_the_middle_is_explained(run: Run, server: ArmServer) -> None:
    server.forbidden = {"apis/write"}
    before = server.snapshot()
    code, _, err = run("apply", "apimgen.yaml", "--yes")
    assert code == 3
    assert '"API Management Service Contributor"' in err
    assert server.snapshot() == before


THEIRS = {"displayName": "my-endpoint-us1", "value": "theirs", "tags": ["apimgen"]}


def applied(run: Run, *options: str) -> Path:
    """The journal of an apply that worked."""
    code, out, err = run("apply", "apimgen.yaml", "--yes", "--format", "json", *options)
    assert code == 0, err
    return Path(json.loads(out)["journal"])


def changed_inventory(tmp_path: Path) -> None:
    file = tmp_path / "work" / "apimgen.yaml"
    file.write_text(file.read_text().replace("us1.openai", "us9.openai"), encoding="utf-8")


def without_ends(journal: Path) -> str:
    """The journal as a run leaves it that died before it could note that its writes were done."""
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.write_text("".join(line for line in lines if '"event":"done"' not in line))
    return str(journal)


def test_writes_whose_end_is_not_on_record_are_looked_at(run: Run, server: ArmServer) -> None:
    before = server.snapshot()
    journal = without_ends(applied(run))
    server.seed("namedValues/my-endpoint-us1", THEIRS)
    code, out, err = run("rollback", journal, "--force")
    assert (code, out.splitlines()[-1]) == (3, "Rolled back: 7, not: 1")
    assert "named-value my-endpoint-us1: somebody else has changed it since" in err
    after = server.snapshot()
    assert after == {**before, "namedValues/my-endpoint-us1": json.dumps(
        {"secret": False, **THEIRS}, sort_keys=True).encode()}  # fmt: skip


def test_what_somebody_else_has_deleted_stays_deleted(
    run: Run, server: ArmServer, tmp_path: Path
) -> None:
    applied(run)
    changed_inventory(tmp_path)
    journal = applied(run)
    del server.resources["namedValues/my-endpoint-us1"]
    code, _, err = run("rollback", str(journal), "--force")
    assert code == 3
    assert "somebody else has deleted it since" in err
    assert "namedValues/my-endpoint-us1" not in server.resources


def test_what_somebody_else_has_made_anew_after_a_deletion_stays(
    run: Run, server: ArmServer
) -> None:
    server.seed("namedValues/my-endpoint-us0", {**THEIRS, "displayName": "my-endpoint-us0"})
    journal = without_ends(applied(run, "--prune"))
    made = {"displayName": "my-endpoint-us0", "value": "made anew"}
    server.seed("namedValues/my-endpoint-us0", made)
    code, _, err = run("rollback", journal, "--force")
    assert code == 3
    assert "named-value my-endpoint-us0: somebody else has changed it since" in err
    assert server.resources["namedValues/my-endpoint-us0"].properties["value"] == "made anew"


@pytest.mark.parametrize("first", [True, False])
def test_an_edit_in_the_middle_of_a_rollback_is_not_overwritten(
    run: Run, server: ArmServer, tmp_path: Path, first: bool
) -> None:
    """Between the look at what stands there and the write; created at first, then updated."""
    journal = applied(run)
    if not first:
        changed_inventory(tmp_path)
        journal = applied(run)

    def edit(_number: int, path: str) -> None:
        if path == "namedValues/my-endpoint-us1":
            server.seed(path, THEIRS)

    server.writes.clear()
    server.on_write = edit
    assert run("rollback", str(journal))[0] == 3
    assert server.resources["namedValues/my-endpoint-us1"].properties["value"] == "theirs"


def test_a_secret_that_stood_in_the_open_is_not_put_back_as_a_mask(
    run: Run, server: ArmServer
) -> None:
    server.seed("apis/azure-openai", {"displayName": "azure-openai", "path": "openai-test"})
    header = '<set-header name="api-key"><value>in-the-open-4711</value></set-header>'
    text = f"<policies><inbound><base />{header}</inbound></policies>"
    server.seed("apis/azure-openai/policies/policy", {"format": "xml", "value": text})
    journal = applied(run)
    code, _, err = run("rollback", str(journal), "--force")
    assert code == 3
    assert "it held a secret, which is in no file; put it back by hand" in err
    assert "***" not in server.resources["apis/azure-openai/policies/policy"].properties["value"]


def test_a_rollback_is_on_record_and_a_second_one_has_nothing_to_do(run: Run) -> None:
    journal = applied(run)
    assert run("rollback", str(journal))[0] == 0
    last = json.loads(journal.read_text(encoding="utf-8").splitlines()[-1])
    assert (last["event"], last["outcome"]) == ("end", "rolled-back")
    again = json.loads(run("rollback", str(journal), "--format", "json")[1])
    assert again == {"rolled_back": [], "not_rolled_back": []}


@pytest.mark.parametrize(
    ("option", "expected"),
    [("--subscription", "00000000"), ("-g", "rg-ai"), ("-n", "apim-test")],
)
def test_a_journal_is_for_one_service(run: Run, option: str, expected: str) -> None:
    journal = applied(run)
    code, _, err = run("rollback", str(journal), option, "another")
    assert code == 2
    assert expected in err
    assert "the options say another" in err


def test_stopping_at_an_error_says_how_to_put_the_rest_back(run: Run, server: ArmServer) -> None:
    server.faults = [Fault(5, "412")]
    one_by_one = ("--parallelism", "1", "--on-error", "stop", "--format", "json")
    code, out, err = run("apply", "apimgen.yaml", "--yes", *one_by_one)
    report = json.loads(out)
    assert code == 3
    assert f"apimgen rollback {report['journal']} puts the rest back." in err
    assert "fault 412" in report["error"]
    outcomes = [change["outcome"] for change in report["changes"]]
    assert outcomes.count("failed") == 1
    assert {"applied", "not-attempted"} <= set(outcomes)
    end = Path(report["journal"]).read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(end)["outcome"] == "partial"


def test_the_report_as_json_names_what_could_not_be_put_back(run: Run, server: ArmServer) -> None:
    server.mangle = ('count="3"', 'count="2"')

    def edit(number: int, _path: str) -> None:
        if number == 8:
            server.seed("namedValues/my-endpoint-us1", THEIRS)

    server.on_write = edit
    server.faults = [Fault(8, "412")]
    command = ("apply", "apimgen.yaml", "--yes", "--parallelism", "1", "--format", "json")
    report = json.loads(run(*command)[1])
    kept = [change["id"] for change in report["changes"] if "not_rolled_back" in change]
    assert kept == ["my-endpoint-us1"]
