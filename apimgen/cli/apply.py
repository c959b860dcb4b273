"""``apimgen apply``: makes the service as an inventory or a saved plan says."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen.cli import live, output
from apimgen.cli.options import Templates, shared
from apimgen.errors import ApimgenError
from apimgen.nearest import did_you_mean_file
from apimgen.service.apply.on_error import OnError
from apimgen.service.resources.target import Target
from apimgen.suffixes import is_inventory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.service.apply.outcome import ApplyReport
    from apimgen.service.arm.client import Arm
    from apimgen.service.arm.connect import Connecting
    from apimgen.service.plan.plan import Plan

REFUSED = 5
STALE = 4


class ApplyFormat(StrEnum):
    """How the report is written."""

    TEXT = "text"
    JSON = "json"


@shared(connect=live.Connection)
def apply(
    source: Annotated[
        Path, typer.Argument(metavar="INVENTORY|PLANFILE", help="An inventory or a saved plan.")
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Apply without asking.")] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Delete what apimgen made and the inventory no longer has."),
    ] = False,
    on_error: Annotated[
        OnError,
        typer.Option("--on-error", help="When a write fails, undo what was done, or stop there."),
    ] = OnError.ROLLBACK,
    force: Annotated[
        bool, typer.Option("--force", help="Go on where a safety limit would refuse.")
    ] = False,
    form: Annotated[
        ApplyFormat, typer.Option("--format", help="The format of the report.")
    ] = ApplyFormat.TEXT,
    journals: Annotated[
        Path | None,
        typer.Option(
            "--journals",
            metavar="DIR",
            help="The folder for journals.",
            show_default=".apimgen/journals",
        ),
    ] = None,
    templates: Templates = None,
    connect: live.Connection,
) -> None:
    """Make the service match an inventory or a saved plan.

    All of it, or none of it: each write is recorded in a journal first, and if one fails,
    everything done so far is undone.

    Examples:

      apimgen apply apimgen.yaml

      apimgen apply plan.json --format json
    """
    connection = connect.connecting()
    with live.terminated_as_interrupted():
        if is_inventory(source):
            from apimgen.cli.inventories import load_for_service

            inventory, unset = load_for_service(source)
            wanted = live.resources_of(source, inventory, templates)
            target = live.target(connection, inventory.service, unset)
            with live.live(connection, target) as arm:
                with live.progress() as show:
                    made = live.plan_for(
                        arm,
                        inventory,
                        wanted,
                        prune=prune,
                        parallelism=connection.parallelism,
                        show=show,
                    )
                with _told(made, form):
                    _show(made, form)
                    _refuse(made, force=force)
                    if made.work and not yes:
                        _ask(made, shown=form is ApplyFormat.TEXT and not output.quiet())
                    report = _carry_out(arm, connection, made, on_error, journals, force=force)
        else:
            if prune:
                raise ApimgenError(
                    "--prune goes with an inventory; a saved plan is carried out as it is"
                )
            if templates is not None:
                raise ApimgenError(
                    "--templates goes with an inventory; a saved plan holds what it rendered"
                )
            made = _load(source)
            with (
                _told(made, form),
                live.live(connection, _target(connection, made)) as arm,
            ):
                _refuse(made, force=force)
                report = _carry_out(arm, connection, made, on_error, journals, force=force)
    _finish(report, form)


@contextmanager
def _told(made: Plan, form: ApplyFormat) -> Iterator[None]:
    """Prints the JSON report even where the plan is not carried out at all."""
    from apimgen.service.apply.outcome import ApplyReport

    try:
        yield
    except ApimgenError as error:
        if form is ApplyFormat.JSON:
            _as_json(ApplyReport(made, None, failure=error.message))
        raise


def _as_json(report: ApplyReport) -> None:
    output.result(json.dumps(report.to_json(), indent=2, ensure_ascii=False) + "\n")


def _show(made: Plan, form: ApplyFormat) -> None:
    from apimgen.service import show

    live.warn(made.warnings)
    if form is ApplyFormat.TEXT:
        output.summary(show.plan_text(made, output.styled))


def _refuse(made: Plan, *, force: bool) -> None:
    from apimgen.service.plan.safety import refusals

    reasons = refusals(made)
    if not reasons:
        return
    if force:
        for reason in reasons:
            output.warning(f"forced: {reason}")
        return
    raise _refusal(reasons)


def _refusal(reasons: list[str]) -> ApimgenError:
    return ApimgenError(
        "refused: " + "\n  ".join(reasons if len(reasons) == 1 else ["", *reasons]),
        hint="Nothing was written. Review the plan; --force applies it anyway.",
        exit_code=REFUSED,
    )


def _ask(made: Plan, *, shown: bool) -> None:
    from apimgen.service import show

    if not sys.stdin.isatty():
        raise ApimgenError(
            "there is no terminal to ask for confirmation on", hint="In a pipeline, give --yes."
        )
    if not shown:
        typer.echo(show.plan_text(made), err=True)
    if not typer.confirm("Apply this?", err=True):
        raise ApimgenError("not applied", hint="Nothing was written.")


def _load(source: Path) -> Plan:
    from apimgen.service.plan.plan import Plan, UnreadablePlanError

    try:
        return Plan.loads(source.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ApimgenError(f"there is no file {source}{did_you_mean_file(source)}") from None
    except OSError as error:
        raise ApimgenError(f"can't read {source}: {error.strerror}") from None
    except (UnreadablePlanError, UnicodeDecodeError) as error:
        raise ApimgenError(f"{source}: {error}") from None


def _target(connection: Connecting, made: Plan) -> Target:
    try:
        target = Target.from_id(made.service_id)
    except ValueError as error:
        raise ApimgenError(f"the plan is damaged: {error}") from None
    connection.agree_with(target, "the plan")
    return target


def _carry_out(
    arm: Arm,
    connection: Connecting,
    made: Plan,
    on_error: OnError,
    journals: Path | None,
    *,
    force: bool,
) -> ApplyReport:
    import os

    from apimgen.service.apply.apply import ApplyOptions, apply_plan
    from apimgen.service.apply.journal import FOLDER
    from apimgen.service.apply.preconditions import MissingSecretError, RefusedError, StaleError
    from apimgen.service.arm.explain import explained
    from apimgen.service.resources.rendered import InvalidPoliciesError

    with live.progress() as show:
        options = ApplyOptions(
            os.environ,
            on_error,
            force,
            connection.parallelism,
            journals or FOLDER,
            show,
        )
        try:
            report = apply_plan(arm, made, options)
        except MissingSecretError as error:
            raise ApimgenError(
                f"environment variables with secrets are not set: {', '.join(error.variables)}",
                hint="Nothing was written.",
            ) from None
        except RefusedError as error:
            raise _refusal(error.reasons) from None
        except InvalidPoliciesError as error:
            raise live.invalid(error) from None
        except StaleError as error:
            changed = ", ".join(map(str, error.resources))
            raise ApimgenError(
                f"the plan is stale: the service has changed since: {changed}",
                hint="Nothing was written. Run plan again and review it.",
                exit_code=STALE,
            ) from None
        except OSError as error:
            where = error.filename or options.journals
            raise ApimgenError(
                f"can't write the journal {where}: {error.strerror}", hint="Nothing was written."
            ) from None
    if report.error is not None and report.error.status in {401, 403, None}:
        report.failure += f"; {explained(report.error, arm, connection)}"
    return report


def _finish(report: ApplyReport, form: ApplyFormat) -> None:
    from apimgen.service import show

    if form is ApplyFormat.JSON:
        _as_json(report)
    elif report.journal is not None:
        output.summary(show.report_text(report, output.styled))
    live.warn([*report.warnings, *show.not_cleaned(report.left_over)])
    if cleaned := show.cleaned(report):
        output.note(cleaned)
    if report.failure:
        output.failure(report.failure, show.next_step(report))
    if report.exit_code:
        raise typer.Exit(report.exit_code)
