"""``apimgen validate``: what is checked, how it is reported, how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program

GOOD = "<policies><inbound><base /></inbound></policies>"
BAD = """<policies>
    <inbound>
        <base />
        <set-header name="a" exist-action="delete" />
    </inbound>
</policies>
"""
UNKNOWN = '<set-header> has no attribute "exist-action"; did you mean "exists-action"?'


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.xml"
    path.write_text(BAD)
    return path


def test_text_shows_the_line_and_marks_what_is_meant(apimgen: Program, bad: Path) -> None:
    ran = apimgen("validate", "bad.xml")
    assert ran.code == 1
    assert ran.out.splitlines()[:3] == [
        f"bad.xml:4:30: error: {UNKNOWN} [unknown-attribute]",
        '    4 |         <set-header name="a" exist-action="delete" />',
        "      |                              ^^^^^^^^^^^^",
    ]
    assert ran.out.splitlines()[-1].startswith("1 error, 0 warnings in 1 file.")


def test_json_is_one_document(apimgen: Program, bad: Path) -> None:
    ran = apimgen("validate", "bad.xml", "--format", "json")
    assert json.loads(ran.out) == {
        "findings": [
            {
                "file": "bad.xml",
                "line": 4,
                "column": 30,
                "end_line": 4,
                "end_column": 42,
                "rule": "unknown-attribute",
                "severity": "error",
                "message": UNKNOWN,
            }
        ],
        "summary": {"files": 1, "errors": 1, "warnings": 0},
    }


def test_json_of_nothing_found(apimgen: Program, inventory: Path) -> None:
    ran = apimgen("validate", inventory, "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["findings"] == []


def test_github_annotations(apimgen: Program, bad: Path) -> None:
    ran = apimgen("validate", "bad.xml", "--format", "github")
    assert ran.out == (
        "::error file=bad.xml,line=4,col=30,endLine=4,endColumn=42,"
        "title=apimgen%3A unknown-attribute::"
        '<set-header> has no attribute "exist-action"; did you mean "exists-action"?\n'
    )


def test_sarif_carries_the_rule_and_the_region(apimgen: Program, bad: Path) -> None:
    log = json.loads(apimgen("validate", "bad.xml", "--format", "sarif").out)
    (run,) = log["runs"]
    (result,) = run["results"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "unknown-attribute"
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "bad.xml", "uriBaseId": "%SRCROOT%"}
    assert location["region"] == {"startLine": 4, "startColumn": 30, "endLine": 4, "endColumn": 42}


def test_a_folder_is_searched_for_what_is_for_apimgen(
    apimgen: Program, inventory: Path, bad: Path, tmp_path: Path
) -> None:
    (tmp_path / "pom.xml").write_text("<project/>")
    (tmp_path / "compose.yaml").write_text("services: {}")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "bad.xml").write_text(BAD)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "good.xml").write_text(GOOD)
    ran = apimgen("validate", ".", "--format", "json")
    assert json.loads(ran.out)["summary"] == {"files": 3, "errors": 1, "warnings": 0}


OF_ANOTHER_TOOL = """apis:
  - orders
backends:
  - orders-backend
policies:
  - inbound
namedValues:
  - orders-url
