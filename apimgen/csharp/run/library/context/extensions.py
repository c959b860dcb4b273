"""The extension methods for policy expressions; importing this registers them all."""

from __future__ import annotations

from apimgen.csharp.run.library.context import credentials, defaults, encryption, queries

__all__ = ["credentials", "defaults", "encryption", "queries"]
