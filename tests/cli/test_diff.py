"""``apimgen diff`` of inventories, files and folders."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program

HEADER = '<set-header name="a"><value>@(1 < 2)</value></set-header>'
ONE = f"<policies><inbound><base />{HEADER}</inbound></policies>"
ONLY_POLICIES = (
    "Only policies were compared; not compared: named values, backends, policy fragments, APIs, "
    "operations."
)
SAME = f"No differences between one.xml and other.xml in 1 policy.\n{ONLY_POLICIES}\n"
OTHER = ONE.replace("1 < 2", "1 < 3").replace("<base />", "")


@pytest.fixture
def files(tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_text(ONE)
    (tmp_path / "other.xml").write_text(OTHER)


@pytest.mark.usefixtures("files")
class TestFiles:
    def test_text_shows_paths_and_both_sides(self, apimgen: Program) -> None:
        ran = apimgen("diff", "one.xml", "other.xml")
        assert ran.code == 0
        assert ran.out.splitlines() == [
            "--- one.xml",
            "+++ other.xml",
            "",
            "~ policy other",
            "  - /policies/inbound/base",
            "      - <base />",
            "  ~ /policies/inbound/set-header/value/text()",
            "      - @(1 < 2)",
            "      + @(1 < 3)",
            "",
            "1 of 1 policy differs.",
            ONLY_POLICIES,
        ]

    def test_json(self, apimgen: Program) -> None:
        ran = apimgen("diff", "one.xml", "other.xml", "--format", "json", "--exit-code")
        assert ran.code == 1
        assert json.loads(ran.out) == {
            "left": "one.xml",
            "right": "other.xml",
            "differences": [
                {
                    "type": "policy",
                    "id": "other",
                    "policy": "other",
                    "kind": "removed",
                    "path": "/policies/inbound/base",
                    "left": "<base />",
                    "right": None,
                },
                {
                    "type": "policy",
                    "id": "other",
                    "policy": "other",
                    "kind": "changed",
                    "path": "/policies/inbound/set-header/value/text()",
                    "left": "@(1 < 2)",
                    "right": "@(1 < 3)",
                },
            ],
            "compared": ["policy"],
            "summary": {"policies": 1, "changed": 1},
        }

    def test_markdown_is_folded_and_fenced_beyond_its_backticks(
        self, apimgen: Program, tmp_path: Path
    ) -> None:
        (tmp_path / "other.xml").write_text(OTHER.replace("1 < 3", '"```"'))
        out = apimgen("diff", "one.xml", "other.xml", "--format", "markdown").out
        assert out.startswith("**1 of 1 policy differs.**\n")
        assert "From <code>one.xml</code> to <code>other.xml</code>:\n" in out
        assert "<details><summary><code>policy other</code> changed</summary>\n\n````diff\n" in out
        assert '+ @("```")\n````\n' in out

    def test_what_means_the_same_is_no_difference(self, apimgen: Program, tmp_path: Path) -> None:
        (tmp_path / "other.xml").write_text(ONE.replace("><", ">\r\n\t<").replace("< 2", "&lt; 2"))
        ran = apimgen("diff", "one.xml", "other.xml", "--exit-code")
        assert (ran.code, ran.out) == (0, SAME)


CORS = "<cors><allowed-origins><origin>https://a.example</origin></allowed-origins></cors>"
CODE = """<set-variable name="team" value="@{
    var team = context.Request.Headers.GetValueOrDefault("x-team", "no team");
    return team.Length > 9 && team != "all" ? team.Substring(0, 9) : $"{team}:{1 + 1}";
}" />"""


