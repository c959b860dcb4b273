"""Files are written all or none, and where they lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from apimgen.errors import ApimgenError
from apimgen.files import changed, write_all
from apimgen.inventory import Scope
from apimgen.layout import Layout, policy_path


def test_what_differs_is_written_and_the_rest_left(tmp_path: Path) -> None:
    assert write_all(tmp_path, {"a": "1", "b/c": "2"}) == ["a", "b/c"]
    assert write_all(tmp_path, {"a": "1", "b/c": "3"}) == ["b/c"]
    assert changed(tmp_path, {"a": "1", "b/c": "3"}) == []
    assert (tmp_path / "b" / "c").read_text() == "3"


def test_no_trace_is_left_beside_the_files(tmp_path: Path) -> None:
    write_all(tmp_path, {"a": "1"})
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("0")
    (tmp_path / "a").chmod(0o640)
    write_all(tmp_path, {"a": "1"})
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_a_failure_midway_puts_back_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_text("old")
    replace = Path.replace

    def full_disk(self: Path, target: Path) -> Path:
        if Path(target).name == "c":
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(ApimgenError) as caught:
        write_all(tmp_path, {"a": "new", "b": "new", "c": "new"})
    assert caught.value.message == f"can't write {tmp_path / 'c'}: No space left on device"
    assert caught.value.hint == "Nothing was written."
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"a": "old"}


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        (Scope(api="a", operation="get-x"), "apis/a/operations/get-x/policy.xml"),
        (Scope(api="a"), "apis/a/policy.xml"),
        (Scope(product="p"), "products/p/policy.xml"),
        (Scope.model_validate("global"), "policy.xml"),
        (None, "mine.xml"),
    ],
)
def test_other_tools_find_a_policy_by_its_scope(scope: Scope | None, path: str) -> None:
    assert policy_path(Layout.APIOPS, "mine", scope) == path
    assert policy_path(Layout.APIOPS_CLI, "mine", scope) == path
    assert policy_path(Layout.FLAT, "mine", scope) == "mine.xml"
