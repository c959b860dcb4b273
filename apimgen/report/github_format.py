"""Findings as GitHub Actions annotations.

The form is that of "Workflow commands for GitHub Actions", docs.github.com.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apimgen.finding import Finding
    from apimgen.report import Checked

_COMMAND = {"error": "error", "warning": "warning", "info": "notice"}


def render(checked: Checked) -> str:
    """A line for each finding."""
    return "".join(f"{_annotation(f)}\n" for f in checked.findings)


def _annotation(finding: Finding) -> str:
    place = finding.place
    properties: dict[str, object] = {"file": place.file, "line": place.line, "col": place.column}
    if place.end_line is not None:
        properties["endLine"] = place.end_line
        if place.end_line == place.line:  # GitHub takes columns of one line only
            properties["endColumn"] = place.end_column
    properties["title"] = f"apimgen: {finding.rule}"
    listed = ",".join(f"{name}={_property(str(v))}" for name, v in properties.items())
    return f"::{_COMMAND[finding.severity.value]} {listed}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