class TestCSharpAndWords:
    @pytest.mark.parametrize(
        ("was", "now"),
        [
            ("\n    ", "\r\n\t"),
            ("\n    ", " "),
            (" > 9 && team", ">9&&team"),
            ("    return", "    // it's short }\n    return"),
            ("{1 + 1}", "{ 1+1 }"),
            (">https://a.example<", ">\n  https://a.example\n<"),
        ],
        ids=["tabs and CRLF", "one line", "no blanks", "a comment", "in a hole", "around a URL"],
    )
    def test_written_otherwise(self, apimgen: Program, tmp_path: Path, was: str, now: str) -> None:
        self.write(tmp_path, was, now)
        ran = apimgen("diff", "one.xml", "other.xml", "--exit-code")
        assert (ran.code, ran.out) == (0, SAME)
        assert apimgen("diff", "other.xml", "one.xml", "--exit-code").code == 0

    @pytest.mark.parametrize(
        ("was", "now"),
        [
            ('"no team"', '"no  team"'),
            ("> 9", ">= 9"),
            ("}:{", "} :{"),
            ("team != ", "team ! = "),
            ("a.example", "a. example"),
        ],
    )
    def test_changed(self, apimgen: Program, tmp_path: Path, was: str, now: str) -> None:
        self.write(tmp_path, was, now)
        ran = apimgen("diff", "one.xml", "other.xml", "--exit-code")
        assert ran.code == 1
        assert any(now in line for line in ran.out.splitlines() if line.startswith("      + "))

    @staticmethod
    def write(folder: Path, was: str, now: str) -> None:
        one = f"<policies><inbound>{CORS}{CODE}</inbound></policies>"
        assert was in one
        (folder / "one.xml").write_text(one, newline="")
        (folder / "other.xml").write_text(one.replace(was, now), newline="")


def test_a_folder_against_the_inventory_that_made_it(
    apimgen: Program, inventory: Path, tmp_path: Path
) -> None:
    for layout in ("flat", "apiops"):
        apimgen("generate", "apimgen.yaml", "-o", layout, "--layout", layout)
        ran = apimgen("diff", layout, "apimgen.yaml", "--exit-code")
        assert ran.code == 0
        assert ran.out.startswith(
            f"No differences between {layout} and apimgen.yaml in 2 policies."
        )

    (tmp_path / "flat" / "keys.xml").unlink()
    (tmp_path / "flat" / "mine.xml").write_text(ONE)
    found = json.loads(apimgen("diff", "flat", "apimgen.yaml", "--format", "json").out)
    assert [(d["policy"], d["kind"]) for d in found["differences"]] == [
        ("keys", "added"),
        ("mine", "removed"),
    ]
    turned = json.loads(apimgen("diff", "apimgen.yaml", "flat", "--format", "json").out)
    assert [d["kind"] for d in turned["differences"]] == ["removed", "added"]


def test_two_inventories(apimgen: Program, inventory: Path, tmp_path: Path) -> None:
    changed = inventory.read_text().replace("backends: [us1]", "backends: [us2]")
    (tmp_path / "new.yaml").write_text(changed)
    found = json.loads(apimgen("diff", "apimgen.yaml", "new.yaml", "--format", "json").out)
    assert [d["path"] for d in found["differences"]] == [
        "/policies/inbound/set-backend-service/@base-url"
    ]


def test_a_file_against_the_policy_of_its_name(
    apimgen: Program, inventory: Path, tmp_path: Path
) -> None:
    apimgen("generate", "apimgen.yaml")
    assert apimgen("diff", "out/single.xml", "apimgen.yaml", "--exit-code").code == 0
    (tmp_path / "out" / "single.xml").rename(tmp_path / "else.xml")
    ran = apimgen("diff", "else.xml", "apimgen.yaml")
    assert ran.code == 2
    assert 'no policy of the other side is called "else"; there is keys, single' in ran.err


@pytest.mark.parametrize(
    ("left", "content", "message"),
    [
        ("nope.xml", None, "there is no file or folder nope.xml"),
        ("nope", None, "there is no file or folder nope"),
        ("a.txt", b"", "can't compare a.txt: expected a .yaml, .yml or .xml file"),
        ("a.xml", b"<a>", "a.xml:1:1: <a> is never closed"),
        ("a.xml", b"<a>\xe9</a>", "a.xml:1: byte 4 (line 1) is not UTF-8"),
    ],
)
def test_a_side_that_can_not_be_read(
    apimgen: Program, tmp_path: Path, left: str, content: bytes | None, message: str
) -> None:
    (tmp_path / "b.xml").write_text(ONE)
    if content is not None:
        (tmp_path / left).write_bytes(content)
    ran = apimgen("diff", left, "b.xml")
    assert ran.code == 2
    assert message in ran.err


def test_a_folder_without_policies_is_a_warning(apimgen: Program, tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_text(ONE)
    (tmp_path / "some").mkdir()
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "one.xml").write_text(ONE)
    ran = apimgen("diff", "some", "more")
    assert ran.code == 0
    assert ran.err == "warning: nothing to compare in some: it has no .xml file\n"
