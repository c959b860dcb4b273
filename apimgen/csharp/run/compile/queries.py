"""Query expressions, as calls of LINQ."""

from __future__ import annotations

from typing import Any

HANDLERS: dict[type, Any] = {}
