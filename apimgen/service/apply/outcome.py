"""The report of an apply: what became of each change."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from apimgen.service.arm.retrying import PRECONDITION_FAILED

if TYPE_CHECKING:
    from pathlib import Path

    from apimgen.service.arm.retrying import CallError
    from apimgen.service.plan.plan import Plan
    from apimgen.service.resources.resource import ResourceId


class Outcome(StrEnum):
    """What became of one change."""

    APPLIED = "applied"
    FAILED = "failed"
    ROLLED_BACK = "rolled-back"
    NOT_ATTEMPTED = "not-attempted"


@dataclass
class ApplyReport:
    """What became of a plan.

    Attributes:
        plan: the plan.
        journal: the record of it.
        outcomes: by resource, of the changes that change something.
        failure: why it failed, in one line; empty where it did not.
        interrupted: whether that was Ctrl-C.
        kept: what could not be put back, and why.
        left_over: keepers of old secrets that could not be deleted, and why.
        cleaned: those that earlier runs had left, and that were deleted now.
        warnings: what else there is to say.
        wrote: whether anything was written, or may have been, before it failed.
        error: the failure of the call, where it was one.
    """

    plan: Plan
    journal: Path | None
    outcomes: dict[ResourceId, Outcome] = field(default_factory=dict)
    failure: str = ""
    interrupted: bool = False
    kept: dict[ResourceId, str] = field(default_factory=dict)
    left_over: dict[ResourceId, str] = field(default_factory=dict)
    cleaned: list[ResourceId] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    wrote: bool = False
    error: CallError | None = None

    @property
    def outcome(self) -> str:
        """How it ended, as one word: ``applied``, ``rolled-back`` or ``partial``."""
        if not self.failure:
            return "applied"
        whole = not self.kept and Outcome.APPLIED not in self.outcomes.values()
        return "rolled-back" if whole else "partial"

    @property
    def overtaken(self) -> bool:
        """Whether it failed because somebody else changed the service in the meantime."""
        return self.error is not None and self.error.status == PRECONDITION_FAILED

    @property
    def exit_code(self) -> int:
        """0 all applied, 2 failed before anything was written, 4 the plan was stale, else 3."""
        if not self.failure:
            return 0
        if self.wrote:
            return 3
        return 4 if self.overtaken else 2

    def to_json(self) -> dict[str, Any]:
        """The plan's JSON, with the outcome of each change."""
        data = self.plan.to_json()
        data.pop("left_over", None)
        rest = Outcome.NOT_ATTEMPTED if self.failure else Outcome.APPLIED
        for entry, change in zip(data["changes"], self.plan.changes, strict=True):
            entry["outcome"] = str(self.outcomes.get(change.id, rest))
            if change.id in self.kept:
                entry["not_rolled_back"] = self.kept[change.id]
        if self.left_over:
            data["left_over"] = {id_.path: why for id_, why in self.left_over.items()}
        if self.cleaned:
            data["cleaned"] = [id_.path for id_ in self.cleaned]
        data["journal"] = str(self.journal) if self.journal else None
        data["warnings"] += self.warnings
        if self.failure:
            data["error"] = self.failure
        return data
