"""All members of Newtonsoft's types; importing this registers them."""

from __future__ import annotations

from apimgen.csharp.run.library.json import (
    arrays,
    containers,
    extensions,
    merging,
    navigation,
    objects,
    tokenmembers,
    valuemembers,
)

__all__ = [
    "arrays",
    "containers",
    "extensions",
    "merging",
    "navigation",
    "objects",
    "tokenmembers",
    "valuemembers",
]
