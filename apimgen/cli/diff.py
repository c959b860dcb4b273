"""``apimgen diff``: compares two sides by meaning."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen import standard_input
from apimgen.cli import live, output
from apimgen.cli.options import Templates, shared
from apimgen.compare.diff_format import DiffFormat
from apimgen.errors import ApimgenError
from apimgen.nearest import did_you_mean_file
from apimgen.suffixes import is_document, is_inventory

if TYPE_CHECKING:
    from apimgen.compare.comparison import Comparison
    from apimgen.compare.sides import Side
    from apimgen.inventory import PlaceMap
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.service.arm.connect import Connecting
    from apimgen.service.comparison.made import Made

LIVE = "live"


@shared(connect=live.Connection)
def diff(
    left: Annotated[
        str,
        typer.Argument(
            help="An inventory, a policy file, a folder of policy files, live, "
            "or - for standard input."
        ),
    ],
    right: Annotated[
        str | None,
        typer.Argument(help="The same kinds; without it, the live service is compared with LEFT."),
    ] = None,
    *,
    form: Annotated[
        DiffFormat, typer.Option("--format", help="The format of the differences.")
    ] = DiffFormat.TEXT,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if there are differences.")
    ] = False,
    templates: Templates = None,
    connect: live.Connection,
) -> None:
    """Compare what two sides would deploy, by meaning.

    Between two inventories, or an inventory and live, everything that an inventory makes is
    compared: policies, named values, backends and pools, APIs, operations and fragments. A secret
    is compared by where it comes from, never by its value. With a policy file or a folder, only
    policies are.

    Formatting, comments, the order of attributes and the escaping of C# make no difference.

    - reads one side from standard input, and tells by its content whether it is an inventory or a
    policy.

    Exits with 2 where a side can't be read or is invalid.

    Examples:

      apimgen diff old.yaml new.yaml --exit-code

      apimgen diff out apimgen.yaml

      apimgen diff live apimgen.yaml --format markdown

      git show main:apimgen.yaml | apimgen diff - apimgen.yaml

      apimgen diff out apimgen.yaml --templates my-templates
    """
    from apimgen.compare import formats

    if right is None:
        left, right = LIVE, left
    if left == right == standard_input.NAME:
        raise ApimgenError("only one side can be read from standard input")
    if templates is not None and not (_is_inventory(left) or _is_inventory(right)):
        raise ApimgenError("--templates is for inventories, and neither side is one")
    if LIVE in (left, right):
        comparison = _with_live(left, right, connect.connecting(), templates)
    elif _is_inventory(left) and _is_inventory(right):
        from apimgen.service.comparison.compare import between

        comparison = between(_made(left, templates), _made(right, templates))
    else:
        comparison = _of_policies(left, right, templates)
    if form is DiffFormat.JSON:
        output.result(formats.to_json(comparison))
    elif form is DiffFormat.MARKDOWN:
        output.result(formats.markdown(comparison))
    else:
        output.result(formats.text(comparison, output.styled))
    if exit_code and comparison.changed:
        raise typer.Exit(1)


def _with_live(left: str, right: str, connection: Connecting, templates: Path | None) -> Comparison:
    """The live service compared with the other side."""
    other = right if left == LIVE else left
    if other == LIVE:
        raise ApimgenError("both sides are live; give an inventory or a folder for one of them")
    if _is_inventory(other):
        return _inventory_with_live(other, connection, templates, live_is_left=left == LIVE)
    if not Path(other).is_dir():
        raise ApimgenError(
            f"can't compare {other} with the live service; expected an inventory or a folder",
            hint="A policy file is compared with another side: apimgen diff LEFT RIGHT",
        )
    from apimgen.service.comparison.outcome import of_policies
    from apimgen.service.live_side import side_for_folder

    target = live.target(connection, None, None)
    with live.live(connection, target) as arm, live.progress() as show:
        arm.service()
        there = side_for_folder(arm, Path(other), connection.parallelism, show)
    here = _side(other)
    sides = (there, here) if left == LIVE else (here, there)
    return of_policies(left, right, *sides)


def _inventory_with_live(
    side: str, connection: Connecting, templates: Path | None, *, live_is_left: bool
) -> Comparison:
    from apimgen.cli.inventories import BROKEN, load_to_send
    from apimgen.service.comparison.compare import with_live
    from apimgen.service.plan.live import read

    inventory, places, unset = load_to_send(Path(side), exit_code=BROKEN)
    here = _made_by(inventory, places, side, templates)
    for policy in inventory.policies:
        if policy.scope is None:
            output.warning(
                f"{policy.name} has no scope, so it was not compared with the live service"
            )
    target = live.target(connection, inventory.service, unset)
    with live.live(connection, target) as arm, live.progress() as show:
        arm.service()
        ids = [one.id for one in here.resources]
        there = read(arm, ids, connection.parallelism, progress=show)
    return with_live(here, there, LIVE, live_is_left=live_is_left)


def _of_policies(left: str, right: str, templates: Path | None) -> Comparison:
    """Two sides, one of which at least is no inventory; an inventory takes the other's names."""
    from apimgen.service.comparison.outcome import of_policies

    if _is_inventory(left):
        now = _side(right)
        was = _side_beside(left, now, templates)
    else:
        was = _side(left)
        now = _side_beside(right, was, templates) if _is_inventory(right) else _side(right)
    return of_policies(_name(left), _name(right), was, now)


def _side_beside(inventory: str, other: Side, templates: Path | None) -> Side:
    from apimgen.service.comparison.made import side_beside

    return side_beside(_made(inventory, templates), other)


def _is_inventory(side: str) -> bool:
    if standard_input.is_meant(side):
        return not standard_input.is_document(standard_input.data())
    return side != LIVE and is_inventory(Path(side))


def _name(side: str) -> str:
    return "standard input" if standard_input.is_meant(side) else side


def _side(side: str) -> Side:
    from apimgen.compare.sides import side_of_bytes, side_of_file, side_of_folder

    path = Path(side)
    if standard_input.is_meant(path):
        return side_of_bytes(standard_input.data(), standard_input.NAME)
    if path.is_dir():
        found = side_of_folder(path)
        if not found.policies:
            output.warning(f"nothing to compare in {path}: it has no .xml file")
        return found
    if is_document(path) and path.exists():
        return side_of_file(path)
    if path.exists():
        raise ApimgenError(
            f"can't compare {side}: expected a .yaml, .yml or .xml file, a folder or {LIVE}"
        )
    raise ApimgenError(f"there is no file or folder {side}{did_you_mean_file(path)}")


def _made(side: str, templates: Path | None) -> Made:
    from apimgen.cli.inventories import BROKEN, load_with_places

    return _made_by(*load_with_places(Path(side), exit_code=BROKEN), side, templates)


def _made_by(inventory: Inventory, places: PlaceMap, side: str, templates: Path | None) -> Made:
    """What an inventory makes; ends the command where a policy has errors."""
    from apimgen.cli.findings import show_findings
    from apimgen.cli.inventories import source_name
    from apimgen.service.comparison.made import made
    from apimgen.service.resources.rendered import InvalidPoliciesError

    try:
        source = source_name(Path(side))
        return made(inventory, _name(side), source, os.environ, templates, places)
    except InvalidPoliciesError as error:
        show_findings(error.findings, sorted({found.place.file for found in error.findings}))
        raise ApimgenError(
            f"the policies of {_name(side)} have errors, so there is nothing to compare"
        ) from None
