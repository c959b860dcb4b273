"""``apimgen validate``: checks inventories and policy documents."""

from __future__ import annotations

import os
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from apimgen.cli import output
from apimgen.cli.options import Templates
from apimgen.report.report_format import ReportFormat


class Scope(StrEnum):
    """The scopes of the service, from the outermost inwards."""

    GLOBAL = "global"
    WORKSPACE = "workspace"
    PRODUCT = "product"
    API = "api"
    OPERATION = "operation"


def validate(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Inventories (.yaml, .yml), policy documents (.xml), folders of them, "
            "or - for standard input.",
        ),
    ],
    inventory: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The inventory that defines the named values, backends, fragments and tier of the "
            "service; what no inventory defines is then an error.",
        ),
    ] = None,
    form: Annotated[
        ReportFormat, typer.Option("--format", help="The format of the findings.")
    ] = ReportFormat.TEXT,
    scope: Annotated[
        Scope | None,
        typer.Option(
            help="Where the documents attach. Without it, the inventory or the folders tell."
        ),
    ] = None,
    templates: Templates = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings too.")] = False,
) -> None:
    """Check inventories and policy documents.

    Policy documents may be hand-written or generated, with C# as it is or escaped as XML. A folder
    is searched for both kinds. Exits with 1 if there are errors.

    Named values, backends and fragments are looked up in the inventories. What none defines is an
    error with --inventory, and a warning where the inventories are among the paths.

    - reads one document or inventory from standard input, and tells which by its content; findings
    name it "-".

    Examples:

      apimgen validate apimgen.yaml out

      apimgen validate policies --inventory apimgen.yaml --strict

      apimgen validate global.xml --scope global

      apimgen validate policies --format sarif > apimgen.sarif

      git show HEAD:policies/orders.xml | apimgen validate -
    """
    from apimgen.analysis.service_facts import NOTHING, facts_from
    from apimgen.cli.inventories import load_inventory
    from apimgen.project.paths import check_paths
    from apimgen.report import render

    facts = facts_from(load_inventory(inventory)) if inventory else NOTHING
    facts = replace(facts, scope=scope)
    tally = None
    if output.verbose():
        from apimgen.analysis.tally import Tally

        tally = Tally()
    checked = check_paths(paths, facts, os.environ, templates, tally)
    if tally is not None:
        output.detail(str(tally))
    for warning in checked.empty_folders:
        output.warning(warning)
    if not checked.files and not checked.empty_folders:
        output.note("no .xml, .yaml or .yml file there is a policy document or an inventory")
    text = render(checked, form, output.styled)
    if checked.findings or form is not ReportFormat.TEXT:
        output.result(text)
    else:
        output.summary(text)
    if checked.errors or (strict and (checked.warnings or checked.empty_folders)):
        raise typer.Exit(1)
