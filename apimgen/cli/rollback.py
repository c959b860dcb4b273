"""``apimgen rollback``: undoes one recorded apply."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen.cli import live, output
from apimgen.cli.apply import ApplyFormat
from apimgen.cli.options import shared
from apimgen.errors import ApimgenError
from apimgen.nearest import did_you_mean_file
from apimgen.service.resources.target import Target

if TYPE_CHECKING:
    from apimgen.service.apply.journal import Journal


@shared(connect=live.Connection)
def rollback(
    journal: Annotated[
        Path, typer.Argument(metavar="JOURNAL", help="The journal that apply wrote.")
    ],
    *,
    force: Annotated[
        bool,
        typer.Option("--force", help="Put back the rest where not everything can be put back."),
    ] = False,
    form: Annotated[
        ApplyFormat, typer.Option("--format", help="The format of the report.")
    ] = ApplyFormat.TEXT,
    connect: live.Connection,
) -> None:
    """Undo one apply, even one that was killed half way.

    Where something can't be put back, because somebody else has changed it since or because an old
    secret is gone, the command says so and writes nothing; with --force it puts back the rest.

    Example:

      apimgen rollback .apimgen/journals/20260101T120000.000000Z-my-apim.jsonl
    """
    from apimgen.service.apply.rollback import roll_back
    from apimgen.service.show import not_cleaned

    connection = connect.connecting()
    recorded = _load(journal)
    target = Target.from_id(recorded.service_id)
    connection.agree_with(target, "the journal")
    with (
        live.terminated_as_interrupted(),
        live.live(connection, target) as arm,
        live.progress() as show,
    ):
        # On a service that does not exist every resource would seem to be gone.
        arm.service()
        report = roll_back(arm, recorded, connection.parallelism, show, force=force)
    if form is ApplyFormat.JSON:
        output.result(json.dumps(report.to_json(), indent=2, ensure_ascii=False) + "\n")
    elif not report.refused:
        for resource in report.undone:
            output.summary(f"rolled back {resource}\n")
        output.summary(f"Rolled back: {len(report.undone)}, not: {len(report.kept)}\n")
    live.warn(not_cleaned(report.left_over))
    if report.refused:
        reasons = [f"{resource}: {why}" for resource, why in report.kept.items()]
        output.failure(
            "refused: not everything can be put back:\n  " + "\n  ".join(reasons),
            "Nothing was written. --force puts back the rest.",
        )
    else:
        for resource, why in report.kept.items():
            output.failure(f"not rolled back: {resource}: {why}", None)
    if report.exit_code:
        raise typer.Exit(report.exit_code)


def _load(path: Path) -> Journal:
    from apimgen.service.apply.journal import Journal, UnreadableJournalError

    try:
        return Journal.load(path)
    except FileNotFoundError:
        raise ApimgenError(f"there is no file {path}{did_you_mean_file(path)}") from None
    except OSError as error:
        raise ApimgenError(f"can't read {path}: {error.strerror}") from None
    except (UnreadableJournalError, UnicodeDecodeError) as error:
        raise ApimgenError(str(error)) from None
