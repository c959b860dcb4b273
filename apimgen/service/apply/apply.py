"""Carries out a plan: all of it, or none of it when something fails."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from apimgen.service.apply import kept_secrets
from apimgen.service.apply.journal import FOLDER, Journal, State
from apimgen.service.apply.on_error import OnError
from apimgen.service.apply.outcome import ApplyReport, Outcome
from apimgen.service.apply.preconditions import check_saved, read_before, secrets_of
from apimgen.service.apply.undo import undo
from apimgen.service.arm.connect import DEFAULT_PARALLELISM
from apimgen.service.arm.parallel import each
from apimgen.service.arm.retrying import PRECONDITION_FAILED, CallError, StoppedError
from apimgen.service.plan.differences import differences, overlaid
from apimgen.service.plan.live import no_progress, read
from apimgen.service.plan.plan import Action
from apimgen.service.resources import policy_text
from apimgen.service.resources.previous_values import keeper_of
from apimgen.service.resources.resource import (
    Live,
    Properties,
    Resource,
    digest,
    writable,
)
from apimgen.service.resources.secret import Secret, redact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from apimgen.service.apply.journal import Entry
    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.live import Progress
    from apimgen.service.plan.plan import Change, Plan
    from apimgen.service.resources.resource import ResourceId


@dataclass(frozen=True)
class ApplyOptions:
    """How a plan is carried out.

    Attributes:
        environment: the environment variables, which hold the values of secrets.
        on_error: what happens on a failure.
        force: whether what the safety limits refuse is done.
        parallelism: how many calls at once.
        journals: the folder for the journal.
        progress: called as it goes on.
    """

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    on_error: OnError = OnError.ROLLBACK
    force: bool = False
    parallelism: int = DEFAULT_PARALLELISM
    journals: Path = FOLDER
    progress: Progress = no_progress


def apply_plan(arm: Arm, plan: Plan, options: ApplyOptions) -> ApplyReport:
    """Carries out a plan.

    Args:
        arm: the service that the plan is for.
        plan: what to do.
        options: how it is done.

    Raises:
        MissingSecretError: where a variable with a secret is not set.
        RefusedError: where a saved plan does what is refused and does not say so.
        InvalidPoliciesError: where a document in a saved plan has errors.
        StaleError: where anything that the plan touches changed since it was made.
        CallError: where the service cannot be read.
        OSError: where the journal cannot be written.
    """
    secrets = secrets_of(plan, options.environment)
    before = read_before(arm, plan, options.parallelism, options.progress)
    if plan.live is None:
        check_saved(arm, plan, before, options.parallelism, force=options.force)
    earlier = read(arm, plan.left_over, options.parallelism)
    if not plan.work:
        report = ApplyReport(plan, None)
        _clean_up(arm, None, report, earlier)
        return report
    journal = Journal.create(options.journals, plan.service_id)
    report = ApplyReport(plan, journal.path, {c.id: Outcome.NOT_ATTEMPTED for c in plan.work})
    run = _Run(arm, options, journal, report, secrets, before)
    try:
        run.write_all()
        # On record before anything is cleaned up: from here on the plan is applied, come what may.
        journal.end(report.outcome)
    except BaseException as error:  # noqa: BLE001 - whatever it is, what was written is put back first
        _put_back(arm, options, journal, report, error)
        journal.end(report.outcome)
    else:
        _clean_up(arm, journal, report, earlier)
    return report


class _Run:
    """The writing of one plan."""

    def __init__(
        self,
        arm: Arm,
        options: ApplyOptions,
        journal: Journal,
        report: ApplyReport,
        secrets: Mapping[ResourceId, Secret],
        before: Mapping[ResourceId, Live],
    ) -> None:
        self._arm, self._options, self._journal = arm, options, journal
        self._report, self._secrets, self._before = report, secrets, before
        self._lock = threading.Lock()

    def write_all(self) -> None:
        """Every change, stage by stage."""
        work, done = self._report.plan.work, 0

        def count(_: Change) -> None:
            nonlocal done
            done += 1
            self._options.progress("applying", done, len(work))

        stop = self._arm.retrying.stop
        for _, group in groupby(sorted(work, key=lambda c: c.stage), key=lambda c: c.stage):
            each(
                self._write,
                list(group),
                self._options.parallelism,
                on_done=count,
                stop=stop,
                writes=True,
            )

    def _write(self, change: Change) -> None:
        if self._arm.retrying.stop.is_set():
            return
        before = self._before.get(change.id)
        try:
            entry, properties, etag = self._carry_out(change, before)
        except CallError as error:
            with self._lock:
                self._report.outcomes[change.id] = Outcome.FAILED
                why = redact(str(error))
                if error.status == PRECONDITION_FAILED:
                    why = f"somebody else has changed it since the plan was made; {why}"
                self._report.failure = self._report.failure or f"{change.id}: {why}"
                self._report.error = self._report.error or error
            raise
        self._journal.done(entry, etag, digest(properties))
        with self._lock:
            self._report.outcomes[change.id] = Outcome.APPLIED
        self._check(change, properties, etag)

    def _carry_out(self, change: Change, before: Live | None) -> tuple[Entry, Properties, str]:
        """Journal, keeper, write; the entry, and the properties and ETag afterwards."""
        old = kept_secrets.old_value(self._arm, before) if before and change.withheld else None
        kept = keeper_of(change.id) if old is not None else None
        entry = self._journal.begin(change, before, kept=kept)
        if old is not None:
            try:
                kept_secrets.keep(self._arm, change.id, old)
            except CallError as error:
                entry.unfinished = error.unfinished
                raise
        try:
            properties, etag = self._send(change, before)
        except (CallError, StoppedError) as error:
            if error.maybe_done:
                live = self._settled(change, before)
                if live is not None:
                    return entry, live.properties, live.etag
                entry.unfinished = error.unfinished
            elif kept is None:
                self._journal.settle(entry, State.NOT_DONE, str(error))
            raise
        return entry, properties, etag

    def _send(self, change: Change, before: Live | None) -> tuple[Properties, str]:
        if change.action is Action.DELETE:
            self._arm.delete(change.id, if_match=before.etag if before else "*")
            return {}, ""
        properties = change.properties or {}
        if before is not None:
            properties = overlaid(writable(before.properties), properties)
        if change.id in self._secrets:
            properties = {**properties, "value": self._secrets[change.id]}
        return self._arm.put(change.id, properties, if_match=before.etag if before else None)

    def _settled(self, change: Change, before: Live | None) -> Live | None:
        """The resource, if a write whose answer was lost has been carried out after all."""
        try:
            live = self._arm.get(change.id)
        except (CallError, StoppedError):
            return None
        if change.action is Action.DELETE:
            return Live(change.id, {}, "") if live is None else None
        if live is None or (before is not None and live.etag == before.etag):
            return None
        as_written = not differences(Resource(change.id, change.properties or {}), live)
        secret = self._secrets.get(change.id)
        if secret is not None:
            as_written = as_written and self._arm.secret_value(change.id) == secret
        return live if as_written else None

    def _check(self, change: Change, properties: Properties, etag: str) -> None:
        """Reads back what was written, and warns where the service stored something else."""
        if change.action is Action.DELETE or change.properties is None:
            return
        live = Live(change.id, properties, etag)
        if change.id.kind.document:
            try:
                live = self._arm.get(change.id) or live
            except (CallError, StoppedError) as error:
                self._report.warnings.append(f"{change.id} could not be read back: {error}")
                return
        changed = differences(Resource(change.id, change.properties), live)
        for difference in changed:
            shown = ""
            if change.id.kind.document:
                lines = policy_text.diff(str(difference.after), str(difference.before))
                shown = "\n" + "\n".join(lines)
            with self._lock:
                self._report.warnings.append(
                    redact(
                        f"the service stored {change.id} with another meaning "
                        f"({difference.path}){shown}"
                    )
                )


def _clean_up(
    arm: Arm, journal: Journal | None, report: ApplyReport, earlier: Mapping[ResourceId, Live]
) -> None:
    """Deletes the keepers of old secrets: this run's, and those that earlier ones left."""
    if journal is not None:
        kept = [entry.kept for entry in journal.entries if entry.kept is not None]
        report.left_over |= kept_secrets.clean_up(arm, kept, journal.clean)
        earlier = {id_: live for id_, live in earlier.items() if id_ not in kept}
    for id_, live in earlier.items():
        report.left_over |= kept_secrets.clean_up(arm, [id_], report.cleaned.append, live.etag)


def _put_back(
    arm: Arm, options: ApplyOptions, journal: Journal, report: ApplyReport, error: BaseException
) -> None:
    report.interrupted = isinstance(error, KeyboardInterrupt)
    if report.interrupted:
        report.failure = "interrupted"
    report.failure = report.failure or redact(f"{type(error).__name__}: {error}")
    report.wrote = any(entry.state in {State.BEGUN, State.DONE} for entry in journal.entries)
    arm.retrying.stop.clear()
    if options.on_error is OnError.STOP:
        return
    result = undo(arm, journal, options.parallelism, options.progress)
    report.kept = {entry.id: why for entry, why in result.kept}
    report.left_over = result.left_over
    for entry in journal.entries:
        was_applied = report.outcomes[entry.id] is Outcome.APPLIED
        if entry.state is State.UNDONE and was_applied:
            report.outcomes[entry.id] = Outcome.ROLLED_BACK
