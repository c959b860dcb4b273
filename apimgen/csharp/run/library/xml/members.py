"""All members of LINQ to XML; importing this registers them."""

from __future__ import annotations

from apimgen.csharp.run.library.xml import changing, names, navigation, reading

__all__ = ["changing", "names", "navigation", "reading"]
