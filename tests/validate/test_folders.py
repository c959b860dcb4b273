"""What the place of a file tells, and what the files of a folder tell of each other."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.analysis.service_facts import NOTHING
from apimgen.inventory import Scope
from apimgen.layout import Layout, policy_path, scope_of
from apimgen.project.paths import check_paths

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
        ("policyFragments/f/policy.xml", None),
        ("apis/a/resolvers/r/policy.xml", None),
        ("workspaces/w/apis/a/operations/b/policy.xml", "operation"),
        ("workspaces/w/products/p/policy.xml", "product"),
        ("apis/a/other.xml", None),
        ("policy.xml", None),
    ],
)
def test_the_scope_of_a_place(tmp_path: Path, place: str, scope: str | None) -> None:
    assert scope_of(tmp_path / place) == scope


@pytest.mark.parametrize(
    "beside",
    [
        "apis/a/policy.xml",
        "apis/a/apiInformation.json",
        "products/p/policy.xml",
        "backends/b/backendInformation.json",
        "named values/n/namedValueInformation.json",
        "namedValues/n/namedValueInformation.json",
        "policy fragments/f/policy.xml",
        "policyFragments/f/policy.xml",
        "workspaces/w/policy.xml",
    ],
)
@pytest.mark.parametrize("root", [".", "artifacts", "apis/project"])
def test_the_policy_at_the_root_of_a_tools_folder_is_the_global_one(
    tmp_path: Path, beside: str, root: str
) -> None:
    file = tmp_path / root / beside
    file.parent.mkdir(parents=True)
    file.touch()
    assert scope_of(tmp_path / root / "policy.xml") == "global"


@pytest.mark.parametrize("beside", ["apis/orders.yaml", "backends/main.bicep", "products/a/b.md"])
def test_a_folder_that_only_has_the_name_of_a_tools_tells_nothing(
    tmp_path: Path, beside: str
) -> None:
    file = tmp_path / beside
    file.parent.mkdir(parents=True)
    file.touch()
    assert scope_of(tmp_path / "policy.xml") is None


def test_a_workspace_has_folders_beside_its_policy_too(tmp_path: Path) -> None:
    folder = tmp_path / "workspaces" / "w"
    (folder / "apis" / "a").mkdir(parents=True)
    (folder / "apis" / "a" / "policy.xml").touch()
    assert scope_of(folder / "policy.xml") == "workspace"


names = st.text("abz-09", min_size=1, max_size=5)
scopes = st.one_of(
    st.just("global"),
    names.map(lambda a: {"api": a}),
    names.map(lambda p: {"product": p}),
    st.tuples(names, names).map(lambda both: {"api": both[0], "operation": both[1]}),
)


@given(scope=scopes, layout=st.sampled_from([Layout.APIOPS, Layout.APIOPS_CLI]))
def test_where_a_policy_is_written_tells_its_scope(scope: object, layout: Layout) -> None:
    attached = Scope.model_validate(scope)
    with TemporaryDirectory() as folder:
        other = Path(folder, "apis", "other", "policy.xml")
        other.parent.mkdir(parents=True)
        other.touch()
        assert scope_of(Path(folder, policy_path(layout, "p", attached))) == attached.kind


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
