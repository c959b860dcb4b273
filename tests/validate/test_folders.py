"""What the place of a file tells, and what the files of a folder tell of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.analysis.service_facts import NOTHING
from apimgen.validation.paths import check_paths
from apimgen.validation.scope import scope_of

if TYPE_CHECKING:
    from pathlib import Path

SETS = "<policies><inbound><base /><set-variable name='team' value='a' /></inbound></policies>"
READS = """<policies><outbound><base /><set-header name="a" exists-action="override">
<value>@(context.Variables.GetValueOrDefault<string>("team", ""))</value></set-header></outbound>
</policies>"""


@pytest.mark.parametrize(
    ("place", "scope"),
    [
        ("apis/a/operations/b/policy.xml", "operation"),
        ("apis/a;rev=2/policy.xml", "api"),
        ("workspaces/w/apis/a/policy.xml", "api"),
        ("products/p/policy.xml", "product"),
        ("workspaces/w/policy.xml", "workspace"),
        ("policy fragments/f/policy.xml", None),
        ("apis/a/other.xml", None),
        ("policy.xml", None),
    ],
)
def test_the_scope_of_a_place(tmp_path: Path, place: str, scope: str | None) -> None:
    assert scope_of(tmp_path / place) == scope


def write(folder: Path, **files: str) -> Path:
    for place, text in files.items():
        path = folder / place.replace("__", "/") / "policy.xml"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return folder


def rules(path: Path) -> list[str]:
    return [finding.rule for finding in check_paths([path], NOTHING, {}).findings]


def test_a_variable_that_no_document_of_the_folder_reads(tmp_path: Path) -> None:
    assert rules(write(tmp_path, apis__a=SETS)) == ["unused-variable"]


def test_a_variable_that_another_document_reads(tmp_path: Path) -> None:
    assert rules(write(tmp_path, apis__a=SETS, apis__a__operations__b=READS)) == []


def test_of_a_file_alone_the_others_are_not_known(tmp_path: Path) -> None:
    write(tmp_path, apis__a=SETS)
    assert rules(tmp_path / "apis" / "a" / "policy.xml") == []


def test_a_policy_that_may_not_stand_where_the_file_is(tmp_path: Path) -> None:
    quota = '<quota calls="1" renewal-period="300" />'
    text = f"<policies><inbound><base />{quota}</inbound></policies>"
    assert rules(write(tmp_path, apis__a=text, products__p=text)) == ["wrong-scope"]
