"""``--templates`` in the commands that render without the service."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program

FRAME = '{% extends "apimgen/policy.xml.j2" %}\n'
MARK = '<set-header name="x-mine" exists-action="delete" />'
MARKED = FRAME + "{% block outbound %}{{ super() }}\n        " + MARK + "{% endblock %}"


@pytest.fixture
def mine(tmp_path: Path, inventory: Path) -> Path:
    """A template that marks the outbound section, beside an inventory."""
    path = tmp_path / "mine" / "policy.xml.j2"
    path.parent.mkdir()
    path.write_text(MARKED, encoding="utf-8")
    return path


class TestDiff:
    def test_compares_what_the_templates_make(self, apimgen: Program, mine: Path) -> None:
        apimgen("generate", "apimgen.yaml")
        differs = apimgen("diff", "out", "apimgen.yaml", "--templates", "mine", "--format", "json")
        found = json.loads(differs.out)["differences"]
        assert {(d["policy"], d["kind"], d["path"]) for d in found} == {
            ("keys", "added", "/policies/outbound/set-header"),
            ("single", "added", "/policies/outbound/set-header"),
        }
        apimgen("generate", "apimgen.yaml", "--templates", "mine")
        same = apimgen("diff", "apimgen.yaml", "out", "--templates", "mine", "--exit-code")
        assert same.code == 0

    def test_of_two_inventories_renders_both_with_them(self, apimgen: Program, mine: Path) -> None:
        arguments = ("diff", "apimgen.yaml", "apimgen.yaml", "--templates", "mine", "--exit-code")
        assert apimgen(*arguments).code == 0

    def test_templates_without_an_inventory_are_an_error(
        self, apimgen: Program, mine: Path
    ) -> None:
        apimgen("generate", "apimgen.yaml")
        ran = apimgen("diff", "out", "out", "--templates", "mine")
        assert ran.code == 2
        assert "--templates is for inventories, and neither side is one" in ran.err


class TestValidate:
    def test_says_what_is_wrong_at_the_line_of_the_template(
        self, apimgen: Program, mine: Path
    ) -> None:
        mine.write_text(MARKED.replace("set-header", "set-heder"))
        ran = apimgen("validate", "apimgen.yaml", "--templates", "mine", "--format", "json")
        assert ran.code == 1
        (found,) = json.loads(ran.out)["findings"]
        assert (found["file"], found["line"], found["column"], found["rule"]) == (
            "mine/policy.xml.j2",
            3,
            9,
            "unknown-policy",
        )

    def test_a_good_template_adds_nothing(self, apimgen: Program, mine: Path) -> None:
        ran = apimgen("validate", "apimgen.yaml", "--templates", "mine", "--strict")
        assert (ran.code, ran.err) == (0, "")
        assert apimgen("validate", "apimgen.yaml").out == ran.out

    def test_what_a_template_does_to_our_text_is_told_in_the_policy(
        self, apimgen: Program, mine: Path
    ) -> None:
        mine.write_text(FRAME + "{% block authentication %}</inbound>{% endblock %}")
        ran = apimgen("validate", "apimgen.yaml", "--templates", "mine")
        assert ran.code == 1
        assert "not-well-formed" in ran.out

    def test_templates_without_an_inventory_are_an_error(
        self, apimgen: Program, mine: Path
    ) -> None:
        apimgen("generate", "apimgen.yaml")
        ran = apimgen("validate", "out", "--templates", "mine")
        assert ran.code == 2
        assert "--templates is for inventories, and there is none to check" in ran.err


@pytest.mark.parametrize("command", ["generate", "validate", "diff out", "plan", "apply --yes"])
class TestEveryCommandThatRenders:
    """Refuses templates that can't be used, before it does anything."""

    def arguments(self, command: str) -> list[str]:
        return [*command.split(), "apimgen.yaml", "--templates", "mine"]

    @pytest.fixture(autouse=True)
    def out(self, tmp_path: Path) -> Path:
        folder = tmp_path / "out"
        folder.mkdir()
        (folder / "other.xml").write_text("<policies />")
        return folder

    def test_a_file_that_overrides_nothing(
        self, apimgen: Program, mine: Path, out: Path, command: str
    ) -> None:
        mine.rename(mine.with_name("polcy.xml.j2"))
        ran = apimgen(*self.arguments(command))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "error: mine/polcy.xml.j2:1: overrides nothing, and no template uses it; "
            'did you mean "policy.xml.j2"?\n'
        )
        assert [file.name for file in out.iterdir()] == ["other.xml"]

    def test_a_name_that_is_not_known(self, apimgen: Program, mine: Path, command: str) -> None:
        mine.write_text(FRAME + "{% block outbound %}\n{{ backends[0].host }}{% endblock %}")
        ran = apimgen(*self.arguments(command))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "error: mine/policy.xml.j2:3: `backend.host` is not known; "
            "a backend has: name, base_url, key\n"
        )

    def test_a_folder_that_is_not_there(self, apimgen: Program, mine: Path, command: str) -> None:
        mine.unlink()
        mine.parent.rmdir()
        ran = apimgen(*self.arguments(command))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "error: mine is not a folder of templates\n"


def test_a_finding_in_a_template_is_told_once_and_at_its_line(
    apimgen: Program, mine: Path, tmp_path: Path
) -> None:
    mine.unlink()
    body = '{% extends "use.xml.j2" %}\n{% block credentials %}\n  <set-heder name="a" />'
    (mine.parent / "use.xml.j2").write_text(body + "{% endblock %}")
    ran = apimgen("generate", "apimgen.yaml", "--templates", "mine")
    assert ran.code == 1
    assert ran.err.splitlines()[:3] == [
        (
            'mine/use.xml.j2:3:3: error: unknown policy <set-heder>; did you mean "set-header"? '
            "[unknown-policy]"
        ),
        '    3 |   <set-heder name="a" />{% endblock %}',
        "      |   ^",
    ]
    assert ran.err.count("set-heder>") == 1
    assert not (tmp_path / "out").exists()


def test_a_finding_in_the_users_own_xml_still_points_at_the_inventory(
    apimgen: Program, mine: Path, inventory: Path
) -> None:
    with inventory.open("a") as file:
        file.write("  - {name: bad, extra: {outbound: <set-heder name='a' />}}\n")
    mine.write_text(FRAME + "{% block outbound %}\n   {{ extra.outbound }}{% endblock %}")
    ran = apimgen("generate", "apimgen.yaml", "--templates", "mine")
    assert 'apimgen.yaml:8:35: error: unknown policy <set-heder>; did you mean "set-header"?' in (
        ran.err
    )


@pytest.mark.parametrize(
    "use", ["<!-- {{ text | length }} -->", "{{ 1 // (text | length == 13) }}"]
)
def test_where_a_template_measures_its_own_text_the_finding_stays_in_the_policy(
    apimgen: Program, mine: Path, use: str
) -> None:
    body = "{% block outbound %}{% set text %}<set-heder />{% endset %}"
    mine.write_text(FRAME + body + use + "{{ text }}{% endblock %}")
    ran = apimgen("generate", "apimgen.yaml", "--templates", "mine")
    assert ran.code == 1
    assert "keys.xml:" in ran.err
    assert "unknown policy <set-heder>" in ran.err
