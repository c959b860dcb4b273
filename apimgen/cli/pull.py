"""``apimgen pull``: downloads what the service has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from apimgen.cli import live, output
from apimgen.cli.options import shared
from apimgen.layout import Layout


@shared(connect=live.Connection)
def pull(
    inventory: Annotated[
        Path | None,
        typer.Argument(
            metavar="INVENTORY",
            help="An inventory that names the service; its policies keep their names.",
        ),
    ] = None,
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="The folder to write to.")
    ],
    layout: Annotated[
        Layout, typer.Option(help="How files are arranged in the folder.")
    ] = Layout.FLAT,
    connect: live.Connection,
) -> None:
    """Download policies, named values, backends and fragments.

    The values of secret named values are never downloaded.

    Without INVENTORY, and in the flat layout, an inventory of what was downloaded is written too,
    unless the folder has one.

    Examples:

      apimgen pull apimgen.yaml -o live

      apimgen pull -o mine -g rg-ai -n my-apim --subscription ID

      apimgen pull -o artifacts --layout apiops -g rg-ai -n my-apim --subscription ID
    """
    from apimgen.cli.inventories import load_for_service
    from apimgen.files import write_all
    from apimgen.service.pull import pull as download
    from apimgen.service.starter import FILE

    loaded, unset = load_for_service(inventory) if inventory else (None, None)
    connection = connect.connecting()
    target = live.target(connection, loaded.service if loaded else None, unset)
    start = inventory is None and not (out / FILE).exists()
    with live.live(connection, target) as arm, live.progress() as show:
        arm.service()
        files = download(arm, layout, loaded, connection.parallelism, show, start=start)
    written = write_all(out, files)
    for name in written:
        output.summary(f"wrote {out / name}\n")
    if not files:
        output.summary(
            f"{target.name} has no policies, named values, backends or fragments to download.\n"
        )
    unchanged = len(files) - len(written)
    if unchanged:
        output.summary(f"{unchanged} files in {out} unchanged.\n")
