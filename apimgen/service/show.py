"""Plans and reports as text for a terminal, and as Markdown for a pull request's comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from apimgen.service.apply.outcome import Outcome
from apimgen.service.plan.safety import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from apimgen.service.apply.outcome import ApplyReport
    from apimgen.service.plan.plan import Change, Plan
    from apimgen.service.resources.resource import ResourceId

    Style = Callable[[str, str], str]
    """Gives a text a colour by its name, or leaves it as it is."""

_COLOURS: Final = {"+": "green", "-": "red", "~": "yellow", "@": "dim"}


def plain(text: str, _colour: str) -> str:
    """The text without a colour."""
    return text


def summary(plan: Plan) -> str:
    """How much a plan changes, in one line."""
    counts = plan.summary
    return (
        f"Plan: {counts['create']} to create, {counts['update']} to update, "
        f"{counts['delete']} to delete, {counts['no_change']} unchanged"
    )


def plan_text(plan: Plan, style: Style = plain) -> str:
    """A line for each change, its diff below it, and the summary."""
    lines: list[str] = []
    for change in plan.work:
        lines.append(style(_heading(change), _COLOURS[change.action.sign]))
        lines += (
            f"    {style(line, _COLOURS[line[0]]) if line[:1] in _COLOURS else line}"
            for line in change.diff.splitlines()
        )
    if lines:
        lines.append("")
    lines.append(style(summary(plan), "bold"))
    lines += (style(f"apply refuses without --force: {why}", "red") for why in refusals(plan))
    return "\n".join(lines) + "\n"


def plan_markdown(plan: Plan) -> str:
    """The plan folded by change, for a comment on a pull request."""
    parts = [f"**{summary(plan)}**\n"]
    for change in plan.work:
        # A fence is longer than any run of backticks that it holds.
        longest = max((len(run) for run in re.findall("`+", change.diff)), default=0)
        fence = "`" * max(3, longest + 1)
        label = str(change.id).replace("&", "&amp;").replace("<", "&lt;")
        parts.append(
            f"<details><summary>{change.action} <code>{label}</code></summary>\n\n"
            f"{fence}diff\n{change.diff}\n{fence}\n\n</details>\n"
        )
    notes = [f"apply refuses without `--force`: {why}" for why in refusals(plan)]
    for note in [*notes, *plan.warnings]:
        first, *rest = note.splitlines()
        parts.append("\n".join([f"> **Warning:** {first}", *(f"> {line}" for line in rest)]) + "\n")
    return "\n".join(parts)


def report_text(report: ApplyReport, style: Style = plain) -> str:
    """What became of each change, and where the journal is."""
    by_outcome: dict[Outcome, list[ResourceId]] = {outcome: [] for outcome in Outcome}
    for resource, outcome in report.outcomes.items():
        by_outcome[outcome].append(resource)
    if not report.failure:
        lines = [style(_applied(report.plan), "green")]
    else:
        lines = [
            style(f"{heading}:", "bold") + _listed(by_outcome[outcome])
            for outcome, heading in (
                (Outcome.FAILED, "Failed"),
                (Outcome.APPLIED, "Applied and not rolled back"),
                (Outcome.ROLLED_BACK, "Rolled back"),
                (Outcome.NOT_ATTEMPTED, "Not attempted"),
            )
            if by_outcome[outcome]
        ]
        lines += (
            style(f"Not rolled back: {id_}: {why}", "red") for id_, why in report.kept.items()
        )
    if report.journal is not None:
        undo = ""
        if not report.failure:
            gone = any(change.withheld for change in report.plan.work)
            undo = ", and apimgen rollback undoes it" + (", but for the old secrets" * gone)
        lines.append(f"Recorded in {report.journal}{undo}")
    return "\n".join(lines) + "\n"


def left_over(plan: Plan) -> str | None:
    """What earlier applies left on the service, in one line."""
    if not plan.left_over:
        return None
    names = ", ".join(map(str, plan.left_over))
    return f"an earlier apply left old secrets on the service, which apply deletes: {names}"


def cleaned(report: ApplyReport) -> str | None:
    """What was deleted of what earlier applies left, in one line."""
    if not report.cleaned:
        return None
    return f"deleted old secrets that an earlier apply left: {', '.join(map(str, report.cleaned))}"


def not_cleaned(left: Mapping[ResourceId, str]) -> list[str]:
    """A warning for each old secret that could not be deleted."""
    return [
        f"{id_}, which keeps the old value of a secret, could not be deleted: {why}; "
        "the next apply deletes it"
        for id_, why in left.items()
    ]


def next_step(report: ApplyReport) -> str | None:
    """What to do after a failure."""
    if not report.failure:
        return None
    if report.outcome == "rolled-back" and report.overtaken:
        return "The service is as it was before. Run plan again and review it."
    if report.kept or Outcome.APPLIED in report.outcomes.values():
        return f"apimgen rollback {report.journal} puts the rest back."
    return "The service is as it was before."


def _heading(change: Change) -> str:
    return f"{change.action.sign} {change.id}"


def _applied(plan: Plan) -> str:
    counts = plan.summary
    return (
        f"Applied: {counts['create']} created, {counts['update']} updated, "
        f"{counts['delete']} deleted, {counts['no_change']} unchanged"
    )


def _listed(resources: Iterable[ResourceId]) -> str:
    return "".join(f"\n  {resource}" for resource in resources)
