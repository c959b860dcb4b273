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
    example: Annotated[
        str, typer.Option(metavar="NAME", help="The example to start from; --list shows them.")
    ] = "article",
    list_: Annotated[
        bool, typer.Option("--list", help="List the examples; write nothing.")
    ] = False,
) -> None:
    """Write an inventory to start from.

    The inventory is commented. Its schema, for editors, is written beside it.

    Examples:

      apimgen init

      apimgen init gateway --example random-keys
    """
    import json

    from apimgen.examples import UnknownExampleError, example_text, examples
    from apimgen.files import write_all
    from apimgen.inventory import json_schema
    from apimgen.nearest import did_you_mean

    if list_:
        rows = [(found.name, found.summary) for found in examples()]
        output.result(output.table(("EXAMPLE", "SHOWS"), rows, indent=""))
        return
    try:
        text = example_text(example, SCHEMA_FILE)
    except UnknownExampleError:
        near = did_you_mean(example, [found.name for found in examples()])
        raise ApimgenError(
            f'there is no example "{example}"{near}', hint='"apimgen init --list" lists them.'
        ) from None
    target = folder / FILE
    if target.exists():
        raise ApimgenError(
            f"{target} exists already, and was left as it is",
            hint="Choose another folder: apimgen init DIR",
        )
    schema = json.dumps(json_schema(), indent=2) + "\n"
    for name in write_all(folder, {FILE: text, SCHEMA_FILE: schema}):
        output.summary(f"wrote {folder / name}\n")
    output.summary(f"Next: enter your backends, then run: apimgen generate {target}\n")
