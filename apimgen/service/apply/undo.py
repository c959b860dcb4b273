"""Puts back what the entries of a journal changed, in reverse, and nothing that others changed.

Each write is guarded by the ETag that ours left behind. Where that is not known, because the run
died or the answer was lost, what stands there decides: it is as before, or it is what we wrote,
or it is somebody else's and stays.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, Final

from apimgen.service.apply import kept_secrets as keeping
from apimgen.service.apply.journal import State
from apimgen.service.arm.parallel import each
from apimgen.service.arm.retrying import CallError, StoppedError
from apimgen.service.plan.differences import differences
from apimgen.service.plan.plan import Action
from apimgen.service.resources.resource import Kind, Live, Properties, Resource, writable
from apimgen.service.resources.secret import Secret, redact

if TYPE_CHECKING:
    from apimgen.service.apply.journal import Entry, Journal
    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.live import Progress


INTERRUPTED: Final = "the rollback was interrupted before its turn"
UNFINISHED: Final = "the service was still at it, and may carry it out yet"
CHANGED: Final = "somebody else has changed it since, so it stays as it is"


class NotUndoneError(Exception):
    """One write cannot be undone; the message says why."""


def undo(
    arm: Arm, journal: Journal, parallelism: int, progress: Progress
) -> list[tuple[Entry, str]]:
    """Undoes every write of a journal that happened or may have.

    Args:
        arm: the service.
        journal: what was written; it is told of each write that is undone.
        parallelism: how many at once, of those that do not depend on each other.
        progress: told of each.

    Returns:
        The writes that could not be undone, and why.
    """
    entries = [e for e in journal.entries if e.state in {State.BEGUN, State.DONE}]
    entries.sort(key=lambda entry: (entry.stage, entry.number), reverse=True)
    failures: dict[int, str] = {}
    done = 0

    def one(entry: Entry) -> None:
        try:
            _undo(arm, entry)
        except (CallError, NotUndoneError, StoppedError) as error:
            failures[entry.number] = redact(str(error)) or "stopped"
        else:
            journal.settle(entry, State.UNDONE)

    def count(_: Entry) -> None:
        nonlocal done
        done += 1
        progress("rolling back", done, len(entries))

    with suppress(KeyboardInterrupt):  # what is left then is named like any other
        for _, group in groupby(entries, key=lambda entry: entry.stage):
            each(one, list(group), parallelism, on_done=count, writes=True)
    return [
        (entry, failures.get(entry.number, INTERRUPTED))
        for entry in entries
        if entry.state is not State.UNDONE
    ]


def _undo(arm: Arm, entry: Entry) -> None:
    if entry.unfinished and _tag(arm.get(entry.id)) == _tag(entry.before):
        raise NotUndoneError(UNFINISHED)  # and the old value stays kept
    try:
        _undo_write(arm, entry)
    except NotUndoneError:
        # What somebody else has written stays, so the old value is of no more use.
        _forget(arm, entry)
        raise
    _forget(arm, entry)


def _tag(live: Live | None) -> str | None:
    return live.etag if live is not None else None


def _forget(arm: Arm, entry: Entry) -> None:
    if entry.kept is not None:
        keeping.forget(arm, entry.kept)


def _undo_write(arm: Arm, entry: Entry) -> None:
    live = arm.get(entry.id)
    if entry.id.kind is Kind.LINK:
        _undo_link(arm, entry, live)
    elif entry.before is None:
        _uncreate(arm, entry, live)
    elif live is None:
        if entry.action is not Action.DELETE:
            raise NotUndoneError("somebody else has deleted it since")
        _put_back(arm, entry, entry.before, if_match=None)
    elif live.etag != entry.before.etag and not _is_back(arm, entry, live):
        if entry.action is Action.DELETE or not _is_ours(entry, live):
            raise NotUndoneError(CHANGED)
        _put_back(arm, entry, entry.before, if_match=live.etag)


def _undo_link(arm: Arm, entry: Entry, live: Live | None) -> None:
    if entry.action is Action.CREATE and live is not None:
        arm.delete(entry.id, if_match="*")
    if entry.action is Action.DELETE and live is None:
        arm.put(entry.id, {}, if_match=None)


def _uncreate(arm: Arm, entry: Entry, live: Live | None) -> None:
    if live is None:
        return
    if not _is_ours(entry, live):
        raise NotUndoneError(CHANGED)
    try:
        arm.delete(entry.id, if_match=live.etag)
    except CallError as error:
        if not (error.maybe_done and arm.get(entry.id) is None):
            raise


def _put_back(arm: Arm, entry: Entry, before: Live, *, if_match: str | None) -> None:
    properties = _to_put_back(arm, entry, before)
    try:
        arm.put(entry.id, properties, if_match=if_match)
    except CallError as error:
        if not (error.maybe_done and _stands(arm, entry, properties, if_match)):
            raise


def _stands(arm: Arm, entry: Entry, properties: Properties, old_etag: str | None) -> bool:
    """Whether a write whose answer was lost has put these properties back after all."""
    live = arm.get(entry.id)
    if live is None or live.etag == old_etag:
        return False
    secret = properties.get("value")
    if isinstance(secret, Secret):
        if arm.secret_value(entry.id) != secret:
            return False
        properties = {name: value for name, value in properties.items() if name != "value"}
    return not differences(Resource(entry.id, properties), live)


def _to_put_back(arm: Arm, entry: Entry, before: Live) -> Properties:
    if entry.masked:
        raise NotUndoneError(
            "what stood there held a secret, which is in no file; put it back by hand"
        )
    properties = writable(before.properties)
    if entry.withheld:
        value = arm.secret_value(entry.kept) if entry.kept is not None else None
        if value is None:
            raise NotUndoneError("its old secret value is not known any more; set it by hand")
        properties["value"] = value
    return properties


def _is_ours(entry: Entry, live: Live) -> bool:
    """Whether what stands there is what this write left."""
    if entry.state is State.DONE:
        # The service may count a change of a child as one of its parent; the content decides
        # then, unless part of it is secret.
        seen = not entry.withheld and not live.keeps_secret
        return live.etag == entry.etag or (live.digest == entry.digest and seen)
    return not differences(Resource(entry.id, entry.after or {}), live)


def _is_back(arm: Arm, entry: Entry, live: Live) -> bool:
    """Whether an earlier rollback, which then failed, has put an old secret back already."""
    if entry.kept is None or entry.before is None or live.etag == entry.etag:
        return False
    old = arm.secret_value(entry.kept)
    now = keeping.old_value(arm, live)
    return old is not None and old == now and live.digest == entry.before.digest
