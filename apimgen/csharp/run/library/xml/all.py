"""All members of LINQ to XML; importing this registers them."""

from __future__ import annotations

from apimgen.csharp.run.library.xml import changing, dom, names, navigation, readers, reading

__all__ = ["changing", "dom", "names", "navigation", "readers", "reading"]
