"""Text that a message quotes, cut where it is long."""

from __future__ import annotations

from typing import Final

CUT: Final = "…"


def shortened(text: str, most: int) -> str:
    """The text, or as much of its beginning as leaves it at most ``most`` characters with ``…``."""
    return text if len(text) <= most else text[: most - 1].rstrip() + CUT
