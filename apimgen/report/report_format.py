"""The words of reporting."""

from __future__ import annotations

from enum import StrEnum


class ReportFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
