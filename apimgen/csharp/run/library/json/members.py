"""All members of Newtonsoft's types; importing this registers them."""

from __future__ import annotations

from apimgen.csharp.run.library.json import (
    containers,
    tokenmembers,
)

__all__ = ["containers", "tokenmembers"]
