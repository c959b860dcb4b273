"""The journal of one apply: every write is on disk before the service hears of it.

A journal is a file of JSON lines. It holds what the service had before, so that a later
``rollback`` can put it back. It holds no secret: the service itself keeps such a value until the
run is over, in a named value of its own.
"""

from __future__ import annotations

import json
import os
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from apimgen.service.plan.plan import DAMAGE, Action, damage
from apimgen.service.resources.literal_secrets import concealed
from apimgen.service.resources.resource import Live, Properties, ResourceId
from apimgen.service.resources.secret import redact, redacted
from apimgen.service.resources.target import Target

if TYPE_CHECKING:
    from apimgen.service.plan.plan import Change

FORMAT_VERSION: Final = 1
FOLDER: Final = Path(".apimgen/journals")


class UnreadableJournalError(ValueError):
    """The file is not a journal, or one of an unknown version."""


class State(StrEnum):
    """The state of one write."""

    BEGUN = "begun"
    DONE = "done"
    NOT_DONE = "not-done"
    UNDONE = "undone"


@dataclass(eq=False)
class Entry:
    """One write.

    Attributes:
        number: in the order of the journal.
        action: what it does.
        id: the resource.
        stage: of its change.
        before: what the service had, without a value that must be withheld; None for nothing.
        after: what is written, without a secret; None for a deletion.
        withheld: whether ``before`` lacks its value.
        kept: the named value that keeps that value on the service.
        masked: whether the file lacks something that was in ``before``.
        state: its state. One that has begun may or may not have happened.
        etag: after the write.
        digest: of the properties after the write.
        unfinished: whether the service had not finished it when apimgen gave up.
    """

    number: int
    action: Action
    id: ResourceId
    stage: int
    before: Live | None
    after: Properties | None
    withheld: bool = False
    kept: ResourceId | None = None
    masked: bool = False
    state: State = State.BEGUN
    etag: str = ""
    digest: str = ""
    unfinished: bool = False


