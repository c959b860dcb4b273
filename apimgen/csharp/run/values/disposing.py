"""``Dispose()`` of what ``using`` holds."""

from __future__ import annotations

from typing import Any


def dispose(value: Any) -> None:
    """Disposes of a value that may be null; one that needs it has ``csharp_dispose``."""
    done = getattr(value, "csharp_dispose", None)
    if done is not None:
        done()
