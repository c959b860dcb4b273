"""Undoes one recorded apply: one that died half way, or one that is regretted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apimgen.service.apply.journal import State
from apimgen.service.apply.undo import undo
from apimgen.service.plan.live import no_progress

if TYPE_CHECKING:
    from apimgen.service.apply.journal import Journal
    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.live import Progress
    from apimgen.service.resources.resource import ResourceId


@dataclass
class Report:
    """What became of a rollback.

    Attributes:
        undone: what was put back now, in the order of the journal.
        kept: what could not be, and why.
    """

    undone: list[ResourceId] = field(default_factory=list)
    kept: dict[ResourceId, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 all is as before, 3 not all."""
        return 3 if self.kept else 0

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "rolled_back": [id_.path for id_ in self.undone],
            "not_rolled_back": [{"resource": id_.path, "why": w} for id_, w in self.kept.items()],
        }


def roll_back(
    arm: Arm, journal: Journal, parallelism: int, progress: Progress = no_progress
) -> Report:
    """Undoes what a journal recorded and has not undone yet.

    Args:
        arm: the service that the journal is about.
        journal: read from its file; it is told what is undone, so that this can be repeated.
        parallelism: how many calls at once.
        progress: told how far it is.
    """
    open_entries = [e for e in journal.entries if e.state in {State.BEGUN, State.DONE}]
    left = undo(arm, journal, parallelism, progress)
    journal.end("partial" if left else "rolled-back")
    undone = [entry.id for entry in open_entries if entry.state is State.UNDONE]
    return Report(undone, {entry.id: why for entry, why in left})
