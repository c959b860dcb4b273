"""``apimgen validate``: checks inventories and policy documents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from apimgen.cli import output
from apimgen.report.format import ReportFormat


def validate(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Inventories (.yaml, .yml), policy documents (.xml), or folders with them.",
        ),
    ],
    inventory: Annotated[
        Path | None,
        typer.Option(help="The inventory that tells which named values and tier there are."),
    ] = None,
    form: Annotated[
        ReportFormat, typer.Option("--format", help="How the findings are written.")
    ] = ReportFormat.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings too.")] = False,
) -> None:
    """Check inventories and policy documents.

    Documents may be hand-written, in either written form. A folder is searched for both. Exits
    with 1 where there are errors.

    Examples:

      apimgen validate apimgen.yaml out

      apimgen validate policies --inventory apimgen.yaml --strict

      apimgen validate policies --format sarif > apimgen.sarif
    """
    from apimgen.analysis.service_facts import NOTHING, known_from
    from apimgen.cli.inventories import load_inventory
    from apimgen.report import render
    from apimgen.validation.paths import check_paths

    known = known_from(load_inventory(inventory)) if inventory else NOTHING
    checked = check_paths(paths, known, os.environ)
    text = render(checked, form)
    if checked.findings or form is not ReportFormat.TEXT:
        output.result(text)
    else:
        output.summary(text)
    if checked.errors or (strict and checked.warnings):
        raise typer.Exit(1)
