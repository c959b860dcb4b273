"""``apimgen diff``: compares two sides by meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen import standard_input
from apimgen.cli import live, output
from apimgen.cli.options import Templates, shared
from apimgen.compare.format import DiffFormat
from apimgen.errors import ApimgenError
from apimgen.nearest import did_you_mean_file
from apimgen.suffixes import is_document, is_inventory

if TYPE_CHECKING:
    from apimgen.compare.sides import Side
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.service.arm.connect import Connecting

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
    """Compare policies by meaning.

    Formatting, comments, the order of attributes and the escaping of C# make no difference.

    - reads one side from standard input, and tells by its content whether it is an inventory or a
    policy.

    Examples:

      apimgen diff out apimgen.yaml

      apimgen diff old.xml new.xml --exit-code

      apimgen diff live apimgen.yaml --format markdown

      git show main:apimgen.yaml | apimgen diff - apimgen.yaml

      apimgen diff out apimgen.yaml --templates my-templates
    """
    from apimgen.compare import formats
    from apimgen.compare.policies import compare
    from apimgen.compare.sides import matched

    if right is None:
        left, right = LIVE, left
    if left == right == standard_input.NAME:
        raise ApimgenError("only one side can be read from standard input")
    if templates is not None and not (_is_inventory(left) or _is_inventory(right)):
        raise ApimgenError("--templates is for inventories, and neither side is one")
    if LIVE in (left, right):
        sides = _live_sides(left, right, connect.connecting(), templates)
    else:
        sides = _sides(left, right, templates)
    was, now = matched(*sides)
    comparison = compare(was, now)
    if form is DiffFormat.JSON:
        output.result(formats.to_json(comparison))
    elif form is DiffFormat.MARKDOWN:
        output.result(formats.markdown(comparison))
    else:
        output.result(formats.text(comparison, output.styled))
    if exit_code and comparison.changed:
        raise typer.Exit(1)


def _sides(left: str, right: str, templates: Path | None) -> tuple[Side, Side]:
    """Both sides; an inventory is read last, since its names follow the other side's."""
    if _is_inventory(left) and not _is_inventory(right):
        other = _side(right)
        return _side_of_inventory(Path(left), other, templates), other
    was = _side_of_inventory(Path(left), None, templates) if _is_inventory(left) else _side(left)
    now = _side_of_inventory(Path(right), was, templates) if _is_inventory(right) else _side(right)
    return was, now


def _live_sides(
    left: str, right: str, connection: Connecting, templates: Path | None
) -> tuple[Side, Side]:
    """The live service and the other side, in the order they were asked for."""
    from apimgen.cli.inventories import load_for_service
    from apimgen.service.sides import side_for_folder, side_for_inventory

    other = right if left == LIVE else left
    if other == LIVE:
        raise ApimgenError("both sides are live; give an inventory or a folder for one of them")
    if not (_is_inventory(other) or Path(other).is_dir()):
        raise ApimgenError(
            f"can't compare {other} with the live service; expected an inventory or a folder",
            hint="A policy file is compared with another side: apimgen diff LEFT RIGHT",
        )
    path = Path(other)
    inventory, unset = load_for_service(path) if _is_inventory(other) else (None, None)
    target = live.target(connection, inventory.service if inventory else None, unset)
    with live.live(connection, target) as arm, live.progress() as show:
        arm.service()
        if inventory is None:
            there = side_for_folder(arm, path, connection.parallelism, show)
            here = _side(other)
        else:
            there = side_for_inventory(arm, inventory, connection.parallelism, show)
            here = _generated(inventory, path, None, templates, fragments=False)
    return (there, here) if left == LIVE else (here, there)


def _is_inventory(side: str) -> bool:
    if standard_input.is_meant(side):
        return not standard_input.is_document(standard_input.data())
    return side != LIVE and is_inventory(Path(side))


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


def _side_of_inventory(path: Path, other: Side | None, templates: Path | None) -> Side:
    from apimgen.cli.inventories import load_inventory

    return _generated(load_inventory(path), path, other, templates)


def _generated(
    inventory: Inventory,
    path: Path,
    other: Side | None,
    templates: Path | None,
    *,
    fragments: bool = True,
) -> Side:
    """What an inventory generates, under the names that the other side has for it."""
    from apimgen.compare.sides import fragments_laid_out, laid_out, side_of_texts
    from apimgen.generation import generate

    generated = generate(inventory, inventory.policies, path.name, templates=templates)
    there = other.policies if other else ()
    names = laid_out(inventory.policies, there)
    documents = zip(inventory.policies, generated.files.values(), strict=True)
    texts = {names[policy.name]: text for policy, text in documents}
    if fragments:
        texts |= fragments_laid_out(inventory.fragment_texts, there)
    return side_of_texts(texts.items())
