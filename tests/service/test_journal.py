"""A journal is on disk before the write, is read back whole, and holds no secret."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apimgen.service.apply.journal import Entry, Journal, State, UnreadableJournalError
from apimgen.service.plan.plan import Action, Change
from apimgen.service.resources.resource import Live, ResourceId
from apimgen.service.resources.secret import Secret

if TYPE_CHECKING:
    from pathlib import Path

SERVICE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/n"
BACKEND = ResourceId("backends/b")
VALUE = ResourceId("namedValues/v")


def update(resource: ResourceId, *, withheld: bool = False) -> Change:
    return Change(Action.UPDATE, resource, stage=2, properties={"x": 1}, withheld=withheld)


def fields(entry: Entry) -> dict[str, object]:
    return {name: value for name, value in vars(entry).items() if name != "masked"}


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journals", SERVICE)
    live = Live(BACKEND, {"url": "https://é/"}, '"1"')
    done = journal.begin(update(BACKEND), live, kept=None)
    journal.done(done, '"2"', "digest")
    journal.begin(update(VALUE), None, kept=ResourceId("namedValues/kept"))
    failed = journal.begin(update(BACKEND), live, kept=None)
    journal.settle(failed, State.NOT_DONE, "it was refused")
    journal.end("partial")
    again = Journal.load(journal.path)
    assert (again.service_id, again.outcome) == (SERVICE, "partial")
    assert [fields(e) for e in again.entries] == [fields(e) for e in journal.entries]
    assert [e.state for e in again.entries] == [State.DONE, State.BEGUN, State.NOT_DONE]


def test_a_write_is_on_disk_before_it_happens(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journals", SERVICE)
    journal.begin(update(BACKEND), None, kept=None)
    assert json.loads(journal.path.read_text().splitlines()[-1])["resource"] == "backends/b"


@pytest.mark.skipif(os.name == "nt", reason="folders are forced to disk on POSIX")
def test_what_is_written_is_forced_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forced: dict[int, int] = {}

    def force(handle: int) -> None:
        forced[os.fstat(handle).st_ino] = os.fstat(handle).st_size

    monkeypatch.setattr(os, "fsync", force)
    journal = Journal.create(tmp_path / "journals", SERVICE)
    assert journal.path.parent.stat().st_ino in forced
    journal.begin(update(BACKEND), None, kept=None)
    assert forced[journal.path.stat().st_ino] == journal.path.stat().st_size


def test_a_line_that_was_cut_short_is_left_out(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journals", SERVICE)
    journal.begin(update(BACKEND), None, kept=None)
    journal.begin(update(VALUE), None, kept=None)
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole[:-20])
    again = Journal.load(journal.path)
    assert [e.id for e in again.entries] == [BACKEND]
    # What is written behind it later stands on a line of its own.
    again.settle(again.entries[0], State.UNDONE)
    assert Journal.load(journal.path).entries[0].state is State.UNDONE


def test_a_value_that_is_withheld_is_not_in_the_file(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "journals", SERVICE)
    live = Live(VALUE, {"displayName": "v", "value": "once in the open"}, '"1"')
    journal.begin(update(VALUE, withheld=True), live, kept=None)
    assert b"once in the open" not in journal.path.read_bytes()
    (entry,) = Journal.load(journal.path).entries
    assert entry.before is not None
    assert entry.before.properties == {"displayName": "v"}


def test_what_is_masked_is_known_to_be(tmp_path: Path) -> None:
    Secret("a key that somebody wrote into a policy")
    journal = Journal.create(tmp_path / "journals", SERVICE)
    live = Live(BACKEND, {"value": "x a key that somebody wrote into a policy y"}, '"1"')
    journal.begin(update(BACKEND), live, kept=None)
    assert b"somebody wrote" not in journal.path.read_bytes()
    (entry,) = Journal.load(journal.path).entries
    assert entry.masked


def test_journals_are_nothing_to_commit_and_nobody_elses(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path / "new" / "journals", SERVICE)
    assert (journal.path.parent / ".gitignore").read_text() == "*\n"
    assert journal.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "not json\n",
        '{"event":"begin","format_version":2,"service":"s"}\n',
        '{"event":"begin","format_version":1,"service":"s"}\n{"event":"write","number":0}\n',
        '{"event":"begin","format_version":1,"service":"s"}\n{"event":"done","number":5}\n',
        '{"event":"begin","format_version":1,"service":"s"}\n["done"]\n',
    ],
)
def test_what_is_no_journal(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableJournalError):
        Journal.load(path)


anything: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just([]), st.just({})
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_journal_with_any_part_replaced_is_a_journal_or_damaged(
    tmp_path: Path, data: st.DataObject
) -> None:
    journal = Journal.create(tmp_path / "journals", SERVICE)
    live = Live(BACKEND, {"url": "https://a/"}, '"1"')
    journal.done(journal.begin(update(BACKEND), live, kept=VALUE), '"2"', "digest")
    journal.end("partial")
    lines = [json.loads(line) for line in journal.path.read_text().splitlines()]
    line = data.draw(st.sampled_from(lines))
    key = data.draw(st.sampled_from(sorted(line)))
    line[key] = data.draw(anything)
    journal.path.write_text("".join(json.dumps(each) + "\n" for each in lines))
    with suppress(UnreadableJournalError):
        Journal.load(journal.path)
