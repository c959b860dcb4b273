"""A project's config: found on the way up, and right or said to be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.analysis.service_facts import NOTHING
from apimgen.errors import ApimgenError
from apimgen.project.config import config_for
from apimgen.project.paths import check_paths

if TYPE_CHECKING:
    from pathlib import Path

BAD = '<fragment><set-backend-service backend-id="{id}" /></fragment>'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "policies" / "old").mkdir(parents=True)
    (tmp_path / "policies" / "a.xml").write_text(BAD)
    (tmp_path / "policies" / "old" / "b.xml").write_text(BAD)
    return tmp_path


def found(path: Path) -> list[tuple[str, str]]:
    return [
        (finding.rule, finding.severity.value)
        for finding in check_paths([path], NOTHING, {}).findings
    ]


def test_without_a_config_the_pages_have_the_say(project: Path) -> None:
    assert found(project) == [("placeholder-left", "warning")] * 2


def test_ignored_rules_are_not_said(project: Path) -> None:
    (project / "apimgen.toml").write_text('ignore = ["placeholder-left"]')
    assert found(project) == found(project / "policies" / "a.xml") == []


def test_a_severity_of_ones_own(project: Path) -> None:
    (project / "apimgen.toml").write_text('[severity]\nplaceholder-left = "error"')
    assert found(project / "policies" / "a.xml") == [("placeholder-left", "error")]


@pytest.mark.parametrize("pattern", ["policies/old", "old", "policies/old/*.xml", "b.xml", "old/"])
def test_a_search_passes_over_what_is_excluded(project: Path, pattern: str) -> None:
    (project / "apimgen.toml").write_text(f'exclude = ["{pattern}"]')
    assert check_paths([project], NOTHING, {}).files == [str(project / "policies" / "a.xml")]


def test_a_file_that_is_named_is_checked(project: Path) -> None:
    (project / "apimgen.toml").write_text('exclude = ["policies"]')
    assert found(project / "policies" / "a.xml") == [("placeholder-left", "warning")]


def test_a_table_in_pyproject(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.apimgen]\nignore = ["placeholder-left"]')
    assert found(project) == []


def test_a_pyproject_without_the_table_is_passed_by(project: Path) -> None:
    (project / "apimgen.toml").write_text('ignore = ["placeholder-left"]')
    (project / "policies" / "pyproject.toml").write_text('[project]\nname = "apimgen-policies"')
    assert found(project / "policies" / "a.xml") == []


def test_the_nearest_folder_has_the_say(project: Path) -> None:
    (project / "apimgen.toml").write_text('ignore = ["placeholder-left"]')
    (project / "policies" / "apimgen.toml").write_text("")
    assert found(project / "policies") == [("placeholder-left", "warning")] * 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('ignor = ["placeholder-left"]', 'unknown key "ignor"; did you mean "ignore"?'),
        ('ignore = ["placeholder"]', 'no rule "placeholder"; did you mean "placeholder-left"?'),
        ('ignore = "placeholder-left"', "ignore is a list of strings"),
        ("exclude = [1]", "exclude is a list of strings"),
        ('severity = "error"', "severity is a table"),
        ('[severity]\nplaceholder-left = "eror"', 'did you mean "error"?'),
        ('[severity]\nplaceholder-left = "off"', "it is one of error, warning, info"),
        ('[severity]\nplaceholder-lef = "info"', 'did you mean "placeholder-left"?'),
        ("ignore = [", "can't read"),
    ],
)
def test_a_config_that_is_wrong(project: Path, text: str, says: str) -> None:
    (project / "apimgen.toml").write_text(text)
    with pytest.raises(ApimgenError) as caught:
        config_for(project / "policies" / "a.xml")
    assert says in caught.value.message
    assert str(project / "apimgen.toml") in caught.value.message
    assert caught.value.exit_code == 2
