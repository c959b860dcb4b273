"""``apimgen init``: writes an inventory to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from apimgen.cli import output
from apimgen.errors import ApimgenError

FILE = "apimgen.yaml"
SCHEMA_FILE = "apimgen.schema.json"


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to write to, made if necessary.")
    ] = Path(),
    name: Annotated[
        str,
        typer.Option(
            "--example", metavar="NAME", help="The example to start from; --list shows them."
        ),
    ] = "article",
    list_: Annotated[
        bool, typer.Option("--list", help="List the examples; write nothing.")
    ] = False,
) -> None:
    """Write an inventory to start from.

    The inventory is commented. Its schema, for editors, is written beside it, and so are the
    documents that it names.

    Examples:

      apimgen init

      apimgen init gateway --example random-keys

      apimgen init mine --example bring-your-own
    """
    import json

    from apimgen.examples import UnknownExampleError, example, example_text, examples
    from apimgen.files import write_all
    from apimgen.inventory import json_schema
    from apimgen.nearest import did_you_mean

    if list_:
        rows = [(found.name, found.summary) for found in examples()]
        output.result(output.table(("EXAMPLE", "SHOWS"), rows, indent=""))
        return
    try:
        chosen = example(name)
    except UnknownExampleError:
        near = did_you_mean(name, [found.name for found in examples()])
        raise ApimgenError(
            f'there is no example "{name}"{near}', hint='"apimgen init --list" lists them.'
        ) from None
    files = {FILE: example_text(chosen, SCHEMA_FILE), **chosen.documents}
    for target in (folder / path for path in files):
        if target.exists():
            raise ApimgenError(
                f"{target} exists already, and was left as it is",
                hint="Choose another folder: apimgen init DIR",
            )
    files[SCHEMA_FILE] = json.dumps(json_schema(), indent=2) + "\n"
    for path in write_all(folder, files):
        output.summary(f"wrote {folder / path}\n")
    output.summary(f"Next: enter your backends, then run: apimgen generate {folder / FILE}\n")
