"""``apimgen pull``: downloads what the service has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from apimgen.cli import live, output
from apimgen.layout import Layout
from apimgen.service.resources.target import Cloud


def pull(
    inventory: Annotated[
        Path | None,
        typer.Argument(help="An inventory, for the service and the names of policies."),
    ] = None,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write to.")],
    layout: Annotated[
        Layout, typer.Option(help="How the files lie below the folder.")
    ] = Layout.FLAT,
    subscription: live.Subscription = None,
    resource_group: live.ResourceGroup = None,
    service_name: live.ServiceName = None,
    cloud: live.CloudName = Cloud.PUBLIC,
    arm_endpoint: live.ArmEndpoint = None,
    parallelism: live.Parallelism = live.PARALLELISM,
) -> None:
    """Download policies, named values, backends and fragments; never a secret value.

    Examples:

      apimgen pull apimgen.yaml -o live

      apimgen pull -o artifacts --layout apiops -g rg-ai -n my-apim --subscription ID
    """
    from apimgen.cli.inventories import load_for_service
    from apimgen.files import write_all
    from apimgen.service.pull import pull as download

    loaded, unset = load_for_service(inventory) if inventory else (None, None)
    connection = live.connecting(
        subscription, resource_group, service_name, cloud, arm_endpoint, parallelism
    )
    target = live.target(connection, loaded.service if loaded else None, unset)
    with live.live(connection, target) as arm, live.progress() as show:
        arm.service()
        files = download(arm, layout, loaded, parallelism, show)
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
