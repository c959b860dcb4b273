"""What apply does when a write fails."""

from __future__ import annotations

from enum import StrEnum


class OnError(StrEnum):
    """What a failure does: put everything back, or leave what was done."""

    ROLLBACK = "rollback"
    STOP = "stop"
