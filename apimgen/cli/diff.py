"""``apimgen diff``: compares two sides by meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen.cli import live, output
from apimgen.compare.format import DiffFormat
from apimgen.errors import ApimgenError
from apimgen.service.resources.target import Cloud

if TYPE_CHECKING:
    from apimgen.compare.sides import Side
    from apimgen.service.arm.connect import Connecting

LIVE = "live"
_INVENTORY_SUFFIXES = frozenset({".yaml", ".yml"})


def diff(
    left: Annotated[
        str, typer.Argument(help="An inventory, a policy file, a folder of them, or live.")
    ],
    right: Annotated[
        str | None,
        typer.Argument(metavar="[RIGHT]", help="The same; without it, live is compared with LEFT."),
    ] = None,
    *,
    form: Annotated[
        DiffFormat, typer.Option("--format", help="How the differences are written.")
    ] = DiffFormat.TEXT,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where there are differences.")
    ] = False,
    subscription: live.Subscription = None,
    resource_group: live.ResourceGroup = None,
    service_name: live.ServiceName = None,
    cloud: live.CloudName = Cloud.PUBLIC,
    arm_endpoint: live.ArmEndpoint = None,
    parallelism: live.Parallelism = live.PARALLELISM,
) -> None:
    """Compare policies by meaning.

    Formatting, comments, the order of attributes, and how C# is escaped make no difference.

    Examples:

      apimgen diff out apimgen.yaml

      apimgen diff old.xml new.xml --exit-code

      apimgen diff live apimgen.yaml --format markdown
    """
    from apimgen.compare import formats
    from apimgen.compare.policies import compare
    from apimgen.compare.sides import matched

    if right is None:
        left, right = LIVE, left
    if LIVE in (left, right):
        connection = live.connecting(
            subscription, resource_group, service_name, cloud, arm_endpoint, parallelism
        )
        sides = _live_sides(left, right, connection)
    else:
        sides = _sides(left, right)
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


def _sides(left: str, right: str) -> tuple[Side, Side]:
    """Both sides; an inventory is read last, since its names follow the other side's."""
    if _is_inventory(left) and not _is_inventory(right):
        other = _side(right)
        return _inventory_side(Path(left), other), other
    was = _side(left) if not _is_inventory(left) else _inventory_side(Path(left), None)
    now = _inventory_side(Path(right), was) if _is_inventory(right) else _side(right)
    return was, now


def _live_sides(left: str, right: str, connection: Connecting) -> tuple[Side, Side]:
    """The live service and the other side, in the order they were asked for."""
    from apimgen.cli.inventories import load_for_service
    from apimgen.service.sides import side_for_folder, side_for_inventory

    other = right if left == LIVE else left
    if other == LIVE or not (_is_inventory(other) or Path(other).is_dir()):
        raise ApimgenError(f"{LIVE} is compared with an inventory or a folder, not with {other}")
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
            here = _inventory_side(path, None)
    return (there, here) if left == LIVE else (here, there)


def _is_inventory(side: str) -> bool:
    return side != LIVE and Path(side).suffix.lower() in _INVENTORY_SUFFIXES


def _side(side: str) -> Side:
    from apimgen.compare.sides import side_of_file, side_of_folder

    path = Path(side)
    if path.is_dir():
        return side_of_folder(path)
    if path.suffix.lower() == ".xml":
        return side_of_file(path)
    if path.exists():
        raise ApimgenError(f"can't compare {side}: expected .yaml, .xml, a folder or {LIVE}")
    raise ApimgenError(f"there is no file or folder {side}")


def _inventory_side(path: Path, other: Side | None) -> Side:
    from apimgen.cli.inventories import load_inventory
    from apimgen.compare.sides import laid_out, side_of_texts
    from apimgen.generation import generate

    inventory = load_inventory(path)
    generated = generate(inventory, inventory.policies, path.name)
    names = laid_out(inventory.policies, other.policies if other else ())
    documents = zip(inventory.policies, generated.files.values(), strict=True)
    return side_of_texts((names[policy.name], text) for policy, text in documents)