"""


class TestWhichYamlOfAFolderIsAnInventory:
    @pytest.mark.parametrize(
        "text",
        [
            OF_ANOTHER_TOOL,
            "version: '3'\nservices:\n  policies: {}\n",
            "# see apimgen.schema.json\nbackends: []\n",
            "# yaml-language-server: $schema=other.schema.json\npolicies: []\n",
        ],
    )
    def test_what_does_not_say_so_is_passed_over(
        self, apimgen: Program, inventory: Path, tmp_path: Path, text: str
    ) -> None:
        (tmp_path / "other.yaml").write_text(text)
        ran = apimgen("validate", ".", "--strict")
        assert (ran.code, ran.out) == (0, "No findings in 1 file.\n")

    @pytest.mark.parametrize(
        "text",
        [
            "version: 1\npolicies: {}\n",
            "policies: {}\n'version' : 1\n",
            "# ours\n# yaml-language-server: $schema=./schemas/apimgen.schema.json\nbackend: []\n",
        ],
    )
    def test_what_says_so_is_checked(self, apimgen: Program, tmp_path: Path, text: str) -> None:
        (tmp_path / "mine.yml").write_text(text)
        ran = apimgen("validate", ".")
        assert ran.code == 1
        assert "mine.yml:" in ran.out

    def test_a_file_that_is_named_is_always_checked(self, apimgen: Program, tmp_path: Path) -> None:
        (tmp_path / "other.yaml").write_text(OF_ANOTHER_TOOL)
        assert apimgen("validate", "other.yaml").code == 1


class TestAFolderWithNothingToCheck:
    def test_is_a_warning(self, apimgen: Program, tmp_path: Path) -> None:
        (tmp_path / "some").mkdir()
        (tmp_path / "some" / "notes.txt").write_text("<policies/>")
        ran = apimgen("validate", "some")
        assert (ran.code, ran.out) == (0, "No findings in 0 files.\n")
        assert ran.err == (
            "warning: nothing to check in some: it has no .xml, .yaml or .yml file\n"
        )
        assert apimgen("validate", "some", "--strict").code == 1

    def test_files_for_other_tools_alone_are_a_note(self, apimgen: Program, tmp_path: Path) -> None:
        (tmp_path / "pom.xml").write_text("<project/>")
        ran = apimgen("validate", ".", "--strict")
        assert (ran.code, ran.out) == (0, "No findings in 0 files.\n")
        assert ran.err == "no .xml, .yaml or .yml file there is a policy document or an inventory\n"

    def test_also_where_all_is_excluded(self, apimgen: Program, bad: Path, tmp_path: Path) -> None:
        (tmp_path / "apimgen.toml").write_text('exclude = ["*.xml"]')
        assert "exclude covers each .xml" in apimgen("validate", ".").err

    def test_leaves_json_one_document(self, apimgen: Program, tmp_path: Path) -> None:
        ran = apimgen("validate", ".", "--format", "json")
        assert json.loads(ran.out)["summary"]["files"] == 0
        assert ran.err


def test_an_inventory_tells_which_named_values_there_are(
    apimgen: Program, inventory: Path, tmp_path: Path
) -> None:
    document = tmp_path / "p.xml"
    document.write_text(GOOD.replace("<base />", '<set-backend-service base-url="{{us3}}" />'))
    assert apimgen("validate", "p.xml").code == 0
    ran = apimgen("validate", "p.xml", "--inventory", "apimgen.yaml")
    assert ran.code == 1
    assert 'nothing defines the named value "us3"; did you mean "us' in ran.out


def test_strict_fails_on_warnings(apimgen: Program, inventory: Path) -> None:
    inventory.write_text(
        inventory.read_text().replace("auth: api-key", "retry: {interval: 1, max_interval: 9}")
    )
    ran = apimgen("validate", "apimgen.yaml")
    assert "warning" in ran.out
    assert ran.code == 0
    assert apimgen("validate", "apimgen.yaml", "--strict").code == 1


def test_quiet_says_nothing_where_nothing_is_wrong(apimgen: Program, inventory: Path) -> None:
    assert apimgen("-q", "validate", "apimgen.yaml").out == ""


def test_a_line_with_a_secret_is_not_shown(apimgen: Program, inventory: Path) -> None:
    inventory.write_text(inventory.read_text().replace("{env: US1_KEY}", '"sk-s3cret"'))
    ran = apimgen("validate", "apimgen.yaml")
    assert ran.code == 1
    assert "literal-secret" in ran.out
    assert "s3cret" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("big.xml", b"<policies>" + b" " * 5_000_000 + b"</policies>", "5,000,021 bytes"),
        ("latin.xml", b"<policies>\n\xe9</policies>", "latin.xml:2:1: error: byte 12 (line 2)"),
        ("empty.xml", b"", "expected <policies> or <fragment>"),
        ("bomb.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><policies/>", "not allowed"),
    ],
)
def test_a_file_that_is_no_policy_is_a_finding(
    apimgen: Program, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = apimgen("validate", name)
    assert ran.code == 1
    assert message in ran.out


@pytest.mark.parametrize(
    ("path", "message"),
    [("nope.xml", "there is no file or folder nope.xml"), ("a.txt", "can't check a.txt")],
)
def test_a_path_that_can_not_be_checked(
    apimgen: Program, tmp_path: Path, path: str, message: str
) -> None:
    (tmp_path / "a.txt").write_text("")
    ran = apimgen("validate", path)
    assert ran.code == 2
    assert message in ran.err


def test_own_xml_in_an_inventory_is_checked_where_it_stands(
    apimgen: Program, inventory: Path
) -> None:
    with inventory.open("a") as file:
        file.write(
            "  - name: own\n    extra:\n      outbound: |\n"
            "        <choose>\n"
            '          <when condition="@(context.Respnse.StatusCode == 200)">\n'
            '            <set-header name="{{of-the-service}}" exists-action="delet" />\n'
            "          </when>\n"
            "        </choose>\n"
        )
    ran = apimgen("validate", "apimgen.yaml", "--format", "json")
    found = [(f["line"], f["column"], f["rule"]) for f in json.loads(ran.out)["findings"]]
    assert found == [(12, 38, "unknown-context-member"), (13, 66, "wrong-value")]


def test_an_inventory_tells_which_backends_there_are(
    apimgen: Program, inventory: Path, tmp_path: Path
) -> None:
    document = tmp_path / "p.xml"
    document.write_text(GOOD.replace("<base />", '<set-backend-service backend-id="us3" />'))
    assert apimgen("validate", "p.xml").code == 0
    ran = apimgen("validate", "p.xml", "--inventory", "apimgen.yaml", "--format", "json")
    assert [f["rule"] for f in json.loads(ran.out)["findings"]] == ["unknown-backend"]


def test_verbose_counts_what_is_not_understood(apimgen: Program, tmp_path: Path) -> None:
    values = ["@(context.Api.Id)", "@({{limit}} + 1)", "@(1 + true)", "text"]
    inner = "".join(f'<set-variable name="a" value="{one}" />' for one in values)
    (tmp_path / "a.xml").write_text(f"<fragment>{inner}</fragment>")
    ran = apimgen("validate", "--verbose", "a.xml")
    assert "2 expressions, 1 of them with a part that is not understood\n" in ran.err
    assert "not understood" not in apimgen("validate", "a.xml").err
