"""``apimgen generate``: renders the policies of an inventory into files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen.cli import output
from apimgen.cli.options import Templates
from apimgen.document.form import Form
from apimgen.errors import ApimgenError
from apimgen.layout import Layout

if TYPE_CHECKING:
    from apimgen.generation import Generated
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.routing.entities import Entity
    from apimgen.routing.named_values import NamedValue

STANDARD_OUTPUT = "-"


def generate(
    inventory: Annotated[
        list[Path],
        typer.Argument(
            metavar="INVENTORY...",
            help="One inventory or several; - reads one from standard input.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            help="The folder to write to; - prints one policy to standard output.",
        ),
    ] = Path("out"),
    policy: Annotated[
        list[str] | None,
        typer.Option(
            "--policy", metavar="NAME", help="Only the policy of this name; can be repeated."
        ),
    ] = None,
    form: Annotated[
        Form,
        typer.Option("--format", help="Write the C# as it is, or escaped as XML."),
    ] = Form.RAWXML,
    layout: Annotated[
        Layout, typer.Option(help="How files are arranged in the folder.")
    ] = Layout.FLAT,
    templates: Templates = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if any file would change.")
    ] = False,
) -> None:
    """Render the policies of inventories into files.

    Policies are checked before anything is written. Either all files are written or none, and a
    file that would not change is left untouched. Warnings go to standard error.

    Examples:

      apimgen generate apimgen.yaml

      apimgen generate apimgen.yaml --policy azure-openai -o -

      apimgen generate apimgen.yaml -o policies --check

      apimgen generate europe.yaml america.yaml --layout apiops

      yq '.service.tier = "standard"' apimgen.yaml | apimgen generate -
    """
    from apimgen.cli.inventories import BROKEN, INVALID, load_with_places, source_name
    from apimgen.generation import chosen_policies, join, needed_named_values
    from apimgen.generation import generate as generate_policies
    from apimgen.routing.routes import entities

    exit_code = BROKEN if check else INVALID
    loaded = [(path, *load_with_places(path, exit_code=exit_code)) for path in inventory]
    chosen = chosen_policies([of for _, of, _ in loaded], policy or [])
    if str(out) == STANDARD_OUTPUT:
        _refuse_many([p.name for policies in chosen for p in policies])
    generated = join(
        generate_policies(
            of,
            policies,
            source_name(path),
            form=form,
            layout=layout,
            templates=templates,
            places=places,
            fragments=not policy,
        )
        for (path, of, places), policies in zip(loaded, chosen, strict=True)
    )
    _show_what_is_wrong(generated, exit_code)
    pairs = [(of, policies) for (_, of, _), policies in zip(loaded, chosen, strict=True)]
    needed = _named_values([value for pair in pairs for value in needed_named_values(*pair)])
    needed += _entities([entity for pair in pairs for entity in entities(*pair)])
    if str(out) == STANDARD_OUTPUT and not check:
        output.result(next(iter(generated.files.values())))
        output.note(needed)
        return
    _spare_what_was_read(out, generated, [of for _, of, _ in loaded])
    _check_or_write(out, generated, check=check)
    output.summary(needed)


def _refuse_many(names: list[str]) -> None:
    if len(names) != 1:
        raise ApimgenError(
            f"-o - prints one policy, and there are {len(names)}: {', '.join(names)}",
            hint=f"Choose one: --policy {names[0]}" if names else None,
        )


def _show_what_is_wrong(generated: Generated, exit_code: int) -> None:
    """Shows warnings and errors of what was generated; errors end the command with this code."""
    from apimgen.cli.findings import show_findings

    found = [f for f in generated.findings if f.severity in {"error", "warning"}]
    if found:
        show_findings(found, sorted({f.place.file for f in found}))
    if any(f.severity == "error" for f in found):
        raise ApimgenError(
            "the policies would not work, so nothing was written",
            hint="Only extra, and documents and templates of your own, can cause this.",
            exit_code=exit_code,
        )


def _check_or_write(out: Path, generated: Generated, *, check: bool) -> None:
    from apimgen.files import changed, write_all
    from apimgen.generation import Generated

    files = generated.all_files
    number = _counted(generated)
    if check:
        names = changed(out, files)
        for name in names:
            output.result(f"would change {out / name}\n")
        if names:
            raise typer.Exit(1)
        output.summary(f"{number} in {out} up to date.\n")
        return
    written = write_all(out, files)
    for name in written:
        output.summary(f"wrote {out / name}\n")
    same = Generated(
        {path: text for path, text in generated.files.items() if path not in written},
        [],
        {path: text for path, text in generated.fragments.items() if path not in written},
    )
    if same.all_files:
        output.summary(f"{_counted(same)} in {out} unchanged.\n")


def _counted(generated: Generated) -> str:
    """How many policies and fragments there are, in words."""
    counts = []
    if generated.files:
        counts.append(_count(len(generated.files), "policy", "policies"))
    if generated.fragments:
        counts.append(_count(len(generated.fragments), "fragment", "fragments"))
    return " and ".join(counts)


def _spare_what_was_read(out: Path, generated: Generated, inventories: list[Inventory]) -> None:
    """Ends the command where it would write over a document that an inventory names."""
    from apimgen.files import changed

    own = {document.path.resolve() for of in inventories for document in of.documents}
    for name in changed(out, generated.all_files) if own else ():
        if (out / name).resolve() in own:
            raise ApimgenError(
                f"{out / name} is a document that the inventory names, and would be written over",
                hint="Choose another folder: -o DIR",
            )


def _named_values(needed: list[NamedValue]) -> str:
    if not needed:
        return ""
    by_name = {n.name: n for n in needed}
    rows = [(n.name, n.kind, n.origin) for n in by_name.values()]
    heading = "\nNamed values that the policies need on the service:\n"
    return heading + output.table(("NAME", "KIND", "VALUE FROM"), rows)


def _entities(needed: list[Entity]) -> str:
    if not needed:
        return ""
    by_name = {each.name: each for each in needed}
    rows = [(name, each.kind, str(each)) for name, each in by_name.items()]
    heading = "\nBackends that the policies need on the service; apimgen apply makes them:\n"
    return heading + output.table(("NAME", "KIND", "OF"), rows)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
