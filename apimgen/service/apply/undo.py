"""Puts back what the entries of a journal changed, in reverse, and nothing that others changed.

The ETag that our write left guards each of them. Where it is unknown, because the run died or the
answer was lost, the present content decides: it is as before, or it is what we wrote, or it is
somebody else's and stays.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from apimgen.service.apply import kept_secrets
from apimgen.service.apply.journal import State
from apimgen.service.arm.parallel import each
from apimgen.service.arm.retrying import CallError, StoppedError
from apimgen.service.plan.differences import differences
from apimgen.service.plan.plan import Action
from apimgen.service.resources.resource import Live, Properties, Resource, writable
from apimgen.service.resources.secret import Secret, redact

if TYPE_CHECKING:
    from apimgen.service.apply.journal import Entry, Journal
    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.live import Progress
    from apimgen.service.resources.resource import ResourceId


INTERRUPTED: Final = "the rollback was interrupted before it got there"
UNFINISHED: Final = "the service had not finished it, and may still carry it out"
CHANGED: Final = "somebody else has changed it since, so it stays as it is"


class NotUndoneError(Exception):
    """One write cannot be undone; the message says why."""


@dataclass(frozen=True)
class UndoResult:
    """What became of undoing a journal.

    Attributes:
        kept: the writes that could not be undone, and why.
        left_over: keepers of old secrets that could not be deleted, and why.
    """

    kept: list[tuple[Entry, str]]
    left_over: dict[ResourceId, str]


@dataclass(frozen=True)
class _Write:
    """What undoes an entry: these properties, or a deletion where there are none."""

    properties: Properties | None
    if_match: str | None


def undo(arm: Arm, journal: Journal, parallelism: int, progress: Progress) -> UndoResult:
    """Undoes every write of a journal that happened or may have, and then cleans up.

    Args:
        arm: the service.
        journal: what was written; it is told of each write that is undone.
        parallelism: how many at once, of those that do not depend on each other.
        progress: told of each.
    """
    entries = _open_entries(journal)
    failures: dict[int, str] = {}
    not_needed: set[int] = set()
    done = 0

    def one(entry: Entry) -> None:
        try:
            _undo(arm, entry)
        except (CallError, NotUndoneError, StoppedError) as error:
            failures[entry.number] = redact(str(error)) or "stopped"
            if isinstance(error, NotUndoneError) and failures[entry.number] != UNFINISHED:
                # What somebody else has written stays, so the old value is of no more use.
                not_needed.add(entry.number)
        else:
            journal.settle(entry, State.UNDONE)

    def count(_: Entry) -> None:
        nonlocal done
        done += 1
        progress("rolling back", done, len(entries))

    left_over: dict[ResourceId, str] = {}
    with suppress(KeyboardInterrupt):  # what is left then is named like any other
        for _, group in groupby(entries, key=lambda entry: entry.stage):
            each(one, list(group), parallelism, on_done=count, writes=True)
        # Only now: an old value is kept until it is on record that its secret has it again.
        left_over = kept_secrets.clean_up(
            arm,
            [
                entry.kept
                for entry in journal.entries
                if entry.kept is not None
                and entry.kept not in journal.cleaned
                and (entry.state in {State.UNDONE, State.NOT_DONE} or entry.number in not_needed)
            ],
            journal.clean,
        )
    kept = [
        (entry, failures.get(entry.number, INTERRUPTED))
        for entry in entries
        if entry.state is not State.UNDONE
    ]
    return UndoResult(kept, left_over)


def obstacles(arm: Arm, journal: Journal, parallelism: int) -> list[tuple[Entry, str]]:
    """The writes of a journal that could not be undone now, and why; nothing is written.

    Raises:
        CallError: where the service cannot be read.
    """

    def look(entry: Entry) -> str:
        try:
            _undoing(arm, entry, arm.get(entry.id))
        except NotUndoneError as error:
            return redact(str(error))
        return ""

    entries = _open_entries(journal)
    reasons = each(look, entries, parallelism)
    return [(entry, why) for entry, why in zip(entries, reasons, strict=True) if why]


def _open_entries(journal: Journal) -> list[Entry]:
    """What happened or may have, the last first."""
    entries = [e for e in journal.entries if e.state in {State.BEGUN, State.DONE}]
    return sorted(entries, key=lambda entry: (entry.stage, entry.number), reverse=True)


def _undo(arm: Arm, entry: Entry) -> None:
    live = arm.get(entry.id)
    if entry.unfinished and _tag(live) == _tag(entry.before):
        raise NotUndoneError(UNFINISHED)
    write = _undoing(arm, entry, live)
    if write is None:
        return
    try:
        if write.properties is None:
            arm.delete(entry.id, if_match=write.if_match or "*")
        else:
            arm.put(entry.id, write.properties, if_match=write.if_match)
    except CallError as error:
        if not (error.maybe_done and _is_carried_out(arm, entry, write)):
            raise


def _undoing(arm: Arm, entry: Entry, live: Live | None) -> _Write | None:
    """What undoes a write, given what the service has now; None where there is nothing to do.

    Raises:
        NotUndoneError: where it cannot be undone.
    """
    if entry.id.kind.bodiless:
        return _undoing_of_link(entry, live)
    if entry.before is None:
        if live is not None and not _is_ours(entry, live):
            raise NotUndoneError(CHANGED)
        return _Write(None, live.etag) if live is not None else None
    if live is None:
        if entry.action is not Action.DELETE:
            raise NotUndoneError("somebody else has deleted it since")
        return _Write(_to_put_back(arm, entry, entry.before), None)
    if live.etag == entry.before.etag or _is_back(arm, entry, live):
        return None
    if entry.action is Action.DELETE or not _is_ours(entry, live):
        raise NotUndoneError(CHANGED)
    return _Write(_to_put_back(arm, entry, entry.before), live.etag)


def _undoing_of_link(entry: Entry, live: Live | None) -> _Write | None:
    if entry.action is Action.CREATE and live is not None:
        return _Write(None, None)
    if entry.action is Action.DELETE and live is None:
        return _Write({}, None)
    return None


def _tag(live: Live | None) -> str | None:
    return live.etag if live is not None else None


def _is_carried_out(arm: Arm, entry: Entry, write: _Write) -> bool:
    """Whether a write whose answer was lost has been carried out after all."""
    live = arm.get(entry.id)
    if write.properties is None or live is None:
        return write.properties is None and live is None
    if live.etag == write.if_match:
        return False
    properties = write.properties
    secret = properties.get("value")
    if isinstance(secret, Secret):
        if arm.secret_value(entry.id) != secret:
            return False
        properties = {name: value for name, value in properties.items() if name != "value"}
    return not differences(Resource(entry.id, properties), live)


def _to_put_back(arm: Arm, entry: Entry, before: Live) -> Properties:
    if entry.masked:
        raise NotUndoneError("it held a secret, which is in no file; put it back by hand")
    properties = writable(before.properties)
    if entry.withheld:
        value = arm.secret_value(entry.kept) if entry.kept is not None else None
        if value is None:
            raise NotUndoneError("its old secret value is gone; set it by hand")
        properties["value"] = value
    return properties


def _is_ours(entry: Entry, live: Live) -> bool:
    """Whether the live resource is what this write left."""
    if entry.state is State.DONE:
        # A change of a child may change the ETag of its parent. Then the content decides, unless
        # part of it is secret.
        comparable = not entry.withheld and not live.keeps_secret
        return live.etag == entry.etag or (live.digest == entry.digest and comparable)
    return not differences(Resource(entry.id, entry.after or {}), live)


def _is_back(arm: Arm, entry: Entry, live: Live) -> bool:
    """Whether it is as it was before: a rollback that was killed may have come as far as that."""
    if entry.before is None or live.etag == entry.etag:
        return False
    if entry.kept is None:
        return live.digest == entry.before.digest and not (entry.withheld or live.keeps_secret)
    old = arm.secret_value(entry.kept)
    now = kept_secrets.old_value(arm, live)
    return old is not None and old == now and live.digest == entry.before.digest
