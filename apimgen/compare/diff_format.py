"""The words of comparing."""

from __future__ import annotations

from enum import StrEnum


class DiffFormat(StrEnum):
    """How differences are written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
