"""``apimgen plan``: what would change on the service."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen.cli import live, output
from apimgen.cli.options import Templates, shared
from apimgen.compare.diff_format import DiffFormat

if TYPE_CHECKING:
    from apimgen.service.plan.plan import Plan


@shared(connect=live.Connection)
def plan(
    inventory: Annotated[
        Path, typer.Argument(metavar="INVENTORY", help="The inventory, a YAML file.")
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Save the plan in this file, for apply."),
    ] = None,
    form: Annotated[
        DiffFormat, typer.Option("--format", help="The format of the plan.")
    ] = DiffFormat.TEXT,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if anything would change.")
    ] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Delete what apimgen made and the inventory no longer has."),
    ] = False,
    templates: Templates = None,
    connect: live.Connection,
) -> None:
    """Show what would change on the service, resource by resource.

    Nothing is written to the service. A saved plan holds no secret values.
    Once the service has changed, apply refuses the plan.

    Examples:

      apimgen plan apimgen.yaml

      apimgen plan apimgen.yaml --out plan.json --format markdown
    """
    from apimgen.cli.inventories import BROKEN, load_to_send
    from apimgen.service import show

    loaded, places, unset = load_to_send(inventory, exit_code=BROKEN)
    wanted = live.resources_of(inventory, loaded, places, templates, exit_code=BROKEN)
    connection = connect.connecting()
    target = live.target(connection, loaded.service, unset)
    with live.live(connection, target) as arm, live.progress() as progress:
        made = live.plan_for(
            arm, loaded, wanted, prune=prune, parallelism=connection.parallelism, show=progress
        )
    if out is not None:
        _save(made, out)
    live.warn(made.warnings if form is not DiffFormat.MARKDOWN else ())
    if left := show.left_over(made):
        output.note(left)
    _show(made, form)
    if out is not None:
        output.note(f"saved {out}; carry out exactly this: apimgen apply {out}")
    if exit_code and made.work:
        raise typer.Exit(1)


def _show(made: Plan, form: DiffFormat) -> None:
    from apimgen.service import show

    if form is DiffFormat.JSON:
        output.result(made.dumps())
    elif form is DiffFormat.MARKDOWN:
        output.result(show.plan_markdown(made))
    else:
        output.result(show.plan_text(made, output.styled))


def _save(made: Plan, out: Path) -> None:
    from apimgen.errors import ApimgenError
    from apimgen.files import write_all

    if made.with_secrets:
        where = ", ".join(map(str, made.with_secrets))
        raise ApimgenError(
            f"the plan would hold a secret, which {where} holds in clear text",
            hint="Move it to a named value: api_key of a backend, or {{name}} in extra.",
        )
    write_all(out.parent, {out.name: made.dumps()})