@dataclass
class Journal:
    """A journal that is being written, or that was read back.

    Attributes:
        path: its file.
        service_id: the service that was written to.
        entries: its writes.
        outcome: how the run ended; empty where it died.
        cleaned: the keepers of old secrets that it has deleted again.
    """

    path: Path
    service_id: str
    entries: list[Entry] = field(default_factory=list)
    outcome: str = ""
    cleaned: set[ResourceId] = field(default_factory=set)
    _torn: bool = field(default=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def create(cls, folder: Path, service_id: str) -> Self:
        """A new journal in a folder, which is made.

        Raises:
            OSError: where it cannot be written.
        """
        if not folder.exists():
            folder.mkdir(parents=True)
            # Nobody should commit what a service had.
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        now = datetime.now(UTC)
        name = f"{now:%Y%m%dT%H%M%S.%f}Z-{service_id.rsplit('/', 1)[1]}.jsonl"
        journal = cls(folder / name, service_id)
        os.close(os.open(journal.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _sync_folder(folder)
        journal._write(
            event="begin",
            format_version=FORMAT_VERSION,
            service=service_id,
            time=now.isoformat(timespec="seconds"),
        )
        return journal

    @classmethod
    def load(cls, path: Path) -> Self:
        """The journal in a file; a line that was cut off when the run died is left out.

        Raises:
            UnreadableJournalError: where it is not one.
            OSError: where the file cannot be read.
        """
        text, events = path.read_text(encoding="utf-8"), []
        for line in text.splitlines():
            with suppress(ValueError, RecursionError):
                events.append(json.loads(line))
        begin = events[0] if events and isinstance(events[0], dict) else {}
        if begin.get("event") != "begin" or begin.get("format_version") != FORMAT_VERSION:
            raise UnreadableJournalError(f"{path} is not a journal of this apimgen")
        try:
            Target.from_id(begin["service"])
            journal = cls(path, begin["service"], _torn=not text.endswith("\n"))
            for event in events[1:]:
                journal._take(event)
        except DAMAGE as error:
            raise UnreadableJournalError(f"{path} is damaged: {damage(error)}") from None
        return journal

    def begin(self, change: Change, before: Live | None, *, kept: ResourceId | None) -> Entry:
        """Records, on disk, that a change is about to be written."""
        shown = before
        if before is not None and change.withheld:
            visible = {k: v for k, v in before.properties.items() if k != "value"}
            shown = Live(before.id, visible, before.etag)
        had = shown.properties if shown else None
        # A secret in a policy, say, must not get into a file. What is masked can't be put back from
        # the file, and the entry says so.
        on_file = redacted(concealed(change.id, had)) if had is not None else None
        with self._lock:
            entry = Entry(
                len(self.entries),
                change.action,
                change.id,
                change.stage,
                shown,
                change.properties,
                change.withheld,
                kept,
            )
            self.entries.append(entry)
        self._write(
            event="write",
            number=entry.number,
            action=str(entry.action),
            resource=entry.id.path,
            stage=entry.stage,
            before=shown and {"properties": on_file, "etag": shown.etag},
            after=redacted(entry.after),
            withheld=entry.withheld,
            kept=kept and kept.path,
            **({"masked": True} if on_file != had else {}),
        )
        return entry

    def done(self, entry: Entry, etag: str, digest: str) -> None:
        """Records that a write has been carried out."""
        entry.state, entry.etag, entry.digest = State.DONE, etag, digest
        # Not forced to disk: a rollback looks at the service where the end of a write is missing.
        self._write(event="done", number=entry.number, etag=etag, digest=digest, forced=False)

    def settle(self, entry: Entry, state: State, why: str = "") -> None:
        """Records what became of a write; a full disk stops no rollback."""
        entry.state = state
        with suppress(OSError):
            self._write(event=str(state), number=entry.number, why=redact(why))

    def clean(self, kept: ResourceId) -> None:
        """Records that a keeper of an old secret is gone."""
        self.cleaned.add(kept)
        with suppress(OSError):
            self._write(event="clean", resource=kept.path, forced=False)

    def end(self, outcome: str) -> None:
        """Records how the run ended."""
        self.outcome = outcome
        with suppress(OSError):
            self._write(event="end", outcome=outcome)

    def _write(self, *, forced: bool = True, **event: Any) -> None:
        line = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
        with self._lock, self.path.open("ab") as file:
            file.write((("\n" if self._torn else "") + line + "\n").encode())
            self._torn = False
            file.flush()
            if forced:
                os.fsync(file.fileno())

    def _take(self, event: dict[str, Any]) -> None:
        match event["event"]:
            case "write":
                self.entries.append(_entry(event))
                self.entries.sort(key=lambda entry: entry.number)
            case "done":
                entry = self._numbered(event["number"])
                entry.state, entry.etag, entry.digest = State.DONE, event["etag"], event["digest"]
            case "not-done" | "undone":
                self._numbered(event["number"]).state = State(event["event"])
            case "clean":
                self.cleaned.add(ResourceId.parse(event["resource"]))
            case "end":
                self.outcome = event["outcome"]

    def _numbered(self, number: int) -> Entry:
        return {entry.number: entry for entry in self.entries}[number]


def _entry(event: dict[str, Any]) -> Entry:
    resource, before, kept = ResourceId.parse(event["resource"]), event["before"], event["kept"]
    return Entry(
        number=int(event["number"]),
        action=Action(event["action"]),
        id=resource,
        stage=int(event["stage"]),
        before=Live(resource, dict(before["properties"]), str(before["etag"])) if before else None,
        after=None if event["after"] is None else dict(event["after"]),
        withheld=bool(event["withheld"]),
        kept=ResourceId.parse(kept) if kept else None,
        masked=bool(event.get("masked")),
    )


def _sync_folder(folder: Path) -> None:
    """Makes the file's name outlast a crash too, where the system can do that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
