"""``apimgen generate``: renders the policies of an inventory into files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen.cli import output
from apimgen.document.form import Form
from apimgen.errors import ApimgenError
from apimgen.layout import Layout

if TYPE_CHECKING:
    from apimgen.generation import Generated, NamedValue
    from apimgen.routing.entities import Entity

STANDARD_OUTPUT = "-"


def generate(
    inventory: Annotated[
        list[Path], typer.Argument(metavar="INVENTORY...", help="Inventories, YAML files.")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The folder to write to; - prints one policy.")
    ] = Path("out"),
    policy: Annotated[
        list[str] | None,
        typer.Option("--policy", help="Only the policy of this name; may stand several times."),
    ] = None,
    form: Annotated[
        Form,
        typer.Option("--format", help="How the C# is written: as it is, or escaped as XML."),
    ] = Form.RAWXML,
    layout: Annotated[
        Layout, typer.Option(help="How the files lie below the folder.")
    ] = Layout.FLAT,
    templates: Annotated[
        Path | None,
        typer.Option(help="A folder with templates of your own, which come before ours."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if a file would change.")
    ] = False,
) -> None:
    """Render the policies of inventories into files.

    They are checked before they are written. All files are written, or none. One that would not
    change is not touched.

    Examples:

      apimgen generate apimgen.yaml

      apimgen generate apimgen.yaml --policy azure-openai -o -

      apimgen generate apimgen.yaml -o policies --check

      apimgen generate europe.yaml america.yaml --layout apiops
    """
    from apimgen.cli.inventories import load_with_places
    from apimgen.generation import chosen_policies, join, named_values
    from apimgen.generation import generate as generate_policies
    from apimgen.render.templates import BadTemplateError
    from apimgen.routing.entities import entities

    if templates is not None and not templates.is_dir():
        raise ApimgenError(f"{templates} is not a folder of templates")
    loaded = [(path, *load_with_places(path)) for path in inventory]
    chosen = chosen_policies([of for _, of, _ in loaded], policy or [])
    if str(out) == STANDARD_OUTPUT:
        _refuse_many([p.name for policies in chosen for p in policies])
    try:
        generated = join(
            generate_policies(
                of,
                policies,
                path.name,
                form=form,
                layout=layout,
                templates=templates,
                places=places,
            )
            for (path, of, places), policies in zip(loaded, chosen, strict=True)
        )
    except BadTemplateError as error:
        raise ApimgenError(f"{error.file}:{error.line}: {error.message}") from None
    _refuse_errors(generated)
    pairs = [(of, policies) for (_, of, _), policies in zip(loaded, chosen, strict=True)]
    needed = _named_values([value for pair in pairs for value in named_values(*pair)])
    needed += _entities([entity for pair in pairs for entity in entities(*pair)])
    if str(out) == STANDARD_OUTPUT and not check:
        output.result(next(iter(generated.files.values())))
        output.note(needed)
        return
    _check_or_write(out, generated, check=check)
    output.summary(needed)


def _refuse_many(names: list[str]) -> None:
    if len(names) != 1:
        raise ApimgenError(
            f"-o - prints one policy, and there are {len(names)}: {', '.join(names)}",
            hint=f"Choose one: --policy {names[0]}" if names else None,
        )


def _refuse_errors(generated: Generated) -> None:
    from apimgen.cli.findings import show_findings

    errors = [f for f in generated.findings if f.severity == "error"]
    if errors:
        show_findings(errors, sorted({f.place.file for f in errors}))
        raise ApimgenError(
            "the policies would not work, so nothing was written",
            hint="Only extra and templates of your own can bring this about; look there.",
            exit_code=1,
        )


def _check_or_write(out: Path, generated: Generated, *, check: bool) -> None:
    from apimgen.files import changed, write_all

    number = _count(len(generated.files), "policy", "policies")
    if check:
        names = changed(out, generated.files)
        for name in names:
            output.result(f"would change {out / name}\n")
        if names:
            raise typer.Exit(1)
        output.summary(f"{number} in {out} up to date.\n")
        return
    written = write_all(out, generated.files)
    for name in written:
        output.summary(f"wrote {out / name}\n")
    unchanged = len(generated.files) - len(written)
    if unchanged:
        output.summary(f"{_count(unchanged, 'policy', 'policies')} in {out} unchanged.\n")


def _named_values(needed: list[NamedValue]) -> str:
    if not needed:
        return ""
    by_name = {n.name: n for n in needed}
    rows = [(n.name, "secret" if n.secret else "plain", n.origin) for n in by_name.values()]
    heading = "\nNamed values that the policies need on the service:\n"
    return heading + output.table(("NAME", "KIND", "VALUE FROM"), rows)


def _entities(needed: list[Entity]) -> str:
    if not needed:
        return ""
    by_name = {each.name: each for each in needed}
    rows = [(name, each.kind, str(each)) for name, each in by_name.items()]
    heading = "\nBackends that the policies need on the service, where apimgen apply makes them:\n"
    return heading + output.table(("NAME", "KIND", "OF"), rows)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
