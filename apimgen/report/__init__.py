"""Findings as people and machines read them: one module for each format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apimgen.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.finding import Finding
    from apimgen.report.report_format import ReportFormat


@dataclass(slots=True)
class Checked:
    """What a run of checks found.

    Attributes:
        files: the names of the files that were checked.
        findings: in the order of files and lines.
        empty_folders: those without any file that could be checked, and why, a line each.
        texts: what was checked and is in no file, by the name that findings give it.
    """

    files: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    empty_folders: list[str] = field(default_factory=list)
    texts: dict[str, bytes] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(f.severity is Severity.ERROR for f in self.findings)

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return sum(f.severity is Severity.WARNING for f in self.findings)


def plain(text: str, _style: str) -> str:
    """The text in no style."""
    return text


def render(checked: Checked, how: ReportFormat, style: Callable[[str, str], str] = plain) -> str:
    """The report in a format, ending in a line end; nothing where there is nothing to say.

    Args:
        checked: what was found.
        how: the format.
        style: gives a part of the text for people a colour by its name, or leaves it as it is.
    """
    from importlib import import_module  # noqa: PLC0415 - only the format asked for is read

    module = import_module(f"apimgen.report.{how.value}_format")
    text: str = module.render(checked, style) if how == "text" else module.render(checked)
    return text
