"""All members of Newtonsoft's types; importing this registers them."""

from __future__ import annotations

from apimgen.csharp.run.library.json.members import (
    arrays,
    containers,
    deserializing,
    extensions,
    merging,
    navigation,
    objects,
    serializing,
    tokens,
    values,
)

__all__ = [
    "arrays",
    "containers",
    "deserializing",
    "extensions",
    "merging",
    "navigation",
    "objects",
    "serializing",
    "tokens",
    "values",
]
