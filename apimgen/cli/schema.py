"""``apimgen schema``: the inventory's JSON Schema."""

from __future__ import annotations

import json

from apimgen.cli import output


def schema() -> None:
    """Print the inventory's JSON Schema, for editors.

    The first line of an inventory tells an editor where the schema is:

      # yaml-language-server: $schema=apimgen.schema.json

    Example:

      apimgen schema > apimgen.schema.json
    """
    from apimgen.inventory import json_schema

    output.result(json.dumps(json_schema(), indent=2) + "\n")
