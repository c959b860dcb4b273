"""Undoes one recorded apply: one that died half way, or one that is regretted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apimgen.service.apply.journal import State
from apimgen.service.apply.undo import obstacles, undo
from apimgen.service.plan.live import no_progress

if TYPE_CHECKING:
    from apimgen.service.apply.journal import Journal
    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.live import Progress
    from apimgen.service.resources.resource import ResourceId


@dataclass
class RollbackReport:
    """What became of a rollback.

    Attributes:
        undone: what was put back now, in the order of the journal.
        kept: what was not, and why.
        refused: whether nothing was written, because not everything could be put back.
        left_over: keepers of old secrets that could not be deleted, and why.
    """

    undone: list[ResourceId] = field(default_factory=list)
    kept: dict[ResourceId, str] = field(default_factory=dict)
    refused: bool = False
    left_over: dict[ResourceId, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 all is as before, 3 not all, 5 refused."""
        if self.refused:
            return 5
        return 3 if self.kept else 0

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        data: dict[str, Any] = {
            "rolled_back": [id_.path for id_ in self.undone],
            "not_rolled_back": [{"resource": id_.path, "why": w} for id_, w in self.kept.items()],
        }
        if self.refused:
            data["refused"] = True
        if self.left_over:
            data["left_over"] = {id_.path: why for id_, why in self.left_over.items()}
        return data


def roll_back(
    arm: Arm,
    journal: Journal,
    parallelism: int,
    progress: Progress = no_progress,
    *,
    force: bool = False,
) -> RollbackReport:
    """Undoes what a journal recorded and has not undone yet.

    Args:
        arm: the service that the journal is about.
        journal: read from its file; it is told what is undone, so that this can be repeated.
        parallelism: how many calls at once.
        progress: told how far it is.
        force: whether the rest is put back where not everything can be; without it nothing is
            written then.

    Raises:
        CallError: where the service cannot be read; nothing was written then.
    """
    open_entries = [e for e in journal.entries if e.state in {State.BEGUN, State.DONE}]
    if not force:
        found = obstacles(arm, journal, parallelism)
        if found:
            return RollbackReport(kept={entry.id: why for entry, why in found}, refused=True)
    result = undo(arm, journal, parallelism, progress)
    journal.end("partial" if result.kept else "rolled-back")
    undone = [entry.id for entry in open_entries if entry.state is State.UNDONE]
    kept = {entry.id: why for entry, why in result.kept}
    return RollbackReport(undone, kept, left_over=result.left_over)
