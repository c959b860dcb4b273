"""Findings as one JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apimgen.finding import Finding
    from apimgen.report import Checked


def render(checked: Checked) -> str:
    """The findings and their summary."""
    document = {
        "findings": [_finding(f) for f in checked.findings],
        "summary": {
            "files": len(checked.files),
            "errors": checked.errors,
            "warnings": checked.warnings,
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    place = finding.place
    shown: dict[str, object] = {"file": place.file, "line": place.line, "column": place.column}
    if place.end_line is not None:
        shown |= {"end_line": place.end_line, "end_column": place.end_column}
    return shown | {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
    }
